"""SQL of ageing and statements."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.receivable.rules import Movement, Owed

# The indexes hold open invoices only, with all that is read here: no row of the table is touched.
_AGEING: Final = """
    SELECT {other} AS party_id,
        CASE WHEN due_on >= :today THEN 0 ELSE least(4, 1 + (:today - due_on - 1) / 30) END
            AS bucket,
        count(*) AS invoices, sum(outstanding_satang) AS amount_satang
    FROM invoice WHERE {mine} = :party_id AND outstanding_satang > 0
    GROUP BY 1, 2
"""
AGEING: Final = {
    "seller": text(_AGEING.format(mine="seller_id", other="buyer_id")),
    "buyer": text(_AGEING.format(mine="buyer_id", other="seller_id")),
}
_MOVEMENTS: Final = """
    SELECT issued_on AS on_day, 1 AS rank, 'invoice' AS kind, number, total_satang AS amount, id
    FROM invoice WHERE seller_id = :seller_id AND buyer_id = :buyer_id
    UNION ALL
    SELECT c.issued_on, 2, 'credit_note', c.number, -(c.net_satang + c.vat_satang), c.id
    FROM credit_note c JOIN invoice i ON i.id = c.invoice_id
    WHERE i.seller_id = :seller_id AND i.buyer_id = :buyer_id
    UNION ALL
    SELECT (accepted_at AT TIME ZONE 'Asia/Bangkok')::date, 3, 'late_fine', number, -fine_satang, id
    FROM invoice WHERE seller_id = :seller_id AND buyer_id = :buyer_id AND fine_satang > 0
    UNION ALL
    SELECT r.paid_on, 4, 'payment', i.number, -r.amount_satang, r.id
    FROM remittance r JOIN invoice i ON i.id = r.invoice_id
    WHERE i.seller_id = :seller_id AND i.buyer_id = :buyer_id AND r.status = 'received'
    UNION ALL
    SELECT r.paid_on, 5, 'withheld_tax', i.number, -r.withheld_satang, r.id
    FROM remittance r JOIN invoice i ON i.id = r.invoice_id
    WHERE i.seller_id = :seller_id AND i.buyer_id = :buyer_id AND r.status = 'received'
        AND r.withheld_satang > 0
"""
_OPENING: Final = text(
    f"SELECT coalesce(sum(amount), 0) FROM ({_MOVEMENTS}) m WHERE on_day < :from_on"  # noqa: S608  (constants)
)
_LINES: Final = text(
    f"SELECT on_day, kind, number, amount FROM ({_MOVEMENTS}) m"  # noqa: S608  (constants)
    " WHERE on_day BETWEEN :from_on AND :until_on ORDER BY on_day, rank, id"
)


async def ageing(
    session: AsyncSession, *, party_id: UUID, side: Literal["seller", "buyer"], today: date
) -> list[Owed]:
    """What the party is owed (as seller) or owes (as buyer), by other party and bucket."""
    rows = await session.execute(AGEING[side], {"party_id": party_id, "today": today})
    return [Owed(row.party_id, row.bucket, row.invoices, int(row.amount_satang)) for row in rows]


async def opening(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, from_on: date) -> int:
    """What the buyer owed the seller at the end of the day before."""
    found = await session.scalar(
        _OPENING, {"seller_id": seller_id, "buyer_id": buyer_id, "from_on": from_on}
    )
    return int(found or 0)


async def movements(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, from_on: date, until_on: date
) -> list[Movement]:
    """What changed it within the period, in order."""
    rows = await session.execute(
        _LINES,
        {
            "seller_id": seller_id,
            "buyer_id": buyer_id,
            "from_on": from_on,
            "until_on": until_on,
        },
    )
    return [Movement(row.on_day, row.kind, row.number, int(row.amount)) for row in rows]
