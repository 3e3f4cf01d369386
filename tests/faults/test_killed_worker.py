"""kill -9 of a worker process between its database's commit and its acknowledgement."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from sqlalchemy import func, select

from contracts.events.auth import OrganisationChanged
from contracts.types import Capability, OrganisationKind, OrganisationStatus
from kit.db import Database
from kit.events import bus
from kit.events.envelope import Envelope, wire_version
from kit.events.tables import INBOX
from kit.ids import uuid7
from kit.settings import ServiceSettings
from kit.time import now
from kit.worker import Worker
from services.catalog.settings import Settings
from services.catalog.shop.handlers import SHOP
from services.catalog.worker import create_worker
from talat.stack.home import PROJECT
from talat.stack.nats import NatsServer
from tests.support.bus import on_bus
from tests.support.waiting import eventually

_DEATH_SECONDS = 60


def _die_after_commit(settings: ServiceSettings) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.dying_worker", "catalog"],
        cwd=PROJECT,
        env=_environment(settings),
        timeout=_DEATH_SECONDS,
        capture_output=True,
        check=False,
    )


def _event() -> Envelope:
    event = OrganisationChanged(
        version=1,
        organisation_id=uuid7(),
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        name_th="กลุ่มปลาส้ม",
        name_en=None,
        province_code="15",
        subdistrict_code="150208",
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.ACTIVE,
        vat_registered=False,
        tax_id=None,
        tax_branch=None,
        payee_ready=True,
    )
    return Envelope(
        id=uuid7(),
        source="/auth",
        type=event.type,
        subject=event.subject(),
        time=now(),
        version=wire_version(0, event.version),
        data=event.model_dump_json().encode(),
    )


def _environment(settings: ServiceSettings) -> dict[str, str]:
    prefix = settings.model_config.get("env_prefix", "")
    values = {
        f"{prefix}{name}".upper(): (
            value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        )
        for name, value in settings
        if value is not None
    }
    return {**os.environ, **values}


async def _taken_in(database: Database, envelope: Envelope) -> int:
    async with database.reading() as session:
        count = select(func.count()).select_from(INBOX).where(INBOX.c.id == envelope.id)
        return int(await session.scalar(count) or 0)


async def _shops(database: Database, envelope: Envelope) -> int:
    async with database.reading() as session:
        shop = SHOP.table
        count = select(func.count()).select_from(shop).where(shop.c.id == envelope.subject)
        return int(await session.scalar(count) or 0)


@asynccontextmanager
async def _working(worker: Worker) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def test_no_effect_twice_and_none_lost(
    catalog_settings: Settings, catalog_database: Database, nats: NatsServer
) -> None:
    settings = on_bus(catalog_settings, nats)
    envelope = _event()
    client = await bus.connect(nats.url, nats.admin_seed, "admin")
    await bus.jetstream(client).publish(envelope.type, envelope.to_bytes())
    died = await asyncio.to_thread(_die_after_commit, settings)
    assert died.returncode == -9, died.stderr.decode()
    assert await _taken_in(catalog_database, envelope) == 1
    assert await _shops(catalog_database, envelope) == 1

    # The next worker gets it again, drops it and acknowledges it: nothing waits any more.
    async with _working(create_worker(cast("Settings", settings))):
        stream = bus.jetstream(client)

        async def settled() -> bool:
            about = await stream.consumer_info("AUTH", "catalog")
            return bool(about.num_pending == 0 and about.num_ack_pending == 0)

        await eventually(settled, within=60)
    assert await _taken_in(catalog_database, envelope) == 1
    assert await _shops(catalog_database, envelope) == 1
    await client.close()
