"""Credit terms, and limits that hold when promises meet."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest

from contracts.scopes import Scope
from contracts.types import OrganisationKind
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.orders.credit.rules import chosen
from services.orders.models.credit import CreditTerm
from tests.factories.buying import Buying
from tests.factories.dealing import dealt
from tests.factories.supply import good, ordered
from tests.support.bus import OutboxView

TERMS, LIMITS = "/orders/v1/credit-terms", "/orders/v1/credit-limits"


def _term(days: int, seller: UUID | None, buyer: UUID | None, *kinds: str) -> CreditTerm:
    return CreditTerm(
        seller_id=seller,
        buyer_id=buyer,
        buyer_kinds=list(kinds),
        days=days,
        from_on=date(2026, 1, 1),
        until_on=None,
    )


def test_the_closest_term_counts() -> None:
    """This pair, then this buyer, then its kind, then everybody."""
    seller, buyer = uuid7(), uuid7()
    terms = [
        _term(30, None, None),
        _term(15, None, None, "hospital"),
        _term(45, None, buyer),
        _term(60, seller, buyer),
    ]

    def days(known: list[CreditTerm], kind: str = "hospital", other: UUID | None = None) -> int:
        term = chosen(
            known,
            seller_id=other or seller,
            buyer_id=buyer,
            buyer_kind=kind,
            on=date(2026, 11, 22),
        )
        assert term is not None
        return term.days

    assert days(terms) == 60
    assert days(terms, other=uuid7()) == 45
    assert days(terms[:2]) == 15
    assert days(terms[:2], kind="hotel") == 30
    assert (
        chosen(terms, seller_id=seller, buyer_id=buyer, buyer_kind="hotel", on=date(2025, 12, 31))
        is None
    )


@pytest.mark.parametrize(
    ("kind", "days"), [(OrganisationKind.HOSPITAL, 30), (OrganisationKind.SCHOOL, 15)]
)
async def test_due_dates_by_kind(
    buying: Buying, orders_database: Database, kind: OrganisationKind, days: int
) -> None:
    """The rows of the migration."""
    deal = await dealt(buying, orders_database, "2", kind=kind)
    invoice = await deal.invoiced()
    assert invoice["due_on"] == (bangkok_today() + timedelta(days=days)).isoformat()


async def test_a_term_of_the_pair(buying: Buying, orders_database: Database) -> None:
    """45 days for one buyer; begins on its day; not changed afterwards."""
    deal = await dealt(buying, orders_database, "2")
    body = {
        "buyer_id": str(deal.buyer_id),
        "days": 45,
        "from_on": bangkok_today().isoformat(),
    }
    added = good(await deal.seller.post(TERMS, body), 201)
    twice = await deal.seller.post(TERMS, {**body, "days": 60})
    assert (twice.status_code, twice.json()["code"]) == (409, "credit_term_already_set")
    assert (await deal.seller.post(TERMS, {**body, "days": 61})).status_code == 422
    assert (await deal.seller.post(TERMS, {**body, "days": 14})).status_code == 422
    assert good(await deal.buyer.get(TERMS))["items"][0]["id"] == added["id"]
    invoice = await deal.invoiced()
    assert invoice["due_on"] == (bangkok_today() + timedelta(days=45)).isoformat()


async def test_the_limit_holds_when_two_promises_meet(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """10,000 of credit, two orders of 6,000 confirmed at once: one stands, the other is 409."""
    first = await dealt(buying, orders_database, "50", confirm=False)
    people = (first.trade.requester, first.trade.head)
    second = await ordered(buying, "50", confirm=False, buyer=people, seller_id=first.seller_id)
    path = f"{LIMITS}/{first.buyer_id}"
    client, headers = first.seller.client, first.seller._headers()
    limit = good(await client.put(path, json={"limit_satang": 1_000_000}, headers=headers))
    assert limit["available_satang"] == 1_000_000
    answers = await asyncio.gather(
        *(trade.seller.post(f"{trade.path}/confirm", {}) for trade in (first.trade, second))
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    [refused] = [each.json() for each in answers if each.status_code == 409]
    assert refused["code"] == "credit_limit_exceeded"
    assert refused["available_satang"] == 400_000
    used = good(await first.seller.get(path))
    assert (used["used_satang"], used["available_satang"]) == (600_000, 400_000)
    below = await client.put(path, json={"limit_satang": 599_999}, headers=headers)
    assert (below.status_code, below.json()["code"]) == (409, "credit_limit_below_use")
    mine = good(await first.buyer.get(f"{LIMITS}/{first.seller_id}", side="buyer"))
    assert mine["used_satang"] == 600_000


async def test_what_is_paid_is_free_again(buying: Buying, orders_database: Database) -> None:
    """Promise, delivery, invoice and payment: the use follows and never counts twice."""
    deal = await dealt(buying, orders_database, "10", confirm=False)
    path = f"{LIMITS}/{deal.buyer_id}"
    headers = deal.seller._headers()
    good(await deal.seller.client.put(path, json={"limit_satang": 120_000}, headers=headers))

    async def used() -> int:
        return int(good(await deal.seller.get(path))["used_satang"])

    await deal.trade.confirm()
    assert await used() == 120_000
    delivery = await deal.shipped("10")
    await deal.of(delivery)
    assert await used() == 120_000
    await deal.accept(delivery, "10", "8", "2")
    assert await used() == 120_000
    invoice = await deal.of(delivery)
    assert invoice["outstanding_satang"] == 96_000
    good(await deal.pay(invoice, 96_000), 201)
    assert await used() == 24_000


async def test_credit_is_the_parties_own(buying: Buying, orders_database: Database) -> None:
    """Nobody 401, no such buyer or pair 404, without the scope 403."""
    deal = await dealt(buying, orders_database, "2")
    path = f"{LIMITS}/{deal.buyer_id}"
    client, body = deal.seller.client, {"limit_satang": 1}
    assert (await client.put(path, json=body)).status_code == 401
    assert (await client.get(TERMS)).status_code == 401
    assert (await client.post(TERMS)).status_code == 401
    reader = buying.person(deal.seller_id, Scope.READ)
    refused = await client.put(path, json=body, headers=reader._headers())
    assert refused.status_code == 403
    headers = deal.seller._headers()
    nobody = await client.put(f"{LIMITS}/{uuid7()}", json=body, headers=headers)
    assert nobody.status_code == 404
    assert (await deal.seller.get(path)).status_code == 404
    stranger = buying.person(await buying.seller(), Scope.FINANCE, Scope.READ)
    assert (await stranger.get(path)).status_code == 404
