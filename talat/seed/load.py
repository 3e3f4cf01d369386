"""Writing scale B into three empty databases, each in one transaction, by COPY."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import asyncpg
from argon2 import PasswordHasher
from sqlalchemy import make_url, select

from kit.db import Database
from services.catalog.models import Category, CertificationScheme
from talat.seed import rows
from talat.seed.producers import Producer, producers
from talat.seed.products import Maker, SeededProduct
from talat.seed.rows import Batch, Officers, Row, Rows, Shelves
from talat.seed.shape import Scale
from talat.seed.watch import Watch
from talat.stack.errors import StackError
from talat.stack.secrets import SERVICES

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
T = TypeVar("T")

BATCH: Final = 2_000
_HASHER: Final = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
# A table of each service that holds something as soon as anybody used it.
_MUST_BE_EMPTY: Final = {
    "auth": ("organisation", "application"),
    "catalog": ("shop", "product", "certification"),
    "orders": ("party", "offer", "stock"),
}
_STAGED: Final = "seeded_listing"
_SEARCH: Final = "search"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written."""

    producers: int
    products: int
    dirty_names: int


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the databases are, by service."""

    by_service: dict[str, str]

    async def connect(self, service: str) -> Connection:
        """A plain connection, as the service's role."""
        url = make_url(self.by_service[service])
        connection: Connection = await asyncpg.connect(
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            database=url.database,
            server_settings={"application_name": "talat-seed", "timezone": "UTC"},
        )
        for name, prefix in (("json", b""), ("jsonb", b"\x01")):
            await connection.set_type_codec(
                name,
                schema="pg_catalog",
                encoder=_json_encoder(prefix),
                decoder=bytes.decode,
                format="binary",
            )
        return connection


def _json_encoder(prefix: bytes) -> Any:
    """Text is JSON already; anything else becomes it."""

    def encode(value: Any) -> bytes:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return prefix + text.encode()

    return encode


async def require_empty(urls: Urls) -> None:
    """Raises StackError when one of the databases holds data already."""
    for service in SERVICES:
        connection = await urls.connect(service)
        try:
            for table in _MUST_BE_EMPTY[service]:
                if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{table}")'):  # noqa: S608  (names of ours)
                    raise StackError(
                        f"There is data already: {table} of {service} is not empty.",
                        "The national seed goes into an empty home only. Set TALAT_HOME to a new "
                        "folder, run `talat up --no-demo` there, then seed again.",
                    )
        finally:
            await connection.close()


async def seed(urls: Urls, scale: Scale, *, answers: Path, password: str, watch: Watch) -> Seeded:
    """Write everything; a failure leaves all three databases as they were before the commits.

    ``answers`` gets a line of JSON for each name that was typed badly, with what it should be.
    ``password`` opens every seeded account.
    """
    shelves = await _shelves(urls.by_service["catalog"])
    async with AsyncExitStack() as stack:
        writers = {
            service: await stack.enter_async_context(_writing(urls, service))
            for service in SERVICES
        }
        everyone = await _seed_producers(writers, scale, password, watch)
        dirty = await _seed_products(
            writers, Maker(scale, everyone), shelves, answers=answers, watch=watch
        )
        watch.begin("finishing", len(SERVICES))
        for service, writer in writers.items():
            await _finish(service, writer)
            watch.advance(1)
    return Seeded(scale.producers, scale.products, dirty)


@asynccontextmanager
async def _writing(urls: Urls, service: str) -> AsyncIterator[Connection]:
    connection = await urls.connect(service)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL statement_timeout = 0")
            await connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            await connection.execute("SET LOCAL synchronous_commit = off")
            if service == "catalog":
                await connection.execute(
                    f"CREATE TEMP TABLE {_STAGED} (LIKE listing) ON COMMIT DROP;"
                    f"ALTER TABLE {_STAGED} ALTER {_SEARCH} TYPE text[] USING NULL"
                )
            yield connection
    finally:
        await connection.close()


async def _finish(service: str, connection: Connection) -> None:
    """Fill listings from their stage, and let the planner know what is there."""
    if service == "catalog":
        await _unstage(connection)
    for table in _tables(service):
        await connection.execute(f'ANALYZE "{table}"')


def _tables(service: str) -> tuple[str, ...]:
    of_service = {
        "auth": ("person", "contact", "organisation", "membership", "application", "appointment"),
        "catalog": (
            *("shop", "product", "variant", "certification", "certification_step"),
            *("product_mark", "listing", "stock_level"),
        ),
        "orders": ("party", "membership", "offer", "stock"),
    }
    return of_service[service]


async def _unstage(connection: Connection) -> None:
    # A tsvector has no binary form that the driver knows, so tokens travel as an array.
    found = await connection.fetch(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'listing'"
        " AND table_schema = current_schema() AND is_generated = 'NEVER'"
    )
    names = [row["name"] for row in found]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"array_to_tsvector({n})" if n == _SEARCH else f'"{n}"' for n in names)
    await connection.execute(f"INSERT INTO listing ({columns}) SELECT {values} FROM {_STAGED}")  # noqa: S608  (names of ours)


async def _seed_producers(
    writers: dict[str, Connection], scale: Scale, password: str, watch: Watch
) -> Sequence[Producer]:
    watch.begin("producers", scale.producers)
    officers = Officers(scale)
    hashed = await asyncio.to_thread(_HASHER.hash, password)
    await _copy(writers["auth"], officers.rows(hashed))
    everyone: list[Producer] = []
    for batch in _batches(producers(scale)):
        await _write(writers, rows.producer_rows(batch, officers, hashed))
        everyone += batch
        watch.advance(len(batch))
    return everyone


async def _seed_products(
    writers: dict[str, Connection], maker: Maker, shelves: Shelves, *, answers: Path, watch: Watch
) -> int:
    watch.begin("products", maker.scale.products)
    count = 0
    with answers.open("w", encoding="utf-8") as file:
        for batch in _batches(maker.products()):
            await _write(writers, rows.product_rows(batch, shelves))
            for line in _known_answers(batch):
                file.write(line)
                count += 1
            watch.advance(len(batch))
    return count


def _known_answers(batch: Sequence[SeededProduct]) -> Iterator[str]:
    for each in batch:
        if each.clean_name is not None:
            answer = {
                "product_id": str(each.product.id),
                "typed": each.product.name_th,
                "clean": each.clean_name,
                "way": each.dirty_way,
            }
            yield json.dumps(answer, ensure_ascii=False) + "\n"


async def _write(writers: dict[str, Connection], batch: Batch) -> None:
    await asyncio.gather(
        _copy(writers["auth"], batch.auth),
        _copy(writers["catalog"], batch.catalog),
        _copy(writers["orders"], batch.orders),
    )


async def _copy(connection: Connection, tables: Rows) -> None:
    for table, found in tables.items():
        if found:
            await connection.copy_records_to_table(
                _STAGED if table == "listing" else table,
                columns=list(found[0]),
                records=_records(found),
            )


def _records(found: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    names = tuple(found[0])
    return (tuple(row[name] for name in names) for row in found)


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, BATCH)):
        yield batch


async def _shelves(url: str) -> Shelves:
    database = Database(url, pool_size=1)
    try:
        async with database.reading() as session:
            categories = (await session.execute(select(Category))).scalars().all()
            schemes = (await session.execute(select(CertificationScheme))).scalars().all()
    finally:
        await database.close()
    return Shelves({each.code: each for each in categories}, {each.code: each for each in schemes})
