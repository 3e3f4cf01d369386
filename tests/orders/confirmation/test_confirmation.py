"""The seller confirms or declines by a deadline; the buyer may cancel until then."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_midnight, bangkok_today
from services.orders.confirmation import service as confirmation_service
from tests.factories.buying import Buying
from tests.factories.supply import Trade, good, ordered
from tests.support.bus import OutboxView

WHY = {"reason": "ปลาสดสัปดาห์นี้ได้น้อย"}


async def told(outbox: OutboxView) -> list[tuple[str, str]]:
    """Template and recipient of each new notice."""
    notices = await outbox.events(OrdersNoticeRequested)
    return [(each.template, str(each.recipient.organisation_id)) for each in notices]


async def test_whole(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40", confirm=False)
    before = await trade.order()
    assert (before["status"], before["lines"][0]["confirmed_quantity"]) == ("placed", None)
    await orders_outbox.mark()
    confirmed = await trade.confirm()
    assert (confirmed["status"], confirmed["version"]) == ("confirmed", before["version"] + 1)
    assert confirmed["lines"][0]["confirmed_quantity"] == "40"
    assert confirmed["confirmed_at"] is not None
    assert confirmed == await trade.order()
    assert await told(orders_outbox) == [
        ("purchase_order_confirmed", str(trade.requester.organisation_id))
    ]


async def test_in_part_with_a_reason(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40", confirm=False)
    await orders_outbox.mark()
    part = {"order_line_id": trade.line_id, "quantity": "30.5", **WHY}
    confirmed = await trade.confirm({"lines": [part]})
    [line] = confirmed["lines"]
    assert (line["quantity"], line["confirmed_quantity"]) == ("40", "30.5")
    assert line["confirmation_reason"] == WHY["reason"]
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert notice.template == "purchase_order_confirmed_in_part"
    assert notice.data["lines_th"] == "ปลาส้มตำบลชะไว 30.5/40 กก."


@pytest.mark.parametrize(
    ("quantity", "line_id", "code"),
    [
        ("40.001", None, "confirmed_more_than_ordered"),
        ("0", None, "nothing_confirmed"),
        ("1", uuid7(), "unknown_order_line"),
        ("-1", None, "invalid_request"),
    ],
)
async def test_refused(
    buying: Buying, orders_outbox: OutboxView, quantity: str, line_id: object, code: str
) -> None:
    trade = await ordered(buying, "40", confirm=False)
    before = await trade.order()
    await orders_outbox.mark()
    part = {"order_line_id": str(line_id or trade.line_id), "quantity": quantity, **WHY}
    answer = await trade.seller.post(f"{trade.path}/confirm", {"lines": [part]})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await trade.order() == before
    await orders_outbox.assert_nothing()


async def test_decline_and_cancel_are_final(buying: Buying, orders_outbox: OutboxView) -> None:
    for person, step, status in (
        ("seller", "decline", "declined"),
        ("requester", "cancel", "cancelled"),
    ):
        trade = await ordered(buying, confirm=False)
        await orders_outbox.mark()
        ended = good(await getattr(trade, person).post(f"{trade.path}/{step}", WHY))
        assert (ended["status"], ended["closing_reason"]) == (status, WHY["reason"])
        assert [template for template, _ in await told(orders_outbox)] == [
            f"purchase_order_{status}"
        ]
        await orders_outbox.mark()
        for who, again in (
            (trade.seller, "confirm"),
            (trade.seller, "decline"),
            (trade.requester, "cancel"),
        ):
            body = {} if again == "confirm" else WHY
            answer = await who.post(f"{trade.path}/{again}", body)
            assert (answer.status_code, answer.json()["code"]) == (
                409,
                "purchase_order_not_waiting",
            )
            assert answer.json()["current_status"] == status
        assert await trade.order() == ended
        await orders_outbox.assert_nothing()


async def test_who_may(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, confirm=False)
    before = await trade.order()
    await orders_outbox.mark()
    stranger = await buying.seller()
    both = (Scope.SELL, Scope.BUY)
    for step, body in (("confirm", {}), ("decline", WHY), ("cancel", WHY)):
        path = f"{trade.path}/{step}"
        assert (await buying.client.post(path, json=body)).status_code == 401
        assert (await buying.person(stranger, *both).post(path, body)).status_code == 404
        wrong = trade.seller if step == "cancel" else trade.requester
        other_side = buying.person(wrong.organisation_id, *both)
        assert (await other_side.post(path, body)).status_code == 404
        reader = buying.person(trade.seller.organisation_id, Scope.READ)
        assert (await reader.post(path, body)).json()["code"] == "missing_scope"
    assert await trade.order() == before
    await orders_outbox.assert_nothing()


async def test_the_same_key_confirms_once(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, confirm=False)
    await orders_outbox.mark()
    answers = [await trade.seller.post(f"{trade.path}/confirm", {}, key="k") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(await told(orders_outbox)) == 1
    other = await trade.seller.post(f"{trade.path}/decline", WHY, key="k")
    assert other.json()["code"] == "idempotency_key_reused"


async def test_confirm_races_cancel(buying: Buying, orders_outbox: OutboxView) -> None:
    """However they meet, one wins, the other is told, and one notice goes out."""
    for _ in range(6):
        trade = await ordered(buying, confirm=False)
        await orders_outbox.mark()
        confirmed, cancelled = await asyncio.gather(
            trade.seller.post(f"{trade.path}/confirm", {}),
            trade.requester.post(f"{trade.path}/cancel", WHY),
        )
        assert sorted((confirmed.status_code, cancelled.status_code)) == [200, 409]
        expected = "confirmed" if confirmed.status_code == 200 else "cancelled"
        assert (await trade.order())["status"] == expected
        assert [template for template, _ in await told(orders_outbox)] == [
            f"purchase_order_{expected}"
        ]


async def deadline(trade: Trade) -> datetime:
    """Until when the order has to be confirmed."""
    return datetime.fromisoformat((await trade.order())["confirm_by_at"])


async def test_two_working_days_or_the_day_of_delivery(buying: Buying) -> None:
    monday = bangkok_midnight(date(2027, 3, 1))  # no holiday that week
    with time_machine.travel(monday + timedelta(hours=9), tick=False):
        late = await ordered(buying, confirm=False, need_by_on=date(2027, 3, 20))
        soon = await ordered(buying, confirm=False, need_by_on=date(2027, 3, 2))
        assert await deadline(late) == datetime(2027, 3, 3, 17, tzinfo=UTC)
        assert await deadline(soon) == datetime(2027, 3, 2, 17, tzinfo=UTC)
    friday = bangkok_midnight(date(2027, 3, 5))
    with time_machine.travel(friday, tick=False):
        over_weekend = await ordered(buying, confirm=False, need_by_on=date(2027, 3, 20))
        assert await deadline(over_weekend) == datetime(2027, 3, 9, 17, tzinfo=UTC)


async def test_both_are_told_once_when_it_passes(
    buying: Buying, orders_outbox: OutboxView, orders_database: Database
) -> None:
    trade = await ordered(buying, confirm=False)
    in_time = await ordered(buying)
    passes = await deadline(trade)
    with time_machine.travel(passes - timedelta(seconds=1), tick=False):
        while await confirmation_service.tell_overdue(orders_database):
            """Others' orders may be overdue in this database."""
        assert (await trade.order())["status"] == "placed"
    await orders_outbox.mark()
    with time_machine.travel(passes, tick=False):
        runs = [confirmation_service.tell_overdue(orders_database) for _ in range(3)]
        await asyncio.gather(*runs)
        while await confirmation_service.tell_overdue(orders_database):
            """Until nothing is due."""
        mine = [
            (each.template, each.recipient.organisation_id)
            for each in await orders_outbox.events(OrdersNoticeRequested)
            if each.data.get("purchase_order_id") in {trade.path[-36:], in_time.path[-36:]}
        ]
        assert sorted(mine, key=str) == sorted(
            [
                ("purchase_order_not_confirmed_in_time", trade.requester.organisation_id),
                ("purchase_order_not_confirmed_in_time", trade.seller.organisation_id),
            ],
            key=str,
        )
        # The seller may still confirm as long as the buyer has not cancelled.
        assert (await trade.confirm())["status"] == "confirmed"


async def test_an_order_that_was_confirmed_is_still_flagged(buying: Buying) -> None:
    trade = await ordered(buying, need_by_on=bangkok_today() + timedelta(days=2))
    await buying.change(trade.product, marks=())
    [line] = (await trade.order())["lines"]
    assert line["eligibility_lost_at"] is not None
