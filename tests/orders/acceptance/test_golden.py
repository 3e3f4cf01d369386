"""The golden case, exact: 40.0 kg × 120 baht, 38.5 arrived, 2.0 rejected at 9 °C (limit 5)."""

from datetime import date
from uuid import UUID

from contracts.events.orders import DeliveryAccepted, OrdersNoticeRequested
from kit.db import Database
from kit.time import bangkok_today
from services.orders.acceptance import service as acceptance_service
from tests.factories.buying import Buying
from tests.factories.supply import Trade, good, ordered
from tests.support.bus import OutboxView


async def test_golden(buying: Buying, orders_outbox: OutboxView, orders_database: Database) -> None:
    trade = await ordered(buying, "40")
    [inspector] = await trade.appoint()
    delivery = await trade.ship((await trade.lot("40"), "40"))
    assert (delivery["status"], delivery["payment_locked"]) == ("shipped", True)
    await orders_outbox.mark()

    arrived = await trade.arrive(delivery, "38.5", temperature_c="9")
    [line] = arrived["lines"]
    assert (line["short"], line["warmest_c"], line["too_warm"]) == ("1.5", "5", True)
    assert (arrived["short_satang"], arrived["payable_satang"]) == (18_000, None)
    inspection = good(await trade.inspect(arrived, ("36.5", "2")), 201)
    assert (inspection["status"], inspection["defective"]) == ("signing", True)
    assert inspection["told_seller_at"] is not None
    assert await payable(orders_database, trade) == []

    signed = good(await trade.sign(inspection, inspector))
    assert (signed["status"], signed["accepted_on"]) == ("accepted", bangkok_today().isoformat())
    final = signed["delivery"]
    assert (final["status"], final["payment_locked"]) == ("accepted", False)
    assert final["payable_satang"] == 438_000
    assert (final["short_satang"], final["rejected_satang"]) == (18_000, 24_000)
    [line] = final["lines"]
    assert (line["accepted"], line["rejected"], line["arrived"]) == ("36.5", "2", "38.5")
    assert final == await trade.read(delivery, trade.seller)
    assert await payable(orders_database, trade) == [(438_000, "36.5", bangkok_today())]

    [event] = await orders_outbox.events(DeliveryAccepted)
    assert (event.payable_satang, event.accepted_on) == (438_000, bangkok_today())
    templates = [each.template for each in await orders_outbox.events(OrdersNoticeRequested)]
    assert templates == [
        "delivery_waits_for_inspection",
        "delivery_not_as_ordered",
        "inspection_waits_for_signature",
        "delivery_defects",
        "delivery_accepted",
    ]
    [kept] = (await trade.order())["lines"]
    assert (kept["delivered_quantity"], kept["accepted_quantity"]) == ("36.5", "36.5")
    assert (await trade.stock())["on_hand"] == "0"


async def payable(database: Database, trade: Trade) -> list[tuple[int, str, date]]:
    """What may be invoiced of the order: amount, quantity, day."""
    order_id = UUID(trade.path.rsplit("/", 1)[1])
    async with database.reading() as session:
        lines = await acceptance_service.accepted_lines(session, purchase_order_id=order_id)
    return [(line.net_satang, f"{line.accepted.normalize():f}", line.accepted_on) for line in lines]
