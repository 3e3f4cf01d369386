"""One PostgreSQL for a whole run, with a migrated template of each service's database.

Under xdist the controller starts it and tells the workers its addresses; in a single process it
starts when the first test asks. Each worker clones its own databases from the templates, which
takes a tenth of a second where migrating takes seconds.
"""

import asyncio
import json
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field

import asyncpg
from sqlalchemy import make_url

from talat import migrate
from talat.stack import postgres
from talat.stack.home import temporary_home

SERVICES = migrate.SERVICES


@dataclass
class PostgresAddresses:
    """Where PostgreSQL is. `templates` and `failures` are by service; a plain value for JSON.

    `home` is the run's temporary folder, which whoever started PostgreSQL removes.
    """

    home: str
    admin_url: str
    templates: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        """As text that can travel to an xdist worker."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "PostgresAddresses":
        """What `dump` wrote."""
        return cls(**json.loads(text))


class PostgresForRun:
    """A PostgreSQL server with the services' roles and empty databases, until `close`."""

    def __init__(self) -> None:
        self._open = ExitStack()
        try:
            home = self._open.enter_context(temporary_home())
            self._server = self._open.enter_context(postgres.running(home, fsync=False))
        except BaseException:
            self._open.close()
            raise
        self.addresses = PostgresAddresses(str(home), self._server.admin_url)

    async def prepare(self, service: str) -> None:
        """Make and migrate one service's template. A failure is kept for the tests that need it."""
        known = self.addresses.templates.keys() | self.addresses.failures.keys()
        if service in known:
            return
        try:
            self._server.create_service_database(service)
            url = self._server.url(f"talat_{service}", f"talat_{service}")
            await migrate.upgrade(service, url)
        except Exception:  # noqa: BLE001  (one service's failure must not stop the others' tests)
            self.addresses.failures[service] = traceback.format_exc(limit=-3)
        else:
            self.addresses.templates[service] = url

    def prepare_all(self, only: Sequence[str] = SERVICES) -> None:
        """Make the templates from outside an event loop (the xdist controller, the scripts)."""
        for service in only:
            asyncio.run(self.prepare(service))

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._open.close()


async def admin_execute(admin_url: str, statement: str) -> None:
    """Run one statement as the server's administrator, outside a transaction."""
    url = make_url(admin_url)
    connection = await asyncpg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
    )
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def clone(addresses: PostgresAddresses, service: str, suffix: str) -> str:
    """A new database with the tables of `service`, owned by its role; returns its address."""
    if service in addresses.failures:
        raise RuntimeError(f"{service} could not be migrated:\n{addresses.failures[service]}")
    template = make_url(addresses.templates[service])
    name = f"{template.database}_{suffix}"
    await admin_execute(
        addresses.admin_url,
        f'CREATE DATABASE "{name}" TEMPLATE "{template.database}" OWNER "{template.username}"',
    )
    return template.set(database=name).render_as_string(hide_password=False)


async def blank(addresses: PostgresAddresses, name: str) -> str:
    """A new empty database, owned by the administrator; returns its address."""
    await admin_execute(addresses.admin_url, f'CREATE DATABASE "{name}"')
    url = make_url(addresses.admin_url).set(drivername="postgresql+asyncpg", database=name)
    return url.render_as_string(hide_password=False)


async def drop(addresses: PostgresAddresses, url: str) -> None:
    """Remove a database that `clone` or `blank` made, whoever is still connected."""
    name = make_url(url).database
    await admin_execute(addresses.admin_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
