"""What talat doctor checks of lots, deliveries and acceptances holds, and is seen when broken."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from kit.db import Database
from services.orders.acceptance.invariants import CHECKS as ACCEPTANCE
from services.orders.delivery.invariants import CHECKS as DELIVERY
from services.orders.lot.invariants import CHECKS as LOT
from tests.factories.buying import Buying
from tests.factories.supply import DELIVERIES, LOTS, Trade, good, ordered
from tests.orders.receiving.test_receiving import DAY, SITES, site, window

CHECKS = (*LOT, *DELIVERY, *ACCEPTANCE)


async def busy(buying: Buying) -> tuple[Trade, dict[str, Any]]:
    """A trade with inputs, a cancelled, an accepted and a waiting delivery; ids to break."""
    trade = await ordered(buying, "40", need_by_on=DAY)
    made = good(await trade.requester.post(SITES, site(window(9))), 201)
    booked = {"window_id": made["windows"][0]["id"]}
    await trade.appoint()
    raw = await trade.lot("60")
    lot = await trade.lot("50", inputs=[{"lot_id": raw["id"], "quantity": "55"}])
    gone = await trade.ship((lot, "5"), **booked)
    good(await trade.seller.post(f"{DELIVERIES}/{gone['id']}/cancel", {"reason": "ก"}))
    delivery = await trade.ship((lot, "20"), **booked)
    final = await trade.accept(await trade.arrive(delivery, "19"), ("18", "1"))
    waiting = await trade.arrive(await trade.ship((lot, "10"), **booked), "10")
    good(await trade.inspect(waiting, ("10", "0")), 201)
    good(await trade.seller.post(f"{LOTS}/{raw['id']}/block", {"reason": "ก"}))
    return trade, {
        "lot": lot["id"],
        "raw": raw["id"],
        "line": final["delivery"]["lines"][0]["id"],
        "waiting": waiting["id"],
        "inspection": final["id"],
        "order_line": trade.line_id,
        "window": booked["window_id"],
    }


DAMAGE: Sequence[tuple[str, str]] = (
    ("of a lot no more left", "UPDATE lot SET shipped = -1 WHERE id = :lot"),
    ("what left a lot is", "UPDATE lot SET shipped = shipped + 1 WHERE id = :lot"),
    ("the mass of a lot", "UPDATE lot SET input_grams = input_grams + 1 WHERE id = :lot"),
    ("nothing of a blocked lot", "UPDATE lot SET blocked_at = '2020-01-01' WHERE id = :raw"),
    ("accepted and rejected", "UPDATE delivery_line SET rejected = 2 WHERE id = :line"),
    (
        "an order line counts",
        "UPDATE purchase_order_line SET delivered_quantity = 29 WHERE id = :order_line",
    ),
    ("a receiving window", "UPDATE receiving_slot SET booked = 3 WHERE window_id = :window"),
    (
        "no acceptance is final",
        "UPDATE inspection_signature SET agree = NOT agree, reason = '' WHERE agree",
    ),
    ("a delivery stands where", "UPDATE delivery SET status = 'arrived' WHERE id = :waiting"),
    (
        "an acceptance dates back",
        "UPDATE inspection SET accepted_on = accepted_on + 1 WHERE id = :inspection",
    ),
    (
        "what is payable of an order line",
        "UPDATE delivery_line SET net_satang = net_satang + 1 WHERE id = :line",
    ),
    (
        "payment is locked",
        "UPDATE delivery_line SET net_satang = 0, vat_satang = 0 WHERE delivery_id = :waiting",
    ),
    ("nothing was accepted", "UPDATE delivery_line SET certified = false WHERE id = :line"),
    (
        "a seller was told",
        "UPDATE inspection SET tell_seller_by_on = '2020-01-01' WHERE id = :inspection",
    ),
)


async def test_each_finds_what_is_wrong_and_nothing_else(
    buying: Buying, orders_database: Database
) -> None:
    assert [check.name for check in CHECKS if not broken_by(check.name)] == []
    _, ids = await busy(buying)
    async with orders_database.reading() as session:
        for check in CHECKS:
            assert await session.scalar(text(check.violations)) == 0, check.name
    for check in CHECKS:
        statement = broken_by(check.name)
        used = {name: value for name, value in ids.items() if f":{name}" in statement.split()}
        async with orders_database.engine.connect() as connection:
            for table in ("lot", "delivery_line", "purchase_order_line", "inspection_signature"):
                await connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            await connection.execute(text(DROP_CHECKS))
            changed = await connection.execute(text(statement), used)
            assert changed.rowcount >= 1, check.name
            found = (await connection.execute(text(check.violations))).scalar_one()
            assert found >= 1, check.name
            await connection.rollback()


def broken_by(name: str) -> str:
    """The statement that breaks the check of that name; empty when there is none."""
    return next((statement for start, statement in DAMAGE if name.startswith(start)), "")


DROP_CHECKS = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
        WHERE contype = 'c' AND conrelid::regclass::text IN
            ('lot', 'delivery', 'delivery_line', 'inspection', 'receiving_slot')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.place, found.conname);
    END LOOP;
END $$
"""
