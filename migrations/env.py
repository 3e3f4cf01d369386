"""Run the migrations of one service.

The section of `alembic.ini` that is chosen (`-n auth`, `-n catalog`, `-n orders`) names the
service. The database's address comes from `config.attributes["url"]` or from the environment
variable `TALAT_<SERVICE>_DATABASE_URL`.

Every run takes an advisory lock, so that two starting replicas never migrate at once, and has a
lock and a statement timeout, so that a migration that meets a busy table fails and can be tried
again instead of stopping the whole service behind it.
"""

import asyncio
import importlib
import os

from alembic import context
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

# How long a second migrator waits for the first one.
WAIT_FOR_OTHER_MIGRATOR = "120s"
# A DDL statement that waits for its lock also stops everybody behind it: it gives up early.
LOCK_TIMEOUT = "4s"
# A migration that knows better says `SET LOCAL statement_timeout` itself.
STATEMENT_TIMEOUT = "60s"
# The same number for all: each service has a database, and advisory locks are per database.
ADVISORY_LOCK = 7_461_001

SERVICES = ("auth", "catalog", "orders")

config = context.config
service = config.config_ini_section
if service not in SERVICES:
    raise SystemExit(f"Name one of {', '.join(SERVICES)} with -n; got {service!r}.")


def target_metadata() -> MetaData:
    """The tables that the service's models declare."""
    importlib.import_module(f"services.{service}.models")
    base = importlib.import_module(f"services.{service}.models.base")
    metadata: MetaData = base.Base.metadata
    return metadata


def database_url() -> str:
    """The address of this service's database; refuses to guess one."""
    variable = f"TALAT_{service.upper()}_DATABASE_URL"
    url = config.attributes.get("url") or os.environ.get(variable)
    if not url:
        raise SystemExit(f"Set {variable} to the database to migrate (postgresql+asyncpg://…).")
    return str(url)


def migrate(connection: Connection) -> None:
    """Run the asked command on this connection, alone, with timeouts.

    The advisory lock belongs to the connection and ends with it.
    """
    with connection.begin():
        connection.execute(text(f"SET lock_timeout = '{WAIT_FOR_OTHER_MIGRATOR}'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    context.configure(
        connection=connection,
        target_metadata=target_metadata(),
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_at(url: str) -> None:
    """Open a connection of our own and migrate on it."""
    engine = create_async_engine(url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def print_sql() -> None:
    """Write the statements to the terminal instead of running them (`--sql`)."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=target_metadata(),
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    print_sql()
else:
    asyncio.run(migrate_at(database_url()))
