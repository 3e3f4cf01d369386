"""Open orders are flagged when a mark is suspended or shortened, and both parties are told."""

import asyncio
from datetime import timedelta
from typing import Any

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from contracts.types import Scheme
from kit.time import bangkok_today
from tests.factories.buying import Buying, Person, Product, mark, submitted, wanted
from tests.support.bus import OutboxView

ORDERS = "/orders/v1/purchase-orders"
DELIVERY = timedelta(days=5)


async def ordered(buying: Buying, *marks: Any) -> tuple[Person, str, Product, Product]:
    """A hospital's order of two products; the first bears the marks, the second its own."""
    seller = await buying.seller()
    product = await buying.product(seller, *(marks or (mark(),)))
    other = await buying.product(seller, mark())
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    body = wanted((product, "40"), (other, "1"), need_by_on=bangkok_today() + DELIVERY)
    path = await submitted(requester, body)
    answer = await buying.approver(buyer).post(f"{path}/approve")
    [order] = answer.json()["purchase_orders"]
    return requester, f"{ORDERS}/{order['id']}", product, other


async def flags(person: Person, path: str) -> list[bool]:
    """Per line, whether it is flagged."""
    lines = (await person.get(path)).json()["lines"]
    return [line["eligibility_lost_at"] is not None for line in lines]


async def test_suspended(buying: Buying, orders_outbox: OutboxView) -> None:
    requester, path, product, _ = await ordered(buying)
    await orders_outbox.mark()
    await buying.change(product, marks=())
    assert await flags(requester, path) == [True, False]
    order = (await requester.get(path)).json()
    assert order["version"] == 2
    assert order == (await buying.person(product.seller_id, Scope.SELL).get(path)).json()

    notices = await orders_outbox.events(OrdersNoticeRequested)
    assert [notice.template for notice in notices] == ["purchase_order_eligibility_lost"] * 2
    told = [notice.recipient.organisation_id for notice in notices]
    assert told == [requester.organisation_id, product.seller_id]
    assert notices[0].data["products_th"] == "ปลาส้มตำบลชะไว"
    assert notices[0].data["number"] == order["number"]
    assert len({notice.dedupe_key for notice in notices}) == 2


async def test_told_once_and_the_flag_goes_when_the_mark_is_back(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, path, product, _ = await ordered(buying)
    kept = product.marks
    await buying.change(product, marks=())
    flagged = (await requester.get(path)).json()
    await orders_outbox.mark()
    await buying.change(product, price_satang=1)
    assert (await requester.get(path)).json() == flagged
    await orders_outbox.assert_nothing()

    await buying.change(product, marks=kept)
    assert await flags(requester, path) == [False, False]
    await orders_outbox.assert_nothing()
    await buying.change(product, marks=())
    assert len(await orders_outbox.events(OrdersNoticeRequested)) == 2


async def test_shortened_to_the_delivery_date_and_to_the_day_before(buying: Buying) -> None:
    requester, path, product, _ = await ordered(buying)
    day = bangkok_today() + DELIVERY
    await buying.change(product, marks=(mark(until_on=day),))
    assert await flags(requester, path) == [False, False]
    await buying.change(product, marks=(mark(until_on=day - timedelta(days=1)),))
    assert await flags(requester, path) == [True, False]


async def test_another_mark_that_does_keeps_it_eligible(buying: Buying) -> None:
    requester, path, product, _ = await ordered(buying, mark(), mark(scheme=Scheme.FDA))
    await buying.change(product, marks=product.marks[1:])
    assert await flags(requester, path) == [False, False]


async def test_an_older_event_that_comes_late_changes_nothing(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, path, product, _ = await ordered(buying)
    late = product.event()
    suspended = late.model_copy(update={"marks": ()})
    await buying.change(product)
    await orders_outbox.mark()
    await buying.apply(suspended)
    assert await flags(requester, path) == [False, False]
    await orders_outbox.assert_nothing()


async def test_suspended_while_it_is_approved_is_refused_or_flagged(buying: Buying) -> None:
    for _ in range(5):
        product = await buying.product(await buying.seller(), mark())
        buyer = await buying.organisation()
        requester = buying.requester(buyer)
        path = await submitted(requester, wanted((product, "1")))
        answer, _ = await asyncio.gather(
            buying.approver(buyer).post(f"{path}/approve"), buying.change(product, marks=())
        )
        if answer.status_code == 200:
            [order] = answer.json()["purchase_orders"]
            assert await flags(requester, f"{ORDERS}/{order['id']}") == [True]
        else:
            assert answer.json()["code"] == "certificate_not_valid_on_delivery_date"
            assert (await requester.get(ORDERS)).json()["items"] == []
