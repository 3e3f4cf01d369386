"""Keyset pages never repeat or drop a row, whatever the order and the page size."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Numeric, Table, Uuid, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import Unprocessable
from kit.ids import uuid7
from kit.pagination import PageParams, decode_cursor, encode_cursor, keyset, paged

cursor_values = st.lists(
    st.one_of(
        st.uuids(),
        st.integers(-(2**53), 2**53),
        st.text(max_size=20),
        st.dates(),
        st.datetimes(timezones=st.just(dt.UTC)),
        st.decimals(allow_nan=False, allow_infinity=False, places=3),
    ),
    min_size=1,
    max_size=3,
)


@given(cursor_values)
def test_a_cursor_gives_back_its_values(values: list[Any]) -> None:
    assert decode_cursor(encode_cursor(values), length=len(values)) == values


@given(st.text(max_size=40))
def test_a_foreign_cursor_is_refused_and_never_crashes(text: str) -> None:
    with pytest.raises(Unprocessable):
        decode_cursor(text, length=7)


def test_a_cursor_cannot_hold_what_has_no_order() -> None:
    with pytest.raises(TypeError):
        encode_cursor([object()])


runs = itertools.count()
prices = Table(
    "price",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("amount", Numeric(10, 2), nullable=False),
)


async def _read_all(session: AsyncSession, *, run: int, limit: int, way: Any) -> list[Any]:
    seen: list[Any] = []
    cursor: str | None = None
    while True:
        page = PageParams(limit=limit, cursor=cursor)
        statement = select(prices).where(prices.c.run == run)
        statement = keyset(statement, order=[(prices.c.amount, way), (prices.c.id, way)], page=page)
        rows, cursor = paged(
            (await session.execute(statement)).all(), page=page, key=lambda r: (r.amount, r.id)
        )
        assert len(rows) <= limit
        seen.extend(rows)
        if cursor is None:
            return seen


@pytest.fixture
async def price_database(blank_database_url: str) -> AsyncIterator[Database]:
    database = Database(blank_database_url)
    async with database.transaction() as session:
        await session.run_sync(lambda s: prices.metadata.create_all(s.connection()))
    yield database
    await database.close()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    amounts=st.lists(st.integers(0, 5), min_size=1, max_size=30),
    limit=st.integers(1, 7),
    way=st.sampled_from(["asc", "desc"]),
)
async def test_pages_cover_every_row_once(
    price_database: Database, amounts: list[int], limit: int, way: str
) -> None:
    run = next(runs)
    rows = [{"id": uuid7(), "run": run, "amount": Decimal(a)} for a in amounts]
    async with price_database.transaction() as session:
        await session.execute(insert(prices), rows)
    async with price_database.reading() as session:
        seen = await _read_all(session, run=run, limit=limit, way=way)
    keys = [(row.amount, row.id) for row in seen]
    assert keys == sorted(((r["amount"], r["id"]) for r in rows), reverse=way == "desc")


@pytest.mark.parametrize(
    "forged", [["not a price", uuid7()], [Decimal(1), "not an id"], [Decimal(1), 7]]
)
def test_a_forged_cursor_of_the_wrong_types_is_refused(forged: list[Any]) -> None:
    page = PageParams(limit=5, cursor=encode_cursor(forged))
    with pytest.raises(Unprocessable):
        keyset(select(prices), order=[(prices.c.amount, "asc"), (prices.c.id, "asc")], page=page)
