"""`talat events`, against real servers."""

import asyncio
import json
import sys
from collections.abc import Sequence
from types import ModuleType

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from kit.db import Database
from kit.events import dead_letter
from kit.events.dead_letter import Delivery
from kit.events.outbox import publish
from kit.ids import uuid7
from talat.commands import events
from tests.kit.events.conftest import Wire, copies
from tests.kit.events.samples import THING, THINGS, TOPOLOGY, ThingChanged, snapshot, thing
from tests.kit.events.test_worker import settings


@pytest.fixture
def deployed(
    wire: Wire, source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Auth is the source, catalog the consumer; orders shares catalog's database."""
    at = {"auth": source, "catalog": target, "orders": target}
    for service, database in at.items():
        url = database.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv(f"TALAT_{service.upper()}_DATABASE_URL", url)
    monkeypatch.setattr(events, "TOPOLOGY", TOPOLOGY)
    monkeypatch.setattr(events, "load_settings", lambda name: settings(name, wire, at[name]))
    snapshots, worker = ModuleType("snapshots"), ModuleType("worker")
    snapshots.SNAPSHOTS = {ThingChanged.type: snapshot}  # type: ignore[attr-defined]
    worker.PROJECTIONS = (THINGS,)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "services.auth.snapshots", snapshots)
    monkeypatch.setitem(sys.modules, "services.catalog.worker", worker)


async def run(arguments: Sequence[str]) -> Result:
    """Run the command outside this loop, as a process would."""
    return await asyncio.to_thread(lambda: CliRunner().invoke(events.app, list(arguments)))


async def add_letter(target: Database) -> Delivery:
    """A dead letter."""
    delivery = Delivery("AUTH", 7, "catalog", ThingChanged.type, f"not json {uuid7()}".encode())
    async with target.transaction() as session:
        await dead_letter.record_failure(session, delivery, "PoisonMessageError: x", allowed=1)
    return delivery


async def status_of(target: Database) -> list[str]:
    """The status of each open dead letter."""
    async with target.transaction() as session:
        return [letter.status for letter in await dead_letter.dead(session)]


async def test_lag_tells_what_waits(
    deployed: None, wire: Wire, source: Database, target: Database
) -> None:
    async with source.transaction() as session:
        await publish(session, thing())
    await wire.send_event(thing())
    await add_letter(target)
    result = await run(["lag", "--json"])
    assert result.exit_code == 0, result.output
    found = {each["service"]: each for each in json.loads(result.stdout)}
    assert found["auth"]["unpublished"] == 1
    assert found["auth"]["oldest_seconds"] >= 0
    assert found["catalog"]["consumers"] == [{"source": "auth", "pending": 1, "in_hand": 0}]
    assert found["catalog"]["dead_letters"] == 1
    table = await run(["lag"])
    assert "dead letters" in table.output


async def test_dead_letters_are_listed_and_marked_for_redrive(
    deployed: None, target: Database
) -> None:
    assert "No dead letters." in (await run(["dead"])).output
    delivery = await add_letter(target)
    await add_letter(target)
    listed = (await run(["dead", "catalog"])).output
    assert f"{delivery.id}  catalog  dead  talat.auth.thing.changed.v1  AUTH#7  1×" in listed
    assert delivery.original.decode() not in listed
    assert delivery.original.decode() in (await run(["dead", "catalog", "--full"])).output

    assert (await run(["redrive", str(uuid7())])).exit_code == 1
    assert await status_of(target) == ["dead", "dead"]
    assert (await run(["redrive", str(delivery.id)])).exit_code == 0
    assert sorted(await status_of(target)) == ["dead", "redriving"]
    assert (await run(["redrive", "--all"])).exit_code == 0
    assert await status_of(target) == ["redriving", "redriving"]


@pytest.mark.parametrize("arguments", [["redrive"], ["redrive", "x"], ["redrive", "x", "--all"]])
async def test_a_redrive_of_nothing_in_particular_is_refused(
    deployed: None, target: Database, arguments: list[str]
) -> None:
    await add_letter(target)
    assert (await run(arguments)).exit_code == 2
    assert await status_of(target) == ["dead"]


async def test_replay_makes_the_copy_equal_its_source(
    deployed: None, source: Database, target: Database
) -> None:
    ours, gone = uuid7(), thing("หายไป")
    async with source.transaction() as session:
        await session.execute(insert(THING), {"id": ours, "name": "ปลาส้ม", "version": 3})
    async with target.transaction() as session:
        await THINGS.apply(session, gone, 1)
    result = await run(["replay", "catalog", "--projection", "things"])
    assert result.exit_code == 0, result.output
    assert "1 rows at the source; 1 written, 1 removed." in result.output
    assert "The projection equals its source." in result.output
    assert await copies(target) == {ours: ("ปลาส้ม", 3)}
    unknown = await run(["replay", "catalog", "--projection", "nothing"])
    assert unknown.exit_code == 1


async def test_the_contracts_are_printed() -> None:
    document = json.loads((await run(["--asyncapi"])).stdout)
    assert document["asyncapi"] == "3.0.0"
    assert "talat.auth.organisation.changed.v1" in document["channels"]
