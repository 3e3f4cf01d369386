"""Deliveries: from lots, in parts, never too much, certified on the day; received, taken back."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from contracts.types import OrganisationKind, TemperatureClass
from kit.ids import uuid7
from kit.time import BANGKOK, bangkok_midnight, bangkok_today, now
from tests.factories.buying import Buying, mark
from tests.factories.supply import DELIVERIES, Trade, good, ordered
from tests.orders.receiving.test_receiving import SITES, site, window
from tests.support.bus import OutboxView


async def state(trade: Trade) -> tuple[Any, Any, Any]:
    """What a refusal must not change."""
    listed = (await trade.seller.get(DELIVERIES)).json()
    lots = (await trade.seller.get("/orders/v1/lots")).json()
    return await trade.order(), listed, lots


async def refused(
    trade: Trade, outbox: OutboxView, *parts: tuple[Any, str], code: str, status: int, **values: Any
) -> Any:
    """A delivery note was refused with this code and nothing happened."""
    before = await state(trade)
    await outbox.mark()
    answer = await trade.send(*parts, **values)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await state(trade) == before
    await outbox.assert_nothing()
    return answer.json()


async def test_in_parts_up_to_the_order(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40")
    one, two = await trade.lot("25"), await trade.lot("25")
    await orders_outbox.mark()
    first = await trade.ship((one, "25"), (two, "5"))
    number = (await trade.order())["number"]
    assert (first["number"], first["status"]) == (f"{number}/1", "shipped")
    assert [line["lot_code"] for line in first["lines"]] == [one["code"], two["code"]]
    assert (await trade.stock())["on_hand"] == "20"
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert (notice.template, notice.recipient.organisation_id) == (
        "delivery_shipped",
        trade.requester.organisation_id,
    )
    said = await refused(
        trade, orders_outbox, (two, "10.001"), code="delivery_exceeds_order", status=409
    )
    assert (said["left"], said["wanted"]) == ("10", "10.001")
    second = await trade.ship((two, "10"))
    assert second["number"] == f"{number}/2"
    assert (await trade.order())["lines"][0]["delivered_quantity"] == "40"
    await refused(trade, orders_outbox, (two, "0.001"), code="delivery_exceeds_order", status=409)


async def test_refusals(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("10")
    other = await buying.product(trade.product.seller_id, mark())
    wrong = await trade.lot("10", variant_id=str(other.variant_id))
    foreign = await (await ordered(buying)).lot("10")
    yesterday = (bangkok_today() - timedelta(days=1)).isoformat()

    async def refuse(code: str, status: int, *parts: tuple[Any, str], **values: Any) -> None:
        await refused(trade, orders_outbox, *parts, code=code, status=status, **values)

    await refuse("lot_exhausted", 409, (lot, "10.001"))
    await refuse("lot_of_another_product", 422, (wrong, "1"))
    await refuse("lot_not_found", 422, (foreign, "1"))
    await refuse("lot_not_found", 422, ({"id": str(uuid7())}, "1"))
    await refuse("delivery_date_passed", 422, (lot, "1"), deliver_on=yesterday)
    await refuse("invalid_request", 422, (lot, "1"), (lot, "2"))
    await refuse("invalid_request", 422)
    unknown = {"order_line_id": str(uuid7()), "lot_id": lot["id"], "quantity": "1"}
    await refuse("unknown_order_line", 422, lines=[unknown])


async def test_only_a_confirmed_order_is_delivered(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, confirm=False)
    lot = await trade.lot("40")
    await refused(trade, orders_outbox, (lot, "1"), code="purchase_order_not_confirmed", status=409)
    part = {"order_line_id": trade.line_id, "quantity": "30", "reason": "ได้น้อย"}
    await trade.confirm({"lines": [part]})
    await refused(trade, orders_outbox, (lot, "31"), code="delivery_exceeds_order", status=409)
    await trade.ship((lot, "30"))


async def test_a_private_buyer_takes_five_percent_more(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    hotel = await ordered(buying, "40", kind=OrganisationKind.HOTEL, method="direct")
    lot = await hotel.lot("50")
    await refused(hotel, orders_outbox, (lot, "42.001"), code="delivery_exceeds_order", status=409)
    await hotel.ship((lot, "42"))


async def test_stock_held_for_shoppers_is_not_shipped(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("40")
    count = await trade.seller.client.put(
        f"/orders/v1/stock/{trade.product.variant_id}",
        json={"on_hand": "5"},
        headers=trade.seller._headers(),
    )
    assert count.status_code == 200
    await refused(trade, orders_outbox, (lot, "5.001"), code="out_of_stock", status=409)
    await trade.ship((lot, "5"))


async def test_a_mark_suspended_between_order_and_delivery(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("40")
    kept = trade.product.marks
    await buying.change(trade.product, marks=())
    said = await refused(
        trade,
        orders_outbox,
        (lot, "40"),
        code="certificate_not_valid_on_delivery_date",
        status=422,
    )
    assert said["delivery_on"] == bangkok_today().isoformat()
    await buying.change(trade.product, marks=kept)
    await trade.ship((lot, "40"))


async def test_expiry_on_the_day_and_the_day_after(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    day = bangkok_today() + timedelta(days=2)
    trade = await ordered(buying, "40", need_by_on=day)
    lot = await trade.lot("40")
    await buying.change(trade.product, marks=(mark(until_on=day),))
    after = (day + timedelta(days=1)).isoformat()
    await refused(
        trade,
        orders_outbox,
        (lot, "1"),
        code="certificate_not_valid_on_delivery_date",
        status=422,
        deliver_on=after,
    )
    assert (await trade.ship((lot, "1")))["deliver_on"] == day.isoformat()


@pytest.mark.parametrize(
    ("arrived_at", "minutes"),
    [("05:59", 0), ("08:00", 0), ("08:40", 40), ("08:40:59", 40), ("23:00", 900)],
)
async def test_late_minutes(buying: Buying, arrived_at: str, minutes: int) -> None:
    day = bangkok_today() + timedelta(days=1)
    trade = await ordered(buying, "40", need_by_on=day)
    body = site(window(1, on=day))
    made = good(await trade.requester.post(SITES, body), 201)
    lot = await trade.lot("40")
    delivery = await trade.ship((lot, "40"), window_id=made["windows"][0]["id"])
    assert delivery["late_minutes"] is None
    with time_machine.travel(bangkok_midnight(day) + timedelta(hours=23, minutes=30)):
        at = datetime.fromisoformat(f"{day}T{arrived_at}").replace(tzinfo=BANGKOK)
        arrived = await trade.arrive(delivery, "40", at=at)
    assert arrived["late_minutes"] == minutes
    assert arrived["received_by_name"] == "นักโภชนาการ"


async def test_arrival_is_written_once_and_must_fit(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    delivery = await trade.ship((await trade.lot("40"), "40"))
    path = f"{DELIVERIES}/{delivery['id']}/arrive"
    line = {"delivery_line_id": delivery["lines"][0]["id"], "arrived": "40"}
    before = await trade.read(delivery)
    await orders_outbox.mark()
    tomorrow = now() + timedelta(days=1)
    for lines, at, code in (
        ([{**line, "arrived": "40.001"}], now(), "arrived_more_than_shipped"),
        ([line, line], now(), "delivery_lines_do_not_match"),
        ([{**line, "delivery_line_id": str(uuid7())}], now(), "delivery_lines_do_not_match"),
        ([line], tomorrow, "arrival_time_not_plausible"),
        ([line], now() - timedelta(days=1), "arrival_time_not_plausible"),
        ([{**line, "temperature_c": "5.55"}], now(), "invalid_request"),
    ):
        body = {"arrived_at": at.isoformat(), "lines": lines}
        answer = await trade.requester.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert await trade.read(delivery) == before
    await orders_outbox.assert_nothing()

    answers = await asyncio.gather(*(trade.receive(delivery, "40") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    # Nothing was wrong: only the inspectors are told.
    templates = [each.template for each in await orders_outbox.events(OrdersNoticeRequested)]
    assert templates == ["delivery_waits_for_inspection"]


@pytest.mark.parametrize(
    ("kind", "temperature", "warm"),
    [
        (TemperatureClass.CHILLED, "5", False),
        (TemperatureClass.CHILLED, "5.1", True),
        (TemperatureClass.CHILLED, None, None),
        (TemperatureClass.FROZEN, "-18", False),
        (TemperatureClass.FROZEN, "-17.9", True),
        (TemperatureClass.AMBIENT, "35", None),
    ],
)
async def test_temperature(
    buying: Buying,
    kind: TemperatureClass,
    temperature: str | None,
    warm: bool | None,  # noqa: FBT001  (a parameter)
) -> None:
    trade = await ordered(buying, "4", temperature_class=kind)
    delivery = await trade.ship((await trade.lot("4"), "4"))
    arrived = await trade.arrive(delivery, "4", temperature_c=temperature)
    assert arrived["lines"][0]["too_warm"] is warm


async def test_what_did_not_arrive_may_be_delivered_again(buying: Buying) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("60")
    await trade.arrive(await trade.ship((lot, "40")), "38.5")
    assert (await trade.order())["lines"][0]["delivered_quantity"] == "38.5"
    await trade.ship((lot, "1.5"))
    assert (await trade.order())["lines"][0]["delivered_quantity"] == "40"


async def test_a_shipment_is_taken_back_before_it_arrives(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("40")
    untouched = (await trade.order())["lines"], await trade.stock()
    delivery = await trade.ship((lot, "40"))
    await orders_outbox.mark()
    path = f"{DELIVERIES}/{delivery['id']}/cancel"
    assert (await trade.requester.post(path, {"reason": "ก"})).json()["code"] == "missing_scope"
    cancelled = good(await trade.seller.post(path, {"reason": "รถเสีย"}))
    assert (cancelled["status"], cancelled["cancel_reason"]) == ("cancelled", "รถเสีย")
    assert ((await trade.order())["lines"], await trade.stock()) == untouched
    assert (await trade.receive(delivery, "40")).json()["code"] == "delivery_not_in_state"
    assert (await trade.seller.post(path, {"reason": "ก"})).json()["code"] == (
        "delivery_not_in_state"
    )
    arrived = await trade.arrive(await trade.ship((lot, "40")), "40")
    late = await trade.seller.post(f"{DELIVERIES}/{arrived['id']}/cancel", {"reason": "ก"})
    assert (late.status_code, late.json()["code"]) == (409, "delivery_not_in_state")


async def test_cancelled_while_it_arrives(buying: Buying) -> None:
    """One of the two wins, and lots, stock and order tell the same story."""
    for _ in range(4):
        trade = await ordered(buying, "40")
        delivery = await trade.ship((await trade.lot("40"), "40"))
        path = f"{DELIVERIES}/{delivery['id']}/cancel"
        cancelled, arrived = await asyncio.gather(
            trade.seller.post(path, {"reason": "รถเสีย"}), trade.receive(delivery, "40")
        )
        assert sorted((cancelled.status_code, arrived.status_code)) == [200, 409]
        back = cancelled.status_code == 200
        assert (await trade.stock())["on_hand"] == ("40" if back else "0")
        [line] = (await trade.order())["lines"]
        assert line["delivered_quantity"] == ("0" if back else "40")


async def test_concurrent_deliveries_ship_no_more_than_the_lot_has(buying: Buying) -> None:
    """Six orders want a lot that is enough for two."""
    first = await ordered(buying, "10")
    lot = await first.lot("25")
    trades = [first, *[await ordered(buying, "10", of=first) for _ in range(5)]]
    answers = await asyncio.gather(*(trade.send((lot, "10")) for trade in trades))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 4
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes == {"lot_exhausted"}
    kept = good(await first.seller.get(f"/orders/v1/lots/{lot['id']}"))
    assert (kept["shipped"], kept["remaining"]) == ("20", "5")
    assert (await first.stock())["on_hand"] == "5"


async def test_concurrent_deliveries_of_one_order(buying: Buying) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("200")
    answers = await asyncio.gather(*(trade.send((lot, "15")) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 3
    numbers = [answer.json()["number"][-2:] for answer in answers if answer.status_code == 201]
    assert sorted(numbers) == ["/1", "/2"]
    assert (await trade.stock())["on_hand"] == "170"


async def test_the_same_key_ships_once(buying: Buying) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("40")
    answers: list[httpx.Response] = [await trade.send((lot, "10"), key="d") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await trade.stock())["on_hand"] == "30"


async def test_closing_an_order(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("60")
    delivery = await trade.ship((lot, "10"))
    body = {"reason": "จัดเมนูอื่นแล้ว"}
    under_way = await trade.requester.post(f"{trade.path}/close", body)
    assert (under_way.status_code, under_way.json()["code"]) == (409, "deliveries_under_way")
    await trade.appoint()
    await trade.arrive(delivery, "10")
    await trade.accept(delivery, ("10", "0"))
    await orders_outbox.mark()
    for stranger in (trade.seller.organisation_id, await buying.organisation()):
        other = buying.person(stranger, Scope.BUY)
        assert (await other.post(f"{trade.path}/close", body)).status_code == 404
    closed = good(await trade.requester.post(f"{trade.path}/close", body))
    assert (closed["status"], closed["closing_reason"]) == ("completed", body["reason"])
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert notice.template == "purchase_order_closed"
    await refused(trade, orders_outbox, (lot, "1"), code="purchase_order_not_confirmed", status=409)


async def test_who_may(buying: Buying) -> None:
    trade = await ordered(buying, "40")
    lot = await trade.lot("40")
    note = {"lines": [{"order_line_id": trade.line_id, "lot_id": lot["id"], "quantity": "1"}]}
    delivery = await trade.ship((lot, "1"))
    arrival = {
        "arrived_at": now().isoformat(),
        "lines": [{"delivery_line_id": delivery["lines"][0]["id"], "arrived": "1"}],
    }
    path = f"{DELIVERIES}/{delivery['id']}"
    why = {"reason": "ก"}
    routes: list[tuple[str, Any]] = [
        (f"{trade.path}/deliveries", note),
        (f"{path}/arrive", arrival),
        (f"{path}/cancel", why),
        (f"{trade.path}/close", why),
    ]
    everything = (Scope.BUY, Scope.SELL, Scope.INSPECT)
    strangers = [
        buying.person(await buying.organisation(), *everything),
        buying.person(await buying.seller(), *everything),
    ]
    for route, body in routes:
        assert (await buying.client.post(route, json=body)).status_code == 401
        for stranger in strangers:
            assert (await stranger.post(route, body)).status_code == 404
    buyer_as_seller = buying.person(trade.requester.organisation_id, *everything)
    assert (await buyer_as_seller.post(*routes[0])).status_code == 404
    assert (await buyer_as_seller.post(*routes[2])).status_code == 404
    seller_as_buyer = buying.person(trade.seller.organisation_id, *everything)
    assert (await seller_as_buyer.post(*routes[1])).status_code == 404
    assert (await seller_as_buyer.post(*routes[3])).status_code == 404
    for url in (DELIVERIES, path):
        assert (await buying.client.get(url)).status_code == 401
    assert (await strangers[0].get(path)).status_code == 404
    assert (await strangers[0].get(DELIVERIES)).json()["items"] == []
    for person in (trade.requester, trade.seller):
        [listed] = (await person.get(DELIVERIES, purchase_order_id=trade.path[-36:])).json()[
            "items"
        ]
        assert (listed["id"], listed["status"]) == (delivery["id"], "shipped")
        assert (await person.get(DELIVERIES, status="arrived")).json()["items"] == []
