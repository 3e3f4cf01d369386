"""Ageing at its edges, statements that add up, reminders on their days."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.orders.invoice import service as invoice_service
from services.orders.receivable.rules import (
    BUCKETS,
    Movement,
    Owed,
    ageing_rows,
    statement_lines,
    sums,
)
from tests.factories.buying import Buying
from tests.factories.dealing import Deal, dealt
from tests.factories.supply import good
from tests.support.bus import OutboxView

AGEING = "/orders/v1/receivables/ageing"


async def _due(database: Database, invoice: Any, on: date) -> None:
    """Let an invoice be due on a day, issued a month before."""
    async with database.transaction() as session:
        await session.execute(
            text(
                "UPDATE invoice SET issued_on = cast(:due AS date) - 30, due_on = :due,"
                " remind_on = cast(:due AS date) - 3 WHERE id = :id"
            ),
            {"due": on, "id": UUID(invoice["id"])},
        )


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [
        (-1, "not_due"),
        (0, "not_due"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "over_90"),
        (400, "over_90"),
    ],
)
async def test_buckets_at_their_edges(
    buying: Buying, orders_database: Database, days_late: int, bucket: str
) -> None:
    """The day of falling due is not late; then thirty days a bucket."""
    deal = await dealt(buying, orders_database, "2")
    invoice = await deal.invoiced()
    await _due(orders_database, invoice, bangkok_today() - timedelta(days=days_late))
    found = good(await deal.seller.get(AGEING))
    assert {name for name, amount in found["buckets"].items() if amount} == {bucket}
    assert found["outstanding_satang"] == 24_000
    [row] = found["parties"]
    assert (row["party_id"], row["invoices"]) == (str(deal.buyer_id), 1)
    mine = good(await deal.buyer.get("/orders/v1/payables/ageing"))
    assert (mine["buckets"], mine["parties"][0]["party_id"]) == (
        found["buckets"],
        str(deal.seller_id),
    )


async def _statement(deal: Deal, from_on: date, until_on: date) -> Any:
    return good(
        await deal.seller.get(
            "/orders/v1/receivables/statement",
            buyer_id=str(deal.buyer_id),
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
        )
    )


async def test_a_statement_adds_up(buying: Buying, orders_database: Database) -> None:
    """Invoice, credit note, payment and withheld tax in order; the end is what is outstanding."""
    deal = await dealt(buying, orders_database, "200")
    delivery = await deal.shipped("200")
    invoice = await deal.of(delivery)
    await deal.accept(delivery, "200", "150", "50")
    await deal.bill()
    good(await deal.pay(invoice, 1_000_000), 201)
    today = bangkok_today()
    found = await _statement(deal, today, today)
    assert [(each["kind"], each["amount_satang"]) for each in found["lines"]] == [
        ("invoice", 2_400_000),
        ("credit_note", -600_000),
        ("payment", -1_000_000),
        ("withheld_tax", -18_000),
    ]
    after = await deal.read(invoice)
    assert found["closing_satang"] == after["outstanding_satang"] == 782_000
    later = await _statement(deal, today + timedelta(days=1), today + timedelta(days=2))
    assert (later["opening_satang"], later["lines"]) == (782_000, [])
    buyers = good(
        await deal.buyer.get(
            "/orders/v1/payables/statement",
            seller_id=str(deal.seller_id),
            from_on=today.isoformat(),
            until_on=today.isoformat(),
        )
    )
    assert buyers == found


async def test_reminders_on_their_days(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Three days before, then once a week when it is late; a paid invoice is left alone."""
    deal = await dealt(buying, orders_database, "2")
    invoice = await deal.invoiced()
    due = bangkok_today() + timedelta(days=30)

    async def told_on(day: date) -> list[str]:
        await orders_outbox.mark()
        with patch.object(invoice_service, "bangkok_today", lambda: day):
            while await invoice_service.remind_next(orders_database):
                pass
        found = await orders_outbox.events(OrdersNoticeRequested)
        return [
            each.template
            for each in found
            if each.data["number"] == invoice["number"]
            and each.recipient.organisation_id == deal.buyer_id
        ]

    assert await told_on(due - timedelta(days=4)) == []
    assert await told_on(due - timedelta(days=3)) == ["invoice_due"]
    assert await told_on(due) == []
    assert await told_on(due + timedelta(days=1)) == ["invoice_overdue"]
    assert await told_on(due + timedelta(days=7)) == []
    assert await told_on(due + timedelta(days=8)) == ["invoice_overdue"]
    good(await deal.pay(invoice, 24_000), 201)
    assert await told_on(due + timedelta(days=90)) == []


async def test_reports_are_the_parties_own(buying: Buying, orders_database: Database) -> None:
    """Nobody 401, without the scope 403, another party sees nothing of it; a bad period 422."""
    deal = await dealt(buying, orders_database, "2")
    await deal.invoiced()
    client = deal.seller.client
    for path in ("receivables/ageing", "payables/ageing"):
        assert (await client.get(f"/orders/v1/{path}")).status_code == 401
    stranger = buying.person(await buying.seller(), Scope.FINANCE)
    assert good(await stranger.get(AGEING))["parties"] == []
    assert (await buying.person(deal.seller_id, Scope.SELL).get(AGEING)).status_code == 403
    today = bangkok_today()
    period = {"from_on": today.isoformat(), "until_on": today.isoformat()}
    path = "/orders/v1/receivables/statement"
    theirs = good(await stranger.get(path, buyer_id=str(deal.buyer_id), **period))
    assert (theirs["opening_satang"], theirs["lines"]) == (0, [])
    backwards = {**period, "until_on": (today - timedelta(days=1)).isoformat()}
    refused = await deal.seller.get(path, buyer_id=str(deal.buyer_id), **backwards)
    assert (refused.status_code, refused.json()["code"]) == (422, "period_not_plausible")


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(1, 10**9)),
        max_size=30,
    )
)
def test_nothing_is_lost_between_buckets(parts: list[tuple[int, int, int]]) -> None:
    """The parties' rows, the buckets and the whole are the same money."""
    parties = [uuid7() for _ in range(4)]
    rows = ageing_rows([Owed(parties[who], bucket, 1, sum_) for who, bucket, sum_ in parts], {})
    whole = sum(amount for _, _, amount in parts)
    assert sum(row.outstanding_satang for row in rows) == whole
    assert sum(sums(rows).values()) == whole
    assert set(sums(rows)) == set(BUCKETS)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**9), 10**9), max_size=30))
def test_the_balance_follows(opening: int, amounts: list[int]) -> None:
    """Each balance is the one before and the movement."""
    moved = [Movement(bangkok_today(), "payment", "1", amount) for amount in amounts]
    lines = statement_lines(moved, opening=opening)
    assert [line.balance_satang for line in lines] == [
        opening + sum(amounts[: place + 1]) for place in range(len(amounts))
    ]
