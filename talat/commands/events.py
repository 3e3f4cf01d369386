"""`talat events`: what waits on the bus, dead letters, replay, the contracts as AsyncAPI."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import nats.errors
import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from contracts.events.topology import EVENTS, TOPOLOGY
from kit.db import Database
from kit.events import bus, dead_letter
from kit.events.asyncapi import asyncapi
from kit.events.dead_letter import DeadLetter
from kit.events.housekeeping import Backlog, backlog
from kit.events.projection import Projection
from kit.events.rebuild import Comparison, Rebuilt, compare, read_snapshots, rebuild
from talat.commands import addresses
from talat.commands.console import console, explained
from talat.commands.runtime import Service, load_settings
from talat.stack.errors import StackError

app = typer.Typer(no_args_is_help=True, help="The event bus: what waits, what died, replay.")

_CONTRACTS_VERSION = "1"
_BUS_SECONDS = 5


@dataclass(frozen=True)
class ConsumerLag:
    """Messages of one source that a service has not been given, or has not answered, yet."""

    source: str
    pending: int
    in_hand: int


@dataclass(frozen=True)
class ServiceLag:
    """What waits at one service, on its way out and on its way in."""

    service: str
    outbox: Backlog
    dead: int
    consumers: tuple[ConsumerLag, ...]


@app.callback(invoke_without_command=True)
def events(
    context: typer.Context,
    *,
    asyncapi_document: Annotated[
        bool, typer.Option("--asyncapi", help="Print the contracts as an AsyncAPI 3 document.")
    ] = False,
) -> None:
    """The event bus: what waits, what died, replay."""
    if asyncapi_document:
        document = asyncapi(EVENTS, TOPOLOGY, version=_CONTRACTS_VERSION)
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def lag(*, as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Show what waits in each outbox and for each consumer."""
    with explained():
        found = asyncio.run(_all_lags())
    if as_json:
        typer.echo(json.dumps([_plain(each) for each in found]))
        return
    table = Table("service", "outbox", "oldest", "dead letters", "consumes", "waiting", "in hand")
    for each in found:
        sources = [(c.source, str(c.pending), str(c.in_hand)) for c in each.consumers]
        columns = ["\n".join(column) for column in zip(*sources, strict=True)] or ["", "", ""]
        age = f"{each.outbox.oldest_seconds:.1f} s"
        table.add_row(each.service, str(each.outbox.unpublished), age, str(each.dead), *columns)
    console.print(table)


@app.command()
def dead(
    service: Annotated[Service | None, typer.Argument(help="One service only")] = None,
    *,
    full: Annotated[bool, typer.Option("--full", help="With the original and the error.")] = False,
) -> None:
    """List messages that could not be handled, also those still being tried again."""
    with explained():
        found = asyncio.run(_dead_letters(_services(service)))
    for name, letters in found.items():
        for letter in letters:
            delivery = letter.delivery
            console.print(
                f"{letter.id}  {name}  {letter.status}  {escape(delivery.type)}  "
                f"{delivery.stream}#{delivery.sequence}  {letter.attempts}×  "
                f"{escape(letter.error if full else letter.error.splitlines()[0][:120])}"
            )
            if full:
                console.print(escape(delivery.original.decode(errors="backslashreplace")))
    if not any(found.values()):
        console.print("No dead letters.")


@app.command()
def redrive(
    letter: Annotated[str | None, typer.Argument(help="The id that `dead` shows")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every dead letter.")] = False,
) -> None:
    """Have dead letters handled again by their service's worker."""
    if (letter is None) != every:
        raise typer.BadParameter("name one id, or --all")
    try:
        wanted = UUID(letter) if letter else None
    except ValueError as error:
        raise typer.BadParameter(f"{letter} is not an id; see: talat events dead") from error
    with explained():
        marked = asyncio.run(_redrive(wanted))
    if not marked and wanted is not None:
        console.print(f"There is no dead letter {wanted}.")
        raise typer.Exit(1)
    console.print(f"{marked} marked; the worker handles them within seconds.")


@app.command()
def replay(
    service: Annotated[Service, typer.Argument(help="The service whose copy is rebuilt")],
    projection: Annotated[str, typer.Option("--projection", help="Its name.")],
) -> None:
    """Rebuild a service's copy from its source's present state, while it goes on serving."""
    with explained():
        rebuilt, compared = asyncio.run(_replay(service, projection))
    console.print(
        f"{rebuilt.rows} rows at the source; {rebuilt.written} written, {rebuilt.removed} removed."
    )
    if compared.equal:
        console.print("The projection equals its source.")
    else:
        console.print(
            f"Differences now: {compared.missing} missing, {compared.extra} extra, "
            f"{compared.different} different. Events on their way show so; look again."
        )


def projections(service: str) -> Sequence[Projection[Any]]:
    """What a service keeps of others' state (`PROJECTIONS` of its worker module)."""
    found: Sequence[Projection[Any]] = getattr(
        importlib.import_module(f"services.{service}.worker"), "PROJECTIONS", ()
    )
    return found


async def compare_with_source(
    target: Database, source: Database, projection: Projection[Any]
) -> Comparison:
    """How a projection differs from the state of its source, read now."""
    return await compare(target, projection, _read(source, projection))


def _read(source: Database, projection: Projection[Any]) -> AsyncIterator[tuple[Any, int]]:
    module = importlib.import_module(f"services.{projection.event.source}.snapshots")
    return read_snapshots(source, module.SNAPSHOTS[projection.event.type])


async def _replay(service: Service, name: str) -> tuple[Rebuilt, Comparison]:
    by_name = {each.name: each for each in projections(service)}
    if name not in by_name:
        known = ", ".join(sorted(by_name)) or "none"
        raise StackError(
            f"{service} has no projection {name}.", f"It has: {known}. Choose one of them."
        )
    projection = by_name[name]
    async with (
        _database(service) as target,
        _database(Service(projection.event.source)) as source,
    ):
        rebuilt = await rebuild(target, projection, _read(source, projection))
        return rebuilt, await compare_with_source(target, source, projection)


async def _redrive(letter_id: UUID | None) -> int:
    marked = 0
    for service in Service:
        async with _database(service) as database, database.transaction() as session:
            marked += await dead_letter.request_redrive(session, letter_id)
    return marked


async def _dead_letters(services: Sequence[Service]) -> dict[Service, Sequence[DeadLetter]]:
    found: dict[Service, Sequence[DeadLetter]] = {}
    for service in services:
        async with _database(service) as database, database.transaction() as session:
            found[service] = await dead_letter.dead(session)
    return found


async def _all_lags() -> list[ServiceLag]:
    return [await _lag(service) for service in Service]


async def _lag(service: Service) -> ServiceLag:
    async with _database(service) as database:
        waiting = await backlog(database)
        async with database.transaction() as session:
            letters = await dead_letter.count_dead(session)
    settings = load_settings(service)
    try:
        async with asyncio.timeout(_BUS_SECONDS):
            client = await bus.connect(
                settings.nats_url, settings.nats_nkey_seed.get_secret_value(), service
            )
            try:
                consumers = [
                    await _consumer(client.jsm(), stream, service)
                    for stream in TOPOLOGY.subjects(service)
                ]
            finally:
                await client.close()
    except (TimeoutError, nats.errors.Error) as error:
        raise StackError(
            f"The bus does not answer {service}: {error!r}.", "Look with: talat status"
        ) from error
    return ServiceLag(service, waiting, letters, tuple(consumers))


async def _consumer(jsm: Any, stream: str, service: str) -> ConsumerLag:
    info = await jsm.consumer_info(stream, service)
    return ConsumerLag(stream.lower(), info.num_pending or 0, info.num_ack_pending or 0)


@asynccontextmanager
async def _database(service: Service) -> AsyncIterator[Database]:
    addresses.adopt_environment(service)
    database = Database(
        addresses.database_url(service), pool_size=2, application_name="talat-events"
    )
    try:
        yield database
    except (OSError, SQLAlchemyError) as error:
        raise StackError(
            f"The database of {service} does not answer: {str(error).splitlines()[0]}.",
            "Look with: talat status",
        ) from error
    finally:
        await database.close()


def _services(service: Service | None) -> tuple[Service, ...]:
    return (service,) if service else tuple(Service)


def _plain(each: ServiceLag) -> dict[str, Any]:
    return {
        "service": each.service,
        "unpublished": each.outbox.unpublished,
        "oldest_seconds": each.outbox.oldest_seconds,
        "dead_letters": each.dead,
        "consumers": [
            {"source": c.source, "pending": c.pending, "in_hand": c.in_hand} for c in each.consumers
        ],
    }
