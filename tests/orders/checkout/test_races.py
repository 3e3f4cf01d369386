"""Many at once: nothing is sold twice, no order is made twice, no cart changes under way."""

import asyncio
from decimal import Decimal

from tests.factories.shop import Shop
from tests.support.bus import OutboxView


async def test_twenty_want_the_last_five(shop: Shop) -> None:
    """20 concurrent checkouts of 5 in stock: exactly 5 are ordered."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guests = [await shop.guest((product, "1")) for _ in range(20)]

    answers = await asyncio.gather(*(guest.check_out() for guest in guests))

    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 15
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"out_of_stock"}
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"], stock["available"]) == ("5", "5", "0")
    ordered = await shop.scalar(
        "SELECT coalesce(sum(quantity), 0) FROM order_line WHERE variant_id = :id",
        id=product.variant_id,
    )
    assert ordered == Decimal(5)
    placed = [answer.json() for answer in answers if answer.status_code == 201]
    await asyncio.gather(*(shop.paid(answer) for answer in placed))
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("0", "0")
    assert await seller.owed() == 5 * 101_650


async def test_two_products_in_opposite_order(shop: Shop) -> None:
    """Carts that name the same products in another order never wait for each other in a circle."""
    seller = await shop.seller()
    first, second = await shop.product(seller, "8"), await shop.product(seller, "8")
    guests = [
        await shop.guest(
            *(((first, "1"), (second, "1")) if n % 2 else ((second, "1"), (first, "1")))
        )
        for n in range(12)
    ]
    answers = await asyncio.gather(*(guest.check_out() for guest in guests))
    assert sorted(answer.status_code for answer in answers) == [201] * 8 + [409] * 4
    for product in (first, second):
        assert (await seller.stock(product.variant_id))["reserved"] == "8"


async def test_the_same_key_at_once(shop: Shop, orders_outbox: OutboxView) -> None:
    """One request sent eight times at once makes one group and one intent."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "2"))
    await orders_outbox.mark()

    answers = await asyncio.gather(*(guest.check_out() for _ in range(8)))

    groups = {a.json()["order_group_id"] for a in answers if a.status_code == 201}
    assert len(groups) == 1
    assert {a.json()["code"] for a in answers if a.status_code != 201} <= {
        "idempotency_key_in_flight",
        "payment_unavailable",
    }
    assert (await guest.check_out()).json()["order_group_id"] in groups
    assert (await seller.stock(product.variant_id))["reserved"] == "2"
    assert (await orders_outbox.types()).count("talat.orders.order.placed.v1") == 1
    assert len(await shop.bank.intents(groups.pop())) == 1


async def test_two_keys_for_one_cart(shop: Shop) -> None:
    """A cart that is checked out twice at once under two keys is ordered once."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "1"))
    answers = await asyncio.gather(*(guest.check_out(key=f"key-{n}") for n in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"cart_changed"}
    assert (await seller.stock(product.variant_id))["reserved"] == "1"


async def test_a_line_changes_while_the_cart_is_checked_out(shop: Shop) -> None:
    """Whatever the order of events, what is ordered and charged is what one cart version held."""
    seller = await shop.seller()
    product = await shop.product(seller, "1000")
    for _ in range(8):
        guest = await shop.guest((product, "1"))
        put, answer = await asyncio.gather(guest.put(product.variant_id, "3"), guest.check_out())
        outcome = (put.status_code, answer.status_code)
        assert outcome in {(200, 201), (409, 201), (200, 409)}
        if answer.status_code == 409:
            assert answer.json()["code"] == "cart_changed"
            continue
        wanted = 3 if put.status_code == 200 else 1
        assert answer.json()["total_satang"] == wanted * 107_000
        group = await guest.group(answer.json()["order_group_id"])
        assert [line["quantity"] for line in group["orders"][0]["lines"]] == [str(wanted)]


async def test_a_count_under_load_loses_no_sale(shop: Shop) -> None:
    """Counts and checkouts at once: reserved is what was ordered, never above what is on hand."""
    seller = await shop.seller()
    product = await shop.product(seller, "20")
    guests = [await shop.guest((product, "1")) for _ in range(10)]
    results = await asyncio.gather(
        *(guest.check_out() for guest in guests),
        *(seller.count(product.variant_id, str(n)) for n in (12, 15, 11, 18)),
    )
    placed = [r for r in results[:10] if r.status_code == 201]
    assert all(r.status_code in {200, 409} for r in results[10:])
    stock = await seller.stock(product.variant_id)
    assert stock["reserved"] == str(len(placed))
    assert Decimal(stock["reserved"]) <= Decimal(stock["on_hand"])
