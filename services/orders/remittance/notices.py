"""Who is told of payments; auth holds the contacts and the wording."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.invoice.notices import FINANCE
from services.orders.models.invoice import Invoice, Remittance
from services.orders.notice import service as notice_service
from services.orders.purchase.rules import baht


async def told(session: AsyncSession, invoice: Invoice, remittance: Remittance) -> None:
    """Tell the other side: the seller of an announcement, the buyer of the answer."""
    to_seller = remittance.status == "announced"
    template = f"payment_{remittance.status}"
    await notice_service.tell_organisation(
        session,
        organisation_id=invoice.seller_id if to_seller else invoice.buyer_id,
        roles=FINANCE,
        template=template,
        data={
            "invoice_id": str(invoice.id),
            "number": invoice.number,
            "seller_name_th": invoice.seller_name_th,
            "buyer_name_th": invoice.buyer_name_th,
            "amount_baht": baht(remittance.amount_satang),
            "paid_on": remittance.paid_on.isoformat(),
            "outstanding_baht": baht(invoice.outstanding_satang),
        },
        dedupe_key=f"{template}:{remittance.id}",
    )
