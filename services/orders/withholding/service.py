"""What is withheld from a payment, for the other features."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.party import Party
from services.orders.withholding import queries
from services.orders.withholding.rules import Withheld, chosen, payee_kind, withheld


async def expected(
    session: AsyncSession,
    *,
    payer_kind: str,
    payee: Party | None,
    net_satang: int,
    crops_satang: int,
    on: date,
) -> Withheld:
    """What the payer withholds when it pays goods of that price before VAT on a Bangkok date."""
    kind = payee_kind(payee.tax_id if payee else None)
    rule = chosen(await queries.rules(session), payer_kind=payer_kind, payee=kind, on=on)
    return withheld(rule, net_satang=net_satang, crops_satang=crops_satang)
