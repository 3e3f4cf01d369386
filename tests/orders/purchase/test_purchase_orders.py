"""Purchase orders: who sees them, how they are numbered."""

import asyncio
from datetime import UTC, datetime, timedelta

import time_machine

from contracts.scopes import Scope
from kit.time import bangkok_midnight, bangkok_today
from tests.factories.buying import Buying, Person, Product, mark, submitted, wanted

ORDERS = "/orders/v1/purchase-orders"


async def placed(buying: Buying, requester: Person, *products: Product) -> list[str]:
    """Order one of each product; the paths of the orders."""
    body = wanted(*((product, "1") for product in products))
    path = await submitted(requester, body)
    assert requester.organisation_id is not None
    answer = await buying.approver(requester.organisation_id).post(f"{path}/approve")
    assert answer.status_code == 200, answer.text
    return [f"{ORDERS}/{order['id']}" for order in answer.json()["purchase_orders"]]


async def test_both_parties_see_the_same_and_nobody_else(buying: Buying) -> None:
    seller_id = await buying.seller()
    product = await buying.product(seller_id, mark())
    requester = buying.requester(await buying.organisation())
    [path] = await placed(buying, requester, product)
    seller = buying.person(seller_id, Scope.SELL)

    bought, received = await requester.get(path), await seller.get(path)
    assert bought.status_code == received.status_code == 200
    assert bought.json() == received.json()
    assert bought.headers["ETag"] == '"1"'
    body = bought.json()
    assert (body["status"], body["seller_id"]) == ("placed", str(seller_id))
    assert body["buyer_id"] == str(requester.organisation_id)
    assert body["lines"][0]["eligibility_lost_at"] is None

    assert (await buying.client.get(path)).status_code == 401
    assert (await buying.client.get(ORDERS)).status_code == 401
    for stranger in (
        buying.requester(await buying.organisation()),
        buying.person(await buying.seller(), Scope.SELL),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(ORDERS)).json() == {"items": [], "next_cursor": None}
    unscoped = buying.person(seller_id, Scope.CATALOGUE)
    assert (await unscoped.get(path)).json()["code"] == "missing_scope"
    assert (await buying.person(None, Scope.BUY).get(ORDERS)).json()["code"] == "no_organisation"


async def test_list_by_side_in_pages(buying: Buying) -> None:
    sellers = [await buying.seller() for _ in range(3)]
    products = [await buying.product(seller, mark()) for seller in sellers]
    requester = buying.requester(await buying.organisation())
    paths = await placed(buying, requester, *products)
    paths += await placed(buying, requester, products[0])

    first = (await requester.get(ORDERS, limit=3)).json()
    rest = (await requester.get(ORDERS, limit=3, cursor=first["next_cursor"])).json()
    shown = [f"{ORDERS}/{item['id']}" for item in first["items"] + rest["items"]]
    assert sorted(shown) == sorted(paths)
    assert shown == sorted(shown, reverse=True)
    assert rest["next_cursor"] is None
    assert len((await requester.get(ORDERS, side="buyer")).json()["items"]) == 4
    assert (await requester.get(ORDERS, side="seller")).json()["items"] == []
    seller = buying.person(sellers[0], Scope.SELL)
    received = (await seller.get(ORDERS)).json()["items"]
    assert len(received) == 2
    assert (await seller.get(ORDERS, side="seller")).json()["items"] == received
    assert (await seller.get(ORDERS, side="buyer")).json()["items"] == []
    assert (await requester.get(ORDERS, side="both")).status_code == 422
    assert (await requester.get(ORDERS, cursor="no")).status_code == 422


async def test_numbers_are_gapless_under_concurrency(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    paths = [await submitted(requester, wanted((product, "1"))) for _ in range(6)]
    answers = await asyncio.gather(*(approver.post(f"{path}/approve") for path in paths))
    numbers = sorted(answer.json()["purchase_orders"][0]["number"][-4:] for answer in answers)
    assert numbers == [f"{number:04d}" for number in range(1, 7)]


async def test_numbers_begin_again_on_the_first_of_october_in_bangkok(buying: Buying) -> None:
    product = await buying.product(
        await buying.seller(), mark(until_on=bangkok_today() + timedelta(days=2000))
    )
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    october = bangkok_midnight(datetime(bangkok_today().year + 1, 10, 1, tzinfo=UTC).date())
    numbers = []
    with time_machine.travel(october - timedelta(hours=1), tick=False) as clock:
        for step in (timedelta(), timedelta(minutes=59), timedelta(minutes=1)):
            clock.shift(step)
            path = await submitted(requester, wanted((product, "1")))
            answer = (await approver.post(f"{path}/approve")).json()
            numbers.append((answer["number"], answer["purchase_orders"][0]["number"]))
    ending = october.year + 543
    assert numbers == [
        (f"RQ-{ending}-0001", f"PO-{ending}-0001"),
        (f"RQ-{ending}-0002", f"PO-{ending}-0002"),
        (f"RQ-{ending + 1}-0001", f"PO-{ending + 1}-0001"),
    ]
