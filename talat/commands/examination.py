"""What `talat doctor` looks at: the list to extend when a dependency or an invariant is added.

Invariants of a service's own data are not here but in its `services/<name>/doctor.py`.
"""

import asyncio
import importlib
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import asyncpg
import boto3
import httpx
import nats
import stripe
from alembic.script import ScriptDirectory
from botocore.config import Config
from nats.aio.client import Client
from sqlalchemy import make_url

from contracts.events.topology import TOPOLOGY
from kit.doctor import Check
from kit.events.bus import inbox_prefix
from kit.events.topology import stream_of
from talat import migrate
from talat.stack.home import default_home
from talat.stack.secrets import SERVICES

OLDEST_POSTGRES = 180000
CONNECT_SECONDS = 5
RECOVERY_SECONDS = 5
LOW_DISK_BYTES = 512 * 1024 * 1024

BUS_CHECKS = (
    Check(
        "no event waits longer than a minute to be published",
        "SELECT count(*) FROM outbox WHERE published_at IS NULL "
        "AND occurred_at < now() - interval '1 minute'",
    ),
    Check("no dead letter is open", "SELECT count(*) FROM dead_letter WHERE status = 'dead'"),
)
"""They hold in every service's database."""


@dataclass(frozen=True)
class Finding:
    """One check's outcome; `problem` is None when it holds."""

    area: str
    name: str
    problem: str | None = None


Examination = Callable[[], Awaitable[str | None]]


async def examine() -> list[Finding]:
    """Run every check, one service after the other; a check that fails to run is a finding."""
    findings = [
        await _run("system", "room on the disk", _disk),
        await _run("system", "gateway answers for every service", _gateway),
        await _run("orders", "payment provider answers", _payments),
        await _run("catalog", "object storage keeps and returns an object", _storage),
    ]
    for service in SERVICES:
        findings += await _service(service)
    return findings


async def _run(area: str, name: str, check: Examination) -> Finding:
    try:
        return Finding(area, name, await check())
    except Exception as error:  # noqa: BLE001  whatever it is, the operator must see it
        return Finding(area, name, str(error).strip() or repr(error))


def _setting(service: str, name: str) -> str:
    return os.environ[f"TALAT_{service.upper()}_{name}"]


async def _disk() -> str | None:
    home = default_home()
    if not home.exists():
        return None  # nothing is kept here: the data is on the operator's own servers
    free = shutil.disk_usage(home).free
    return None if free > LOW_DISK_BYTES else f"{free // 2**20} MB are free below {home}"


async def _gateway() -> str | None:
    """A service has a few seconds to find its way back after a dependency's restart."""
    problem = await _not_ready()
    for _ in range(RECOVERY_SECONDS):
        if problem is None:
            return None
        await asyncio.sleep(1)
        problem = await _not_ready()
    return problem


async def _not_ready() -> str | None:
    problems = []
    async with httpx.AsyncClient(base_url=_setting("auth", "PUBLIC_URL")) as client:
        for service in SERVICES:
            answer = await client.get(f"/{service}/health/ready")
            if answer.status_code != httpx.codes.OK:
                problems.append(f"{service}: {answer.status_code} {answer.text[:200]}")
    return "; ".join(problems) or None


async def _payments() -> str | None:
    base = os.environ.get("TALAT_ORDERS_STRIPE_API_BASE")
    client = stripe.StripeClient(
        _setting("orders", "STRIPE_API_KEY"),
        base_addresses={"api": base} if base else {},
        http_client=stripe.HTTPXClient(timeout=CONNECT_SECONDS),
    )
    await client.v1.payment_intents.list_async({"limit": 1})
    return None


async def _storage() -> str | None:
    return await asyncio.to_thread(_keep_and_return)


def _keep_and_return() -> str | None:
    client = boto3.client(
        "s3",
        endpoint_url=_setting("catalog", "S3_ENDPOINT_URL"),
        aws_access_key_id=_setting("catalog", "S3_ACCESS_KEY"),
        aws_secret_access_key=_setting("catalog", "S3_SECRET_KEY"),
        region_name=_setting("catalog", "S3_REGION"),
        config=Config(connect_timeout=CONNECT_SECONDS, retries={"total_max_attempts": 2}),
    )
    bucket, key = _setting("catalog", "S3_BUCKET"), f"doctor/{os.getpid()}"
    client.put_object(Bucket=bucket, Key=key, Body=b"doctor")
    try:
        returned = client.get_object(Bucket=bucket, Key=key)["Body"].read()
    finally:
        client.delete_object(Bucket=bucket, Key=key)
    return None if returned == b"doctor" else "another object came back"


async def _service(service: str) -> list[Finding]:
    bus = await _run(service, "bus accepts its key and has its consumers", lambda: _bus(service))
    url = make_url(_setting(service, "DATABASE_URL"))
    try:
        connection = await asyncpg.connect(
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            database=url.database,
            timeout=CONNECT_SECONDS,
            command_timeout=60,
        )
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        return [bus, Finding(service, "database answers", str(error) or repr(error))]
    try:
        return [bus, *await _database(service, connection)]
    finally:
        await connection.close()


async def _database(
    service: str, connection: "asyncpg.Connection[asyncpg.Record]"
) -> list[Finding]:
    own: Iterable[Check] = importlib.import_module(f"services.{service}.doctor").CHECKS
    findings = [
        await _run(service, "database is PostgreSQL 18 or newer", lambda: _version(connection)),
        await _run(service, "migrations are complete", lambda: _migrated(service, connection)),
    ]
    for_all_and_own = (*BUS_CHECKS, *own)
    return findings + [
        await _run(service, check.name, _holds(connection, check)) for check in for_all_and_own
    ]


def _holds(connection: "asyncpg.Connection[asyncpg.Record]", check: Check) -> Examination:
    async def run() -> str | None:
        async with connection.transaction(readonly=True):
            count = await connection.fetchval(check.violations)
        return None if count == 0 else f"{count} rows break it"

    return run


async def _version(connection: "asyncpg.Connection[asyncpg.Record]") -> str | None:
    number = int(await connection.fetchval("SHOW server_version_num"))
    return None if number >= OLDEST_POSTGRES else f"it is {number}"


async def _migrated(service: str, connection: "asyncpg.Connection[asyncpg.Record]") -> str | None:
    heads = set(ScriptDirectory.from_config(migrate.alembic_config(service)).get_heads())
    rows = await connection.fetch("SELECT version_num FROM alembic_version")
    present = {row["version_num"] for row in rows}
    return None if present == heads else f"at {sorted(present)}, not {sorted(heads)}: talat migrate"


async def _bus(service: str) -> str | None:
    async def ignore(_: Exception) -> None:
        """The failed call itself says what is wrong."""

    client: Client = await nats.connect(
        _setting(service, "NATS_URL").split(","),
        nkeys_seed_str=_setting(service, "NATS_NKEY_SEED"),
        inbox_prefix=inbox_prefix(service),
        allow_reconnect=False,
        connect_timeout=CONNECT_SECONDS,
        error_cb=ignore,
    )
    try:
        sources = {event.source for event in TOPOLOGY.consumes[service]}
        for source in sorted(sources):
            await client.jetstream().consumer_info(stream_of(source), service)
    finally:
        await client.close()
    return None
