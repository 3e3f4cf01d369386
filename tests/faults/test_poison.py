"""Garbage on the bus: it is set aside, told, and the stream goes on."""

from __future__ import annotations

import asyncio
import json

import pytest
from rich.console import Console

from kit.events import bus
from talat.demo.accounts import Accounts
from talat.demo.client import Gateway
from talat.demo.narrate import Narrator
from talat.demo.selling import group_is_let_in
from talat.demo.stage import Stage
from talat.stack.installation import Installation
from tests.support.system import RunningSystem, wait_for

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]

SUBJECT = "talat.auth.organisation.changed.v1"


async def _publish(system: RunningSystem, payload: bytes) -> None:
    installation = Installation.open(system.home)
    client = await bus.connect(installation.nats.url, installation.secrets["nats.auth"], "auth")
    try:
        await bus.jetstream(client).publish(SUBJECT, payload)
    finally:
        await client.close()


def _dead(system: RunningSystem) -> str:
    return system.talat("events", "dead").stdout


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff not json",
        json.dumps({"specversion": "9.9", "type": SUBJECT}).encode(),
    ],
)
def test_poison_is_dead_lettered_and_the_stream_goes_on(
    demo: RunningSystem, payload: bytes
) -> None:
    before = _dead(demo).count(SUBJECT)
    asyncio.run(_publish(demo, payload))
    # Both consumers of the stream, catalog and orders, set it aside.
    wait_for(lambda: _dead(demo).count(SUBJECT) >= before + 2, "the poison is a dead letter")
    with Gateway(demo.url) as gateway:
        stage = Stage(
            gateway,
            Accounts.load(demo.home),
            Narrator(Console(quiet=True)),
            demo.home / "mail",
        )
        group_is_let_in(stage)
    assert stage.facts.seconds_to_shop < 2
