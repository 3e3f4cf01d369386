"""What the doctor checks of buying holds, and is seen when it is broken."""

import pytest
from sqlalchemy import text

from kit.db import Database
from services.orders.doctor import CHECKS
from tests.factories.buying import Buying, mark, submitted, wanted

WORDS = ("requisition", "purchase order")


async def broken(database: Database) -> dict[str, int]:
    """By name, the checks of buying that find something, and how much."""
    found: dict[str, int] = {}
    async with database.reading() as session:
        for check in CHECKS:
            if any(word in check.name for word in WORDS):
                count = (await session.execute(text(check.violations))).scalar_one()
                found |= {check.name: count} if count else {}
    return found


@pytest.mark.parametrize(
    ("damage", "mend", "name"),
    [
        (
            "UPDATE offer SET marks = '[]' WHERE variant_id = :variant",
            "UPDATE offer SET marks = :marks WHERE variant_id = :variant",
            "no open purchase order counts on a certificate",
        ),
        (
            "UPDATE purchase_order_line SET vat_satang = 1 WHERE variant_id = :variant",
            "UPDATE purchase_order_line SET vat_satang = 0 WHERE variant_id = :variant",
            "figures are the sums of their lines",
        ),
        (
            "UPDATE purchase_order_line SET quantity = 41 WHERE variant_id = :variant",
            "UPDATE purchase_order_line SET quantity = 40 WHERE variant_id = :variant",
            "is ordered once as approved",
        ),
        (
            "UPDATE document_counter SET last = 2 WHERE buyer_id = :buyer",
            "UPDATE document_counter SET last = 1 WHERE buyer_id = :buyer",
            "numbered without a gap",
        ),
    ],
)
async def test_a_broken_invariant_is_found(
    buying: Buying, orders_database: Database, damage: str, mend: str, name: str
) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    path = await submitted(buying.requester(buyer), wanted((product, "40")))
    assert (await buying.approver(buyer).post(f"{path}/approve")).status_code == 200
    assert await broken(orders_database) == {}

    values = {"variant": product.variant_id, "buyer": buyer}
    async with orders_database.transaction() as session:
        marks = await session.scalar(
            text("SELECT marks::text FROM offer WHERE variant_id = :variant"), values
        )
        await session.execute(text(damage), values)
    assert any(name in found for found in await broken(orders_database))
    async with orders_database.transaction() as session:
        mended = text(mend.replace(":marks", "CAST(:marks AS jsonb)"))
        await session.execute(mended, {**values, "marks": marks})
    assert await broken(orders_database) == {}
