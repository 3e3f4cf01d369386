"""A backup of an embedded system: one moment of all three databases, objects, sandbox, keys."""

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from kit.time import now
from talat import __version__
from talat.stack import manifest, objects, ports, process, programs, system
from talat.stack.errors import StackError
from talat.stack.installation import Installation
from talat.stack.manifest import Manifest
from talat.stack.postgres import ADMIN, PostgresServer, database_name
from talat.stack.secrets import SERVICES

# What a restore needs of the old home: data at rest is encrypted with the first, and the
# sandbox's objects belong to its key.
KEPT_SECRETS = ("auth.key_encryption_key", "sandbox.api_key", "sandbox.webhook_secret")
SECRETS_FILE = "secrets.json"
DEMO_FOLDER = "demo"
SANDBOX_FILE = "sandbox.sqlite3"
_LOCK_TRIES = 20


@dataclass(frozen=True)
class Moment:
    """An exported snapshot of one database, and what it holds."""

    snapshot: str
    rows: dict[str, int]
    migration: str


def dump_file(service: str) -> str:
    """The name of a service's dump in the backup."""
    return f"{service}.dump"


@contextmanager
def data_servers(installation: Installation) -> Iterator[None]:
    """PostgreSQL and SeaweedFS: the running ones, or started for the length of the block."""
    if installation.locked_elsewhere():
        yield
    else:
        with own_data_servers(installation):
            yield


@contextmanager
def own_data_servers(installation: Installation) -> Iterator[None]:
    """PostgreSQL and SeaweedFS and nothing else, with the home's lock, until the block ends.

    Raises StackError when the system runs.
    """
    with installation.lock(), contextlib.ExitStack() as started:
        system.end_orphans(installation.home)
        installation.settle_ports()
        for part in system.data_parts(installation):
            started.enter_context(process.running(part))
        installation.s3.create_buckets()
        yield


def take(installation: Installation, target: Path) -> Manifest:
    """Write a backup into `target`, which must not exist or be empty. The servers must run.

    The services go on meanwhile. A failure leaves no folder that looks finished. Raises
    StackError.
    """
    if installation.is_new:
        raise StackError(f"There is no system in {installation.home} yet.", "Nothing to back up.")
    if target.exists() and any(target.iterdir()):
        raise StackError(f"{target} is not empty.", "Give a new folder for the backup.")
    making = target.with_name(f".{target.name}.{os.getpid()}")
    making.mkdir(parents=True, mode=0o700)
    try:
        made = asyncio.run(_write(installation, making))
        if target.exists():
            target.rmdir()
        making.replace(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return made


async def _write(installation: Installation, folder: Path) -> Manifest:
    taken_at = now()
    async with one_moment(installation.postgres) as moments:
        await asyncio.gather(
            *(_dump(installation.postgres, name, moments[name], folder) for name in SERVICES)
        )
    # After the databases: an object that a row names was stored before the row was committed.
    counts = await asyncio.to_thread(objects.save, installation.s3, folder)
    _save_sandbox(installation.home, folder)
    _save_demo(installation.home, folder)
    kept = {name: installation.secrets[name] for name in KEPT_SECRETS}
    (folder / SECRETS_FILE).write_text(json.dumps(kept, indent=1))
    (folder / SECRETS_FILE).chmod(0o600)
    made = Manifest(
        format=manifest.FORMAT,
        talat_version=__version__,
        taken_at=taken_at.isoformat(),
        files=manifest.sums(folder),
        rows={name: moment.rows for name, moment in moments.items()},
        migrations={name: moment.migration for name, moment in moments.items()},
        objects=counts,
    )
    manifest.write(folder, made)
    return made


async def connect(server: PostgresServer, database: str) -> "asyncpg.Connection[asyncpg.Record]":
    """The administrator's connection to a database."""
    url = make_url(server.url(database, ADMIN))
    return await asyncpg.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, database=database
    )


@asynccontextmanager
async def one_moment(server: PostgresServer) -> AsyncIterator[dict[str, Moment]]:
    """Snapshots of the three databases between which no message is half way.

    While outbox and inbox are locked in all three (for milliseconds), no transaction that
    publishes or consumes is open anywhere: every consumed message is published in its source's
    snapshot, and one that is not consumed yet can be told from the inboxes and sent again.
    """
    async with contextlib.AsyncExitStack() as stack:
        moments: dict[str, Moment] = {}
        snapshots = {name: await _connection(stack, server, name) for name in SERVICES}
        async with contextlib.AsyncExitStack() as locks:
            await _lock_all(locks, server)
            for name, connection in snapshots.items():
                await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                moments[name] = Moment(
                    await connection.fetchval("SELECT pg_export_snapshot()"), {}, ""
                )
        for name, connection in snapshots.items():
            rows, migration = await count_rows(connection), await _migration(connection)
            moments[name] = Moment(moments[name].snapshot, rows, migration)
        yield moments


async def _connection(
    stack: contextlib.AsyncExitStack, server: PostgresServer, service: str
) -> "asyncpg.Connection[asyncpg.Record]":
    connection = await connect(server, database_name(service))
    stack.push_async_callback(connection.close)
    return connection


async def _lock_all(locks: contextlib.AsyncExitStack, server: PostgresServer) -> None:
    """Hold off everybody who publishes or consumes, until `locks` is closed."""
    holders = [await _connection(locks, server, name) for name in SERVICES]
    for _ in range(_LOCK_TRIES):
        try:
            for holder in holders:
                await holder.execute("BEGIN; SET LOCAL lock_timeout = '500ms'")
                await holder.execute("LOCK TABLE outbox, inbox IN SHARE MODE")
        except asyncpg.LockNotAvailableError:
            for holder in holders:  # let the writers pass, then try again
                await holder.execute("ROLLBACK")
        else:
            return
    raise StackError(
        "A long transaction holds the outbox or inbox: no consistent moment was found.",
        "Try again when less is going on (talat psql SERVICE, pg_stat_activity shows who).",
    )


async def count_rows(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, int]:
    """The rows of every table, in the connection's snapshot."""
    tables = await connection.fetch(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    )
    return {
        table["name"]: await connection.fetchval(f"SELECT count(*) FROM {table['name']}")  # noqa: S608
        for table in tables
    }


async def _migration(connection: "asyncpg.Connection[asyncpg.Record]") -> str:
    found = await connection.fetchval("SELECT max(version_num) FROM alembic_version")
    return str(found)


async def _dump(server: PostgresServer, service: str, moment: Moment, folder: Path) -> None:
    await run_client(
        server,
        "pg_dump",
        "--format=custom",
        f"--snapshot={moment.snapshot}",
        f"--file={folder / dump_file(service)}",
        database_name(service),
    )


async def run_client(server: PostgresServer, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as administrator. Raises StackError when it fails."""
    child = await asyncio.create_subprocess_exec(
        programs.postgres_client(program),
        *arguments,
        env=server.client_environment(),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await child.communicate()
    if child.returncode:
        raise StackError(
            f"{program} failed: {said.decode('utf-8', 'replace').strip()[-800:]}",
            f"The server is at {ports.LOCALHOST}:{server.port}; see logs/postgres.log.",
        )


def demo_files(folder: Path) -> list[Path]:
    """What the demonstration keeps in a home: which of it is loaded, its accounts."""
    return sorted(path for path in folder.glob("demo-*") if path.is_file())


def _save_demo(home: Path, folder: Path) -> None:
    (folder / DEMO_FOLDER).mkdir()
    for file in demo_files(home):
        shutil.copy2(file, folder / DEMO_FOLDER / file.name)


def _save_sandbox(home: Path, folder: Path) -> None:
    source = home / "sandbox" / "data.sqlite3"
    if not source.exists():
        return
    with (
        contextlib.closing(sqlite3.connect(source)) as live,
        contextlib.closing(sqlite3.connect(folder / SANDBOX_FILE)) as copy,
    ):
        live.backup(copy)
