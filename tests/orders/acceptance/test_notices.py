"""Every notice of supply and acceptance fits its template, in Thai and English."""

from contracts.events.orders import OrdersNoticeRequested
from services.auth.notice.rules import render
from tests.factories.buying import Buying
from tests.factories.supply import DELIVERIES, INSPECTIONS, good, ordered
from tests.support.bus import OutboxView

WHY = {"reason": "เหตุผล"}


async def test_notices_have_what_their_texts_need(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    for step, who in (("decline", "seller"), ("cancel", "requester")):
        trade = await ordered(buying, confirm=False)
        good(await getattr(trade, who).post(f"{trade.path}/{step}", WHY))
    trade = await ordered(buying, "40", confirm=False)
    part = {"order_line_id": trade.line_id, "quantity": "30", **WHY}
    await trade.confirm({"lines": [part]})
    await trade.appoint(3)
    lot = await trade.lot("60")
    gone = await trade.ship((lot, "5"))
    good(await trade.seller.post(f"{DELIVERIES}/{gone['id']}/cancel", WHY))
    for outcome in ("refuse", "accept"):
        sent = await trade.ship((lot, "10"))
        delivery = await trade.arrive(sent, "9", temperature_c="9")
        inspection = good(await trade.inspect(delivery, ("8", "1")), 201)
        for person in trade.inspectors:
            good(await trade.sign(inspection, person, agree=False, reason="ไม่ตรง"))
        path = f"{INSPECTIONS}/{inspection['id']}/head-decision"
        good(await trade.head.post(path, {"outcome": outcome, **WHY}))
    good(await trade.requester.post(f"{trade.path}/close", WHY))

    notices = await orders_outbox.events(OrdersNoticeRequested)
    for notice in notices:
        said = render(notice.template, notice.data)
        assert said.subject
        assert "{" not in said.body
    assert {notice.template for notice in notices} >= {
        "purchase_order_declined",
        "purchase_order_cancelled",
        "purchase_order_confirmed_in_part",
        "purchase_order_closed",
        "inspector_appointed",
        "delivery_shipped",
        "delivery_cancelled",
        "delivery_waits_for_inspection",
        "delivery_not_as_ordered",
        "inspection_waits_for_signature",
        "delivery_defects",
        "inspection_disputed",
        "delivery_refused",
        "delivery_accepted",
    }
    keys = [notice.dedupe_key for notice in notices]
    assert len(keys) == len(set(keys))
