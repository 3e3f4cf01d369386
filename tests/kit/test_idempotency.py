"""The same key has one effect and one answer, under concurrency and after a refusal."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import time_machine
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from kit.db import Database
from kit.errors import Conflict
from kit.idempotency import (
    IdempotencyKey,
    IdempotencyKeyInFlight,
    IdempotencyKeyReused,
    forget_old_keys,
    idempotency_table,
)
from kit.ids import uuid7
from kit.time import now

metadata = MetaData()
keys = idempotency_table(metadata)
effects = Table("effect", metadata, Column("amount", Integer, nullable=False))

ROUTE = "POST /orders/v1/payments"


class Payment(BaseModel):
    amount: int


@pytest.fixture
async def database(blank_database_url: str) -> AsyncIterator[Database]:
    opened = Database(blank_database_url)
    async with opened.transaction() as session:
        await session.run_sync(lambda s: metadata.create_all(s.connection()))
    yield opened
    await opened.close()


async def _pay(
    database: Database,
    key: str,
    amount: int,
    *,
    caller: str = "somsri",
    begun: asyncio.Event | None = None,
    gate: asyncio.Event | None = None,
) -> tuple[int, bytes]:
    async with database.transaction() as session:

        async def action() -> Payment:
            if begun is not None and gate is not None:
                begun.set()
                await gate.wait()
            await session.execute(insert(effects).values(amount=amount))
            if amount < 0:
                raise Conflict
            return Payment(amount=amount)

        answer = await IdempotencyKey(key, ROUTE).run(
            session, caller=caller, body=Payment(amount=amount), action=action, status=201
        )
    return answer.status_code, bytes(answer.body)


async def _amounts(database: Database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(effects.c.amount).order_by(effects.c.amount)))


async def test_a_repeat_gets_the_first_answer_without_a_second_effect(database: Database) -> None:
    first = await _pay(database, "k", 100)
    assert first == (201, b'{"amount":100}')
    assert await _pay(database, "k", 100) == first
    assert await _amounts(database) == [100]


async def test_another_body_under_the_same_key_is_refused(database: Database) -> None:
    await _pay(database, "k", 100)
    with pytest.raises(IdempotencyKeyReused):
        await _pay(database, "k", 101)
    assert await _amounts(database) == [100]


async def test_keys_belong_to_their_caller(database: Database) -> None:
    await _pay(database, "k", 100)
    await _pay(database, "k", 200, caller="somchai")
    assert await _amounts(database) == [100, 200]


async def test_a_refusal_leaves_the_key_free(database: Database) -> None:
    with pytest.raises(Conflict):
        await _pay(database, "k", -1)
    assert await _amounts(database) == []
    await _pay(database, "k", 1)
    assert await _amounts(database) == [1]


async def test_while_the_first_is_under_way_the_second_is_told_so(database: Database) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(_pay(database, "k", 100, begun=begun, gate=gate))
    await begun.wait()
    with pytest.raises(IdempotencyKeyInFlight):
        await _pay(database, "k", 100)
    gate.set()
    assert await first == (201, b'{"amount":100}')
    assert await _amounts(database) == [100]


async def test_ten_at_once_have_one_effect(database: Database) -> None:
    results = await asyncio.gather(
        *(_pay(database, "k", 7) for _ in range(10)), return_exceptions=True
    )
    answers = {r for r in results if not isinstance(r, BaseException)}
    refusals = [r for r in results if isinstance(r, BaseException)]
    assert answers == {(201, b'{"amount":7}')}
    assert all(isinstance(r, IdempotencyKeyInFlight) for r in refusals)
    assert await _amounts(database) == [7]


async def test_a_claim_resumes_the_row_it_began_with(database: Database) -> None:
    began, other = uuid7(), uuid7()
    key = IdempotencyKey("k", ROUTE)
    body = Payment(amount=5)
    async with database.transaction() as session:
        claim = await key.claim(session, caller="a", body=body, resource_id=began)
    assert (claim.resource_id, claim.stored, claim.resumed) == (began, None, False)
    async with database.transaction() as session:
        claim = await key.claim(session, caller="a", body=body, resource_id=other)
        assert (claim.resource_id, claim.stored, claim.resumed) == (began, None, True)
        await key.complete(session, caller="a", status=200, body=body)
    async with database.transaction() as session:
        claim = await key.claim(session, caller="a", body=body, resource_id=other)
    assert claim.stored is not None
    assert bytes(claim.stored.body) == b'{"amount":5}'
    assert claim.stored.headers["Idempotency-Replayed"] == "true"


async def test_keys_are_forgotten_after_a_day(database: Database) -> None:
    await _pay(database, "old", 1)
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        await _pay(database, "new", 2)
        async with database.transaction() as session:
            assert await forget_old_keys(session) == 1
    async with database.reading() as session:
        assert list(await session.scalars(select(keys.c.key))) == ["new"]
