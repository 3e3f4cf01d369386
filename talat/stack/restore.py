"""Back to a backup: databases beside the old ones and swapped at the end, objects, bus."""

import asyncio
import json
import shutil
from pathlib import Path
from uuid import UUID

from contracts.events.topology import TOPOLOGY
from kit.db import Database
from kit.events import outbox
from talat.stack import backup, objects
from talat.stack.errors import StackError
from talat.stack.installation import Installation
from talat.stack.manifest import Manifest
from talat.stack.postgres import PostgresServer, database_name
from talat.stack.secrets import SERVICES


async def put_back(installation: Installation, folder: Path, manifest: Manifest) -> int:
    """Replace the whole system's state by the (verified) backup's.

    PostgreSQL and SeaweedFS must run and nothing else; the caller holds the lock. The old
    databases serve until the new ones are complete, and a failure before that changes nothing
    in them. Returns how many messages will be sent again. Raises StackError.
    """
    server = installation.postgres
    _finish_earlier_swap(server)
    for service in SERVICES:
        await _load(server, service, folder, manifest)
    again = await _send_again(server)
    for service in SERVICES:
        await _raise_epoch(server, service)
    keys = await asyncio.to_thread(objects.load, installation.s3, folder)
    for service in SERVICES:
        _swap(server, service)
    _finish_earlier_swap(server)
    await asyncio.to_thread(objects.remove_others, installation.s3, keys)
    _restore_files(installation, folder)
    return again


def _loading(service: str) -> str:
    return f"{database_name(service)}_restoring"


def _before(service: str) -> str:
    return f"{database_name(service)}_before"


def _finish_earlier_swap(server: PostgresServer) -> None:
    """A restore that was killed between two renames is completed; old databases go."""
    present = server.databases()
    for service in SERVICES:
        name = database_name(service)
        if name not in present and _before(service) in present:
            server.sql(f"ALTER DATABASE {_before(service)} RENAME TO {name}")
    for service in SERVICES:
        server.sql(f"DROP DATABASE IF EXISTS {_before(service)} WITH (FORCE)")


async def _load(server: PostgresServer, service: str, folder: Path, manifest: Manifest) -> None:
    server.create_service_database(service)  # a new home has no role yet
    name, role = _loading(service), database_name(service)
    server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    server.sql(f"CREATE DATABASE {name} OWNER {role} TEMPLATE template0")
    server.sql(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await backup.run_client(
        server,
        "pg_restore",
        "--no-owner",
        f"--role={role}",
        "--exit-on-error",
        f"--dbname={name}",
        str(folder / backup.dump_file(service)),
    )
    connection = await backup.connect(server, name)
    try:
        rows = await backup.count_rows(connection)
    finally:
        await connection.close()
    if rows != dict(manifest.rows[service]):
        raise StackError(
            f"The restored database of {service} does not have the rows that the backup lists.",
            "Nothing was changed. Try again, or use another copy of the backup.",
        )


async def _send_again(server: PostgresServer) -> int:
    """Mark as unpublished what a consumer had not handled at the backup's moment.

    The streams are made anew, so these messages exist nowhere else. What was handled or given
    up stays as it is.
    """
    missed: dict[str, set[UUID]] = {service: set() for service in SERVICES}
    for consumer, events in TOPOLOGY.consumes.items():
        handled = await _ids(
            server,
            consumer,
            "SELECT id FROM inbox UNION SELECT id FROM dead_letter "
            "WHERE status IN ('dead', 'resolved')",
        )
        for source in {event.source for event in events}:
            types = [event.type for event in events if event.source == source]
            published = await _ids(
                server,
                source,
                "SELECT id FROM outbox WHERE published_at IS NOT NULL AND type = ANY($1)",
                types,
            )
            missed[source] |= published - handled
    for source, ids in missed.items():
        connection = await backup.connect(server, _loading(source))
        try:
            await connection.execute(
                "UPDATE outbox SET published_at = NULL WHERE id = ANY($1)", list(ids)
            )
        finally:
            await connection.close()
    return sum(len(ids) for ids in missed.values())


async def _ids(server: PostgresServer, service: str, query: str, *values: object) -> set[UUID]:
    connection = await backup.connect(server, _loading(service))
    try:
        return {row["id"] for row in await connection.fetch(query, *values)}
    finally:
        await connection.close()


async def _raise_epoch(server: PostgresServer, service: str) -> None:
    """From now on this source's versions outrank all that were published before the restore."""
    database = Database(server.url(_loading(service), database_name(service)))
    try:
        async with database.transaction() as session:
            await outbox.raise_epoch(session)
    finally:
        await database.close()


def _swap(server: PostgresServer, service: str) -> None:
    name = database_name(service)
    server.sql(f"ALTER DATABASE {name} RENAME TO {_before(service)}")
    server.sql(f"ALTER DATABASE {_loading(service)} RENAME TO {name}")


def _restore_files(installation: Installation, folder: Path) -> None:
    """The keys that the data needs, the sandbox's objects, and an empty bus."""
    values = installation.secrets.items() | json.loads((folder / backup.SECRETS_FILE).read_text())
    type(installation.secrets)(values).save(installation.home)
    for file in backup.demo_files(installation.home):
        file.unlink()
    for file in backup.demo_files(folder / backup.DEMO_FOLDER):
        shutil.copy2(file, installation.home / file.name)
    sandbox = installation.home / "sandbox"
    shutil.rmtree(sandbox, ignore_errors=True)
    if (folder / backup.SANDBOX_FILE).exists():
        sandbox.mkdir(mode=0o700)
        shutil.copyfile(folder / backup.SANDBOX_FILE, sandbox / "data.sqlite3")
    # The streams are provisioned anew at the next start; the outboxes hold what must be sent.
    shutil.rmtree(installation.home / "nats", ignore_errors=True)
