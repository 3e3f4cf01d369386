"""Ordering a cart and paying for it, over HTTP, with the sandbox as Stripe."""

from decimal import Decimal

from contracts.events.orders import OrderPaid, OrderPlaced, OrdersNoticeRequested, StockChanged
from contracts.scopes import Role
from contracts.types import AvailabilityBand
from tests.factories.shop import ADDRESS, Shop, intent_of
from tests.support.bus import OutboxView


async def test_two_sellers_one_payment(shop: Shop, orders_outbox: OutboxView) -> None:
    """A cart of two sellers becomes two orders, one intent, held stock, then two paid orders."""
    registered = await shop.seller(vat_registered=True)
    plain = await shop.seller(vat_registered=False)
    fish = await shop.product(registered, "10")
    rice = await shop.product(plain, "8.5", price_satang=4_000, order_step=Decimal("0.5"))
    guest = await shop.guest((fish, "1"), (rice, "2.5"))
    await orders_outbox.mark()

    answer = await guest.placed()

    assert answer["total_satang"] == 107_000 + 10_000
    assert answer["payment"]["method"] == "promptpay"
    assert answer["payment"]["status"] == "pending"
    assert answer["payment"]["promptpay_qr"]["payload"].startswith("000201")
    intents = await shop.bank.intents(answer["order_group_id"])
    assert [(i["id"], i["amount"], i["currency"]) for i in intents] == [
        (intent_of(answer), 117_000, "thb")
    ]
    held = await registered.stock(fish.variant_id)
    assert (held["on_hand"], held["reserved"], held["available"]) == ("10", "1", "9")
    placed = await orders_outbox.events(OrderPlaced)
    assert {(e.seller_id, e.total_satang, e.version) for e in placed} == {
        (registered.organisation_id, 107_000, 1),
        (plain.organisation_id, 10_000, 1),
    }

    await orders_outbox.mark()
    await shop.paid(answer)

    group = await guest.group(answer["order_group_id"])
    assert group["status"] == "paid"
    assert {order["status"] for order in group["orders"]} == {"paid"}
    sold = await registered.stock(fish.variant_id)
    assert (sold["on_hand"], sold["reserved"]) == ("9", "0")
    assert (await plain.stock(rice.variant_id))["on_hand"] == "6"
    assert await registered.owed() == 101_650
    # No VAT in 100 baht of a seller who is not registered: 5 baht and 0.35 baht VAT on it.
    assert await plain.owed() == 10_000 - 500 - 35
    paid = await orders_outbox.events(OrderPaid)
    assert {(e.seller_id, e.version) for e in paid} == {
        (registered.organisation_id, 2),
        (plain.organisation_id, 2),
    }
    notices = await orders_outbox.events(OrdersNoticeRequested)
    assert {
        (n.recipient.organisation_id, n.template, n.data["number"], n.dedupe_key) for n in notices
    } == {(e.seller_id, "order_paid_seller", e.number, f"order-paid-{e.order_id}") for e in paid}
    assert notices[0].recipient.roles == (Role.OWNER, Role.MANAGER, Role.ORDERS)


async def test_commission_of_the_house_example(shop: Shop) -> None:
    """1,070 baht with VAT at 5 %: 53.50 to the operator, 1,016.50 to the seller."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed(method="card")
    assert answer["payment"]["promptpay_qr"] is None
    listed = await seller.desk.get("/orders/v1/orders")
    order = listed.json()["items"][0]
    assert (order["total_satang"], order["net_satang"], order["vat_satang"]) == (
        107_000,
        100_000,
        7_000,
    )
    assert (order["commission_satang"], order["commission_vat_satang"]) == (5_000, 350)
    assert order["seller_satang"] == 101_650


async def test_out_of_stock_says_which_lines(shop: Shop, orders_outbox: OutboxView) -> None:
    """One line too many: nothing is held, ordered, asked of Stripe or published."""
    seller = await shop.seller()
    enough = await shop.product(seller, "10")
    short = await shop.product(seller, "2")
    guest = await shop.guest((enough, "1"), (short, "3"))
    await orders_outbox.mark()

    answer = await guest.check_out()

    assert answer.status_code == 409
    assert answer.json()["code"] == "out_of_stock"
    assert answer.json()["lines"] == [{"variant_id": str(short.variant_id), "available": "2"}]
    assert [e["field"] for e in answer.json()["errors"]] == [f"lines.{short.variant_id}.quantity"]
    assert (await seller.stock(enough.variant_id))["reserved"] == "0"
    assert (await guest.cart())["status"] == "open"
    assert (
        await shop.scalar("SELECT count(*) FROM order_group WHERE cart_id = :id", id=guest.cart_id)
        == 0
    )
    await orders_outbox.assert_nothing()
    # The key was not used up: with less in the cart the same key orders it.
    await guest.put(short.variant_id, "2")
    assert (await guest.check_out()).status_code == 201


async def test_a_variant_without_a_count_is_out_of_stock(shop: Shop) -> None:
    """No stock row: nothing to sell."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller, None), "1"))
    answer = await guest.check_out()
    assert (answer.status_code, answer.json()["code"]) == (409, "out_of_stock")


async def test_cart_changed_since_the_quote(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another version or another total than the shopper saw is refused."""
    seller = await shop.seller()
    product = await shop.product(seller)
    guest = await shop.guest((product, "1"))
    quote = (await guest.quote()).json()
    seen = {"cart_version": quote["cart_version"], "total_satang": quote["total_satang"]}
    await guest.put(product.variant_id, "2")
    await orders_outbox.mark()

    answer = await guest.check_out(**seen)

    assert (answer.status_code, answer.json()["code"]) == (409, "cart_changed")
    assert (await seller.stock(product.variant_id))["reserved"] == "0"
    await shop.buying.change(product, price_satang=120_000)
    quote = (await guest.quote()).json()
    answer = await guest.check_out(total_satang=quote["total_satang"] - 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_changed")
    await orders_outbox.assert_nothing()
    answer = await guest.check_out(
        cart_version=quote["cart_version"], total_satang=quote["total_satang"]
    )
    assert (answer.status_code, answer.json()["total_satang"]) == (201, 240_000)


async def test_a_cart_is_ordered_once(shop: Shop) -> None:
    """A second key on an ordered cart is refused; the first key gives the first answer again."""
    seller = await shop.seller()
    product = await shop.product(seller)
    guest = await shop.guest((product, "1"))
    first = await guest.check_out()
    again = await guest.check_out()
    assert (again.status_code, again.json()) == (201, first.json())
    other = await guest.check_out(key="another")
    assert (other.status_code, other.json()["code"]) == (409, "cart_changed")
    changed = await guest.check_out(method="card")
    assert (changed.status_code, changed.json()["code"]) == (422, "idempotency_key_reused")
    put = await guest.put(product.variant_id, "5")
    assert (put.status_code, put.json()["code"]) == (409, "cart_ordered")
    assert (await seller.stock(product.variant_id))["reserved"] == "1"


async def test_what_cannot_be_ordered(shop: Shop, orders_outbox: OutboxView) -> None:
    """Empty, withdrawn, too small, without a key, without mail for PromptPay: refused."""
    seller = await shop.seller()
    product = await shop.product(seller)
    cheap = await shop.product(seller, price_satang=100)
    empty = await shop.guest()
    await orders_outbox.mark()
    assert (await empty.check_out()).json()["code"] == "cart_empty"
    small = await shop.guest((cheap, "9"))
    refused = await small.check_out()
    assert (refused.status_code, refused.json()["code"]) == (422, "total_too_small")
    dear = await shop.guest((product, "935"))
    refused = await dear.check_out()
    assert (refused.status_code, refused.json()["code"]) == (422, "total_too_large")
    gone = await shop.guest((product, "1"))
    await shop.buying.change(product, status="withdrawn")
    refused = await gone.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_sale")
    without_key = await shop.client.post(
        f"/storefront/v1/carts/{gone.cart_id}/checkout",
        json={"contact": {"phone": "0812345678"}, "address": ADDRESS, "payment_method": "card"},
        headers=gone.headers,
    )
    assert (without_key.status_code, without_key.json()["code"]) == (
        428,
        "idempotency_key_required",
    )
    for bad in (
        {"contact": {"phone": "0812345678"}},
        {"contact": {"name": "ไม่มีทางติดต่อ"}},
        {"contact": {"email": "a@b.test", "name": "\x00"}},
        {"address": {**ADDRESS, "note": "a\x00b"}},
        {"address": {**ADDRESS, "postcode": "1400"}},
        {"address": {**ADDRESS, "postcode": "14000"}},
        {"address": {**ADDRESS, "subdistrict_code": "999999"}},
        {"surprise": 1},
    ):
        assert (await gone.check_out(**bad)).status_code == 422
    await orders_outbox.assert_nothing()


async def test_a_stranger_opens_neither_cart_nor_orders(shop: Shop) -> None:
    """Without the cart's token both are as if they did not exist, and nothing is ordered."""
    seller = await shop.seller()
    product = await shop.product(seller)
    guest = await shop.guest((product, "1"))
    stranger = await shop.guest((product, "1"))
    token, stranger.token = stranger.token, guest.token
    assert (await stranger.check_out()).json()["code"] == "cart_not_found"
    stranger.token = token
    answer = await guest.placed()
    path = f"/storefront/v1/orders/{answer['order_group_id']}"
    refused = await shop.client.get(path, headers=stranger.headers)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert (await shop.client.get(path)).status_code == 422
    assert (await seller.stock(product.variant_id))["reserved"] == "1"


async def test_the_last_of_it_is_told_to_the_catalogue(
    shop: Shop, orders_outbox: OutboxView
) -> None:
    """A hold that crosses a level publishes the band, with rising versions."""
    seller = await shop.seller()
    product = await shop.product(seller, "6")
    guest = await shop.guest((product, "6"))
    await orders_outbox.mark()
    answer = await guest.placed()
    (gone,) = await orders_outbox.events(StockChanged)
    assert (gone.variant_id, gone.product_id) == (product.variant_id, product.product_id)
    assert (gone.band, gone.version) == (AvailabilityBand.NONE, 2)
    await orders_outbox.mark()
    await shop.paid(answer)
    assert await orders_outbox.events(StockChanged) == []
