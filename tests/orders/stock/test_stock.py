"""Counting stock, by everybody who might try."""

import pytest

from contracts.events.orders import StockChanged
from contracts.scopes import Scope
from kit.ids import uuid7
from services.orders.snapshots import SNAPSHOTS
from tests.factories.shop import Seller, Shop
from tests.support.bus import OutboxView


async def test_a_count(shop: Shop, orders_outbox: OutboxView) -> None:
    """The counters, and one event for each level crossed."""
    seller = await shop.seller()
    product = await shop.product(seller, None)
    for on_hand in ("0", "5", "5.001", "5.25", "40.5"):
        assert (await seller.count(product.variant_id, on_hand)).status_code == 200
    answer = await seller.count(product.variant_id, "2")
    body = answer.json()
    assert body.pop("counted_at")
    assert body == {
        "variant_id": str(product.variant_id),
        "on_hand": "2",
        "reserved": "0",
        "available": "2",
        "band": "low",
    }
    assert (await seller.stock(product.variant_id))["on_hand"] == "2"
    events = await orders_outbox.events(StockChanged)
    assert [(event.band.value, event.version) for event in events] == [
        ("none", 1),
        ("low", 2),
        ("plenty", 3),
        ("low", 4),
    ]


async def test_below_what_is_held(shop: Shop, orders_outbox: OutboxView) -> None:
    """A count below what shoppers hold is refused and changes nothing."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    await (await shop.guest((product, "3"))).placed()
    before = await seller.stock(product.variant_id)
    await orders_outbox.mark()
    answer = await seller.count(product.variant_id, "2.999")
    assert (answer.status_code, answer.json()["code"]) == (409, "stock_below_reserved")
    assert answer.json()["reserved"] == "3.000"
    assert await seller.stock(product.variant_id) == before
    await orders_outbox.assert_nothing()
    assert (await seller.count(product.variant_id, "3")).json()["available"] == "0"


@pytest.mark.parametrize("on_hand", ["-1", "0.0001", "abc", "1e12", None])
async def test_not_a_count(shop: Shop, orders_outbox: OutboxView, on_hand: str | None) -> None:
    """What is no quantity is 422."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    await orders_outbox.mark()
    answer = await seller.count(product.variant_id, on_hand)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert (await seller.stock(product.variant_id))["on_hand"] == "10"
    await orders_outbox.assert_nothing()


async def test_who_may_count(shop: Shop, orders_outbox: OutboxView) -> None:
    """Nobody without a token, nobody's else seller, nobody without the scope or a party."""
    seller, other = await shop.seller(), await shop.seller()
    product = await shop.product(seller, "10")
    await orders_outbox.mark()
    path = f"/orders/v1/stock/{product.variant_id}"
    anonymous = await shop.client.put(path, json={"on_hand": "1"})
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    assert (await shop.client.get(path)).status_code == 401
    stranger = await other.count(product.variant_id, "1")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
    assert (await other.desk.get(path)).status_code == 404
    poor = Seller(shop.buying.person(seller.organisation_id, Scope.READ), seller.organisation_id)
    refused = await poor.count(product.variant_id, "1")
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
    nobody = shop.buying.person(None, Scope.SUPPLY)
    assert (await nobody.get(path)).json()["code"] == "no_organisation"
    assert (await seller.count(uuid7(), "1")).status_code == 404
    assert (await seller.stock(product.variant_id))["on_hand"] == "10"
    await orders_outbox.assert_nothing()


async def test_snapshots_are_the_last_events(shop: Shop, orders_outbox: OutboxView) -> None:
    """What a rebuild starts from equals what the last event of each variant said."""
    seller = await shop.seller()
    products = [await shop.product(seller, on_hand) for on_hand in ("0", "3", "9")]
    await (await shop.guest((products[2], "9"))).placed()
    last = {event.variant_id: event for event in await orders_outbox.events(StockChanged)}
    async with shop.database.transaction() as session:
        told = {
            event.variant_id: event
            async for event in SNAPSHOTS[StockChanged.type](session)
            if isinstance(event, StockChanged)
        }
    for product in products:
        assert told[product.variant_id] == last[product.variant_id]
