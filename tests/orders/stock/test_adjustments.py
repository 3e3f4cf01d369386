"""What comes to the shelf and leaves it besides sales; the notice when it runs low."""

import asyncio

import pytest

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from kit.ids import uuid7
from tests.factories.shop import Shop
from tests.support.bus import OutboxView


def _path(variant_id: object) -> str:
    return f"/orders/v1/stock/{variant_id}/adjustments"


async def test_added_and_taken_with_reasons(shop: Shop) -> None:
    """Each adjustment is kept with who and why; one key moves the shelf once."""
    seller = await shop.seller()
    product = await shop.product(seller, None)
    key = str(uuid7())
    body = {"quantity": "7.5", "reason": "produced"}
    for _ in range(2):
        answer = await seller.desk.post(_path(product.variant_id), body, key=key)
        assert (answer.status_code, answer.json()["on_hand"]) == (200, "7.5")
    worse = {"quantity": "-2.5", "reason": "damaged", "note": "ถุงรั่ว"}
    answer = await seller.desk.post(_path(product.variant_id), worse)
    assert (answer.json()["on_hand"], answer.json()["band"]) == ("5", "low")
    kept = "SELECT string_agg(quantity || ' ' || reason, ', ' ORDER BY id) FROM stock_adjustment"
    kept += " WHERE variant_id = :id"
    assert await shop.scalar(kept, id=product.variant_id) == "7.500 produced, -2.500 damaged"


async def test_what_is_held_is_never_taken(shop: Shop, orders_outbox: OutboxView) -> None:
    """Of 10 with 8 held, 2 can leave, however many try at once."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    await (await shop.guest((product, "8"))).placed()
    await orders_outbox.mark()
    body = {"quantity": "-1", "reason": "sold_elsewhere"}
    answers = await asyncio.gather(
        *(seller.desk.post(_path(product.variant_id), body) for _ in range(6))
    )
    assert sorted(a.status_code for a in answers) == [200] * 2 + [409] * 4
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("8", "8")
    count = "SELECT count(*) FROM stock_adjustment WHERE variant_id = :id"
    assert await shop.scalar(count, id=product.variant_id) == 2


@pytest.mark.parametrize("quantity", ["0", "x", "1.0001", "-1e12"])
async def test_quantities_that_are_refused(shop: Shop, quantity: str) -> None:
    """Nothing, nonsense, too fine, too much: 422 and no change."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    body = {"quantity": quantity, "reason": "other"}
    assert (await seller.desk.post(_path(product.variant_id), body)).status_code == 422
    assert (await seller.stock(product.variant_id))["on_hand"] == "10"


async def test_who_adjusts(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another seller 404, nobody 401, no scope 403, no key 428; nothing changes."""
    seller, other = await shop.seller(), await shop.seller()
    product = await shop.product(seller, "10")
    await orders_outbox.mark()
    path, body = _path(product.variant_id), {"quantity": "1", "reason": "found"}
    assert (await other.desk.post(path, body)).status_code == 404
    assert (await other.desk.post(_path(uuid7()), body)).status_code == 404
    poor = shop.buying.person(seller.organisation_id, Scope.READ)
    assert (await poor.post(path, body)).status_code == 403
    key = {"Idempotency-Key": str(uuid7())}
    assert (await shop.client.post(path, json=body, headers=key)).status_code == 401
    assert (await seller.stock(product.variant_id))["on_hand"] == "10"
    await orders_outbox.assert_nothing()


async def test_running_low_is_told_once_a_crossing(shop: Shop, orders_outbox: OutboxView) -> None:
    """From plenty to few: one notice; fewer still: none; restocked and sold again: another."""
    seller = await shop.seller()
    product = await shop.product(seller, "7")
    await orders_outbox.mark()
    for _ in range(3):
        await (await shop.guest((product, "1"))).placed()
    assert len(await orders_outbox.events(OrdersNoticeRequested)) == 1
    await seller.count(product.variant_id, "9")
    await (await shop.guest((product, "1"))).placed()
    notices = await orders_outbox.events(OrdersNoticeRequested)
    assert [notice.template for notice in notices] == ["stock_low_seller"] * 2
    assert len({notice.dedupe_key for notice in notices}) == 2
