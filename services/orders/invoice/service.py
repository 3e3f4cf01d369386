"""Use cases: invoice what was accepted, mend what was invoiced too high, remind, show.

Locks are taken in one order: the purchase order, the invoice, the issuer's series of documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_date, bangkok_today, now
from services.orders.acceptance import service as acceptance_service
from services.orders.acceptance.rules import AcceptedLine
from services.orders.credit import service as credit_service
from services.orders.delivery import service as delivery_service
from services.orders.document import service as document_service
from services.orders.invoice import notices, papers, queries, rules, view
from services.orders.invoice.errors import NothingToInvoice
from services.orders.invoice.papers import Parties
from services.orders.invoice.schemas import InvoiceRead, InvoiceSummary
from services.orders.ledger import service as ledger_service
from services.orders.ledger.rules import Posting
from services.orders.models.acceptance import Inspection
from services.orders.models.delivery import Delivery
from services.orders.models.invoice import CreditNote, Invoice, InvoiceLine
from services.orders.models.ledger import AccountKind
from services.orders.models.purchase import PurchaseOrder
from services.orders.offer import service as offer_service
from services.orders.party import service as party_service
from services.orders.promptpay import service as promptpay_service
from services.orders.promptpay.rules import reference
from services.orders.purchase.rules import Amounts
from services.orders.term import service as term_service
from services.orders.term.service import TermName
from services.orders.withholding import service as withholding_service
from services.orders.withholding.rules import NOTHING, Withheld

REMIND_BEFORE: Final = timedelta(days=3)
REMIND_AGAIN: Final = timedelta(days=7)


async def bill_next(database: Database) -> bool:
    """Bill the final acceptances of one order; False when none waits. For the due loop.

    Of several workers each takes another order; whatever crashes is billed by the next run.
    """
    async with database.transaction() as session:
        order = await queries.order_to_bill(session)
        if order is None:
            return False
        await _bill(session, order)
    return True


async def issue(session: AsyncSession, *, seller_id: UUID, delivery_id: UUID) -> InvoiceRead:
    """A delivery's invoice: for what was accepted, or before the inspection for what was shipped.

    The latter cannot be paid until every inspector has signed; a credit note then takes off what
    was not accepted. Asked for twice it is the same invoice. Raises NotFound, NothingToInvoice.
    """
    order, delivery = await delivery_service.locked(
        session, delivery_id=delivery_id, seller_id=seller_id
    )
    await _bill(session, order)
    invoice = await queries.of_delivery(session, delivery_id=delivery.id)
    if invoice is None and delivery.status in {"shipped", "arrived", "inspected"}:
        amounts = {
            line.id: rules.shipped_amounts(line.shipped, line.unit_price_satang, line.vat_bps)
            for line in delivery.lines
        }
        invoice = await _issue(session, order, delivery, amounts, basis="shipped")
    if invoice is None:
        raise NothingToInvoice
    return await read(session, invoice)


async def _bill(session: AsyncSession, order: PurchaseOrder) -> None:
    """Turn each acceptance of the held order that is final into an invoice or a credit note."""
    waiting = await queries.inspections_to_bill(session, order_id=order.id)
    if not waiting:
        return
    accepted = await acceptance_service.accepted_lines(session, purchase_order_id=order.id)
    for inspection in waiting:
        lines = [line for line in accepted if line.delivery_id == inspection.delivery_id]
        invoice = await _settled(session, order, inspection, lines)
        if invoice is not None and inspection is waiting[-1] and order.status == "completed":
            await _fine(session, order, invoice, accepted)
        inspection.billed_at = now()
    await session.flush()


async def _settled(
    session: AsyncSession,
    order: PurchaseOrder,
    inspection: Inspection,
    accepted: Sequence[AcceptedLine],
) -> Invoice | None:
    """The delivery's invoice, exactly what was accepted; None when nothing was."""
    invoice = await queries.of_delivery(session, delivery_id=inspection.delivery_id)
    if invoice is None:
        if not any(line.net_satang for line in accepted):
            return None
        _, delivery = await delivery_service.locked(
            session, delivery_id=inspection.delivery_id, seller_id=order.seller_id
        )
        amounts = {
            line.delivery_line_id: Amounts(line.net_satang, line.vat_satang)
            for line in accepted
            if line.net_satang
        }
        invoice = await _issue(session, order, delivery, amounts, basis="accepted")
    elif invoice.accepted_at is None:
        await _credit(session, invoice, accepted)
    return invoice


async def _issue(
    session: AsyncSession,
    order: PurchaseOrder,
    delivery: Delivery,
    amounts: Mapping[UUID, Amounts],
    *,
    basis: str,
) -> Invoice:
    at = now()
    parties = await _parties(session, seller_id=order.seller_id, buyer_id=order.buyer_id)
    invoice = await _new(session, order, delivery, basis=basis)
    invoice.lines = await _lines(session, order, delivery, amounts, basis=basis)
    whole = rules.total(list(amounts.values()))
    invoice.net_satang, invoice.vat_satang = whole.net_satang, whole.vat_satang
    invoice.total_satang = whole.net_satang + whole.vat_satang
    document = await document_service.issue(session, papers.invoice_draft(invoice, parties), at=at)
    invoice.number, invoice.document_id = document.number, document.id
    invoice.issued_on, invoice.issued_at = document.issued_on, at
    invoice.due_on = max(invoice.due_on, invoice.issued_on)
    if basis == "accepted":
        invoice.accepted_at = at
        invoice.accepted_net_satang = whole.net_satang
        invoice.accepted_vat_satang = whole.vat_satang
    session.add(invoice)
    await session.flush()
    await post(session, "invoice", invoice.id, invoice, invoice.total_satang)
    await notices.issued(session, invoice)
    return invoice


async def _new(
    session: AsyncSession, order: PurchaseOrder, delivery: Delivery, *, basis: str
) -> Invoice:
    today, invoice_id = bangkok_today(), uuid7()
    days = await credit_service.days(
        session,
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        buyer_kind=order.buyer_kind,
        on=today,
    )
    due_on = today + timedelta(days=days)
    return Invoice(
        id=invoice_id,
        purchase_order_id=order.id,
        order_number=order.number,
        delivery_id=delivery.id,
        delivery_number=delivery.number,
        seller_id=order.seller_id,
        seller_name_th=order.seller_name_th,
        buyer_id=order.buyer_id,
        buyer_kind=order.buyer_kind,
        buyer_name_th=order.buyer_name_th,
        basis=basis,
        version=1,
        credit_days=days,
        due_on=due_on,
        remind_on=due_on - REMIND_BEFORE,
        biller_id=await promptpay_service.biller_id(session, seller_id=order.seller_id),
        ref1=rules.ref1(invoice_id),
        ref2=reference(order.number),
    )


async def _lines(
    session: AsyncSession,
    order: PurchaseOrder,
    delivery: Delivery,
    amounts: Mapping[UUID, Amounts],
    *,
    basis: str,
) -> list[InvoiceLine]:
    billed = [line for line in delivery.lines if line.id in amounts]
    offers = await offer_service.find_many(
        session, variant_ids={line.variant_id for line in billed}
    )
    tax_classes = {line.id: line.tax_class for line in order.lines}
    return [
        InvoiceLine(
            line_no=number,
            delivery_line_id=line.id,
            product_name_th=line.product_name_th,
            lot_code=line.lot_code,
            unit=line.unit,
            tax_class=tax_classes[line.order_line_id],
            crop=line.variant_id in offers and offers[line.variant_id].crop,
            unit_price_satang=line.unit_price_satang,
            vat_bps=line.vat_bps,
            quantity=line.accepted if basis == "accepted" else line.shipped,
            net_satang=amounts[line.id].net_satang,
            vat_satang=amounts[line.id].vat_satang,
        )
        for number, line in enumerate(billed, start=1)
    ]


async def _credit(
    session: AsyncSession, invoice: Invoice, accepted: Sequence[AcceptedLine]
) -> None:
    """Unlock an invoice that was made before the inspection, less what was not accepted."""
    at, found = now(), {line.delivery_line_id: line for line in accepted}
    taken_off = [rules.credit(line, found[line.delivery_line_id]) for line in invoice.lines]
    for line, less in zip(invoice.lines, taken_off, strict=True):
        line.credited_quantity = less.quantity
        line.credited_net_satang, line.credited_vat_satang = less.net_satang, less.vat_satang
    whole = rules.total(taken_off)
    invoice.credited_net_satang, invoice.credited_vat_satang = whole.net_satang, whole.vat_satang
    invoice.accepted_net_satang = invoice.net_satang - whole.net_satang
    invoice.accepted_vat_satang = invoice.vat_satang - whole.vat_satang
    invoice.accepted_at = at
    invoice.version += 1
    await session.flush()
    if whole.net_satang:
        await _credit_note(session, invoice, whole)


async def _credit_note(session: AsyncSession, invoice: Invoice, whole: Amounts) -> None:
    parties = await _parties(session, seller_id=invoice.seller_id, buyer_id=invoice.buyer_id)
    document = await document_service.issue(session, papers.credit_note_draft(invoice, parties))
    note = CreditNote(
        id=uuid7(),
        invoice_id=invoice.id,
        number=document.number,
        document_id=document.id,
        issued_on=document.issued_on,
        net_satang=whole.net_satang,
        vat_satang=whole.vat_satang,
        reason=papers.CREDIT_REASON,
    )
    session.add(note)
    await session.flush()
    await post(session, "credit_note", note.id, invoice, -(whole.net_satang + whole.vat_satang))
    await notices.credited(session, invoice, note)


async def _fine(
    session: AsyncSession,
    order: PurchaseOrder,
    invoice: Invoice,
    accepted: Sequence[AcceptedLine],
) -> None:
    """The order's late fine on its last invoice, at most what is outstanding on it."""
    bps = await term_service.value(
        session,
        name=TermName.LATE_FINE_BPS_PER_DAY,
        buyer_kind=order.buyer_kind,
        on=bangkok_date(order.placed_at),
    )
    fine = rules.late_fine(accepted, need_by_on=order.need_by_on, bps_per_day=bps)
    fine = min(fine, invoice.outstanding_satang)
    if fine:
        invoice.fine_satang = fine
        await session.flush()
        await post(session, "late_fine", invoice.id, invoice, -fine)


async def post(
    session: AsyncSession, cause: str, cause_id: UUID, invoice: Invoice, amount_satang: int
) -> None:
    """The buyer owes the seller so much more, or below nought less."""
    entries = [
        Posting(AccountKind.TRADE_RECEIVABLE, invoice.seller_id, None, amount_satang),
        Posting(AccountKind.TRADE_PAYABLE, invoice.buyer_id, None, -amount_satang),
    ]
    await ledger_service.post(session, cause=cause, cause_id=cause_id, postings=entries)


async def remind_next(database: Database) -> bool:
    """Remind one buyer of an invoice three days before it is due, then weekly once it is late.

    False when nobody is to be reminded today. For the due loop.
    """
    today = bangkok_today()
    async with database.transaction() as session:
        invoice = await queries.to_remind(session, on=today)
        if invoice is None:
            return False
        late = (today - invoice.due_on).days
        invoice.remind_on = today + REMIND_AGAIN if late > 0 else invoice.due_on + timedelta(days=1)
        await session.flush()
        await notices.due(session, invoice, days_late=late)
    return True


async def locked(session: AsyncSession, *, invoice_id: UUID, party_id: UUID) -> Invoice:
    """An invoice of the party's with its lines, held until the transaction ends.

    Raises NotFound for anybody else's.
    """
    invoice = await queries.locked(session, invoice_id=invoice_id, party_id=party_id)
    if invoice is None:
        raise NotFound
    return invoice


async def find_by_reference(session: AsyncSession, *, seller_id: UUID, ref1: str) -> UUID | None:
    """The seller's invoice that a payer named by its first reference."""
    return await queries.by_reference(session, seller_id=seller_id, ref1=ref1)


async def to_withhold(session: AsyncSession, invoice: Invoice, *, on: date) -> Withheld:
    """What the buyer keeps back of the first payment on a Bangkok date; nothing of a later one."""
    if invoice.accepted_at is None or invoice.paid_satang or invoice.withheld_satang:
        return NOTHING
    seller = await party_service.find(session, party_id=invoice.seller_id)
    net = invoice.net_satang - invoice.credited_net_satang
    crops = sum(line.net_satang - line.credited_net_satang for line in invoice.lines if line.crop)
    return await withholding_service.expected(
        session,
        payer_kind=invoice.buyer_kind,
        payee=seller,
        net_satang=net,
        crops_satang=crops,
        on=on,
    )


async def find(session: AsyncSession, *, invoice_id: UUID, party_id: UUID) -> InvoiceRead:
    """An invoice of the party's. Raises NotFound for anybody else's."""
    invoice = await queries.one(session, invoice_id=invoice_id, party_id=party_id)
    if invoice is None:
        raise NotFound
    return await read(session, invoice)


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    side: str | None,
    open_only: bool,
    page: PageParams,
) -> Paged[InvoiceSummary]:
    """A page of the party's invoices, newest first."""
    rows = await queries.page_of(
        session, party_id=party_id, side=side, open_only=open_only, page=page
    )
    shown, cursor = paged(rows, page=page, key=lambda invoice: (invoice.id,))
    return Paged[InvoiceSummary](items=[view.summary(each) for each in shown], next_cursor=cursor)


async def read(session: AsyncSession, invoice: Invoice) -> InvoiceRead:
    """An invoice as it stands, with what the buyer would withhold and transfer today."""
    note = await queries.credit_note(session, invoice_id=invoice.id)
    return view.whole(invoice, note, await to_withhold(session, invoice, on=bangkok_today()))


async def _parties(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID) -> Parties:
    found = await party_service.find_many(session, party_ids={seller_id, buyer_id})
    return Parties(seller=found[seller_id], buyer=found[buyer_id])
