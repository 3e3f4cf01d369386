"""A party's statement: pages, CSV, producers' shares, and nobody else's entries."""

import csv
import io
from typing import Any

from contracts.events.catalog import IncomeShare
from contracts.scopes import Scope
from kit.ids import uuid7
from tests.factories.shop import Seller, Shop

PATH = "/orders/v1/ledger/entries"


async def _sell(shop: Shop, seller: Seller, times: int) -> None:
    product = await shop.product(seller, "50")
    for _ in range(times):
        await shop.paid(await (await shop.guest((product, "1"))).placed())


async def test_pages_newest_first(shop: Shop) -> None:
    """Each entry with its cause and order; pages without gap or repetition."""
    seller, other = await shop.seller(), await shop.seller()
    await _sell(shop, seller, 5)
    seen: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await seller.desk.get(PATH, limit=2, **cursor)).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert [entry["amount_satang"] for entry in seen] == [-101_650] * 5
    assert [entry["id"] for entry in seen] == sorted({e["id"] for e in seen}, reverse=True)
    assert {(e["account"], e["cause"]) for e in seen} == {("seller_payable", "payment")}
    assert all(entry["order_number"].startswith("TL") for entry in seen)
    assert (await other.desk.get(PATH)).json() == {"items": [], "next_cursor": None}
    none = await seller.desk.get(PATH, account="trade_receivable")
    assert none.json()["items"] == []


async def test_the_whole_of_it_as_csv(shop: Shop) -> None:
    """A header, every entry, and the same sum as the balance."""
    seller = await shop.seller()
    await _sell(shop, seller, 3)
    headers = seller.desk.tokens.headers(
        person_id=seller.desk.person_id, org=seller.organisation_id, scopes=seller.desk.scopes
    )
    answer = await shop.client.get(PATH, headers={**headers, "Accept": "text/csv"})
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/csv; charset=utf-8",
    )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 3
    assert -sum(int(row["amount_satang"]) for row in rows) == await seller.owed()


async def test_producers_have_their_share(shop: Shop) -> None:
    """30 % of the income without VAT is the producer's, the rest the seller's; a refund takes
    both back.
    """
    seller, producer = await shop.seller(), await shop.seller()
    share = IncomeShare(organisation_id=producer.organisation_id, basis_points=3_000)
    product = await shop.product(seller, "5", income_shares=(share,))
    answer = await (await shop.guest((product, "1"))).placed()
    await shop.paid(answer)
    # 1,016.50 to the seller, 70.00 of it VAT: 30 % of 946.50 is 283.95.
    assert await producer.owed() == 28_395
    assert await seller.owed() == 101_650 - 28_395
    (entry,) = (await producer.desk.get(PATH)).json()["items"]
    assert (entry["account"], entry["amount_satang"]) == ("producer_payable", -28_395)
    order_id = await shop.scalar(
        "SELECT id FROM shop_order WHERE group_id = :id", id=answer["order_group_id"]
    )
    path = f"/orders/v1/orders/{order_id}/decline"
    assert (await seller.desk.post(path, {"reason": "closed"})).status_code == 200
    assert (await producer.owed(), await seller.owed()) == (0, 0)


async def test_who_reads_a_statement(shop: Shop) -> None:
    """No token 401, no scope 403, a forged cursor 422."""
    seller = await shop.seller()
    assert (await shop.client.get(PATH)).status_code == 401
    poor = shop.buying.person(seller.organisation_id, Scope.SELL)
    assert (await poor.get(PATH)).json()["code"] == "missing_scope"
    assert (await seller.desk.get(PATH, cursor="x")).status_code == 422
    assert (await seller.desk.get(PATH, account=str(uuid7()))).status_code == 422
