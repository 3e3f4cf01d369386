"""Use cases: announce a payment, confirm or deny it, receive money and post it.

The invoice's row is held first in each, so of two payments of one invoice the second sees what
the first left to be paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.orders.document import service as document_service
from services.orders.invoice import service as invoice_service
from services.orders.invoice.errors import PaymentLocked
from services.orders.invoice.papers import Parties
from services.orders.ledger import service as ledger_service
from services.orders.ledger.rules import Posting
from services.orders.models.invoice import Invoice, Remittance
from services.orders.models.ledger import AccountKind
from services.orders.party import service as party_service
from services.orders.purchase.rules import baht
from services.orders.remittance import notices, papers, queries
from services.orders.remittance.errors import (
    PaidOnNotPlausible,
    PaymentAlreadyAnnounced,
    PaymentExceedsPayable,
    PaymentNotAnnounced,
)
from services.orders.remittance.schemas import PaymentList, PaymentRead, PaymentWrite
from services.orders.withholding.rules import Withheld


@dataclass(frozen=True)
class Actor:
    """A person who acts for a party."""

    person_id: UUID
    party_id: UUID


async def record(
    session: AsyncSession, *, actor: Actor, invoice_id: UUID, wanted: PaymentWrite
) -> PaymentRead:
    """Money for an invoice: received when the seller says so, announced when the buyer does.

    Raises NotFound, PaymentLocked, PaidOnNotPlausible, PaymentExceedsPayable,
    PaymentAlreadyAnnounced; then nothing has changed.
    """
    invoice = await invoice_service.locked(session, invoice_id=invoice_id, party_id=actor.party_id)
    if invoice.accepted_at is None:
        raise PaymentLocked
    paid_on = wanted.paid_on or bangkok_today()
    if not invoice.issued_on <= paid_on <= max(bangkok_today(), invoice.issued_on):
        raise PaidOnNotPlausible
    await _require_payable(session, invoice, wanted.amount_satang, on=paid_on)
    announced = await queries.announced(session, invoice_id=invoice.id)
    remittance = _new(invoice, actor, wanted, paid_on=paid_on)
    if actor.party_id == invoice.seller_id:
        session.add(remittance)
        await receive(session, invoice, remittance)
        return PaymentRead.model_validate(remittance)
    if announced is not None:
        raise PaymentAlreadyAnnounced
    session.add(remittance)
    await session.flush()
    await notices.told(session, invoice, remittance)
    return PaymentRead.model_validate(remittance)


async def answer(
    session: AsyncSession, *, actor: Actor, remittance_id: UUID, received: bool
) -> PaymentRead:
    """The seller's answer to what the buyer announced: the money is there, or it is not.

    Raises NotFound, PaymentNotAnnounced, PaymentExceedsPayable (the rest was paid meanwhile).
    """
    invoice_id = await queries.invoice_of(
        session, remittance_id=remittance_id, seller_id=actor.party_id
    )
    if invoice_id is None:
        raise NotFound
    invoice = await invoice_service.locked(session, invoice_id=invoice_id, party_id=actor.party_id)
    remittance = await queries.one(session, remittance_id=remittance_id)
    if remittance.status != "announced":
        raise PaymentNotAnnounced(current_status=remittance.status)
    if received:
        await _require_payable(session, invoice, remittance.amount_satang, on=remittance.paid_on)
        await receive(session, invoice, remittance)
    else:
        remittance.status = "denied"
        await session.flush()
        await notices.told(session, invoice, remittance)
    return PaymentRead.model_validate(remittance)


async def payable(session: AsyncSession, invoice: Invoice, *, on: date) -> int:
    """What is to be transferred for an invoice on a Bangkok date, withheld tax taken off."""
    withheld = await invoice_service.to_withhold(session, invoice, on=on)
    return max(0, invoice.outstanding_satang - withheld.tax_satang)


async def receive(session: AsyncSession, invoice: Invoice, remittance: Remittance) -> None:
    """The money is there: post it with the tax withheld, and write the papers.

    The caller holds the invoice and has checked that the amount is payable. The buyer's
    certificate comes with the first payment, the seller's receipt with the last.
    """
    withheld = await invoice_service.to_withhold(session, invoice, on=remittance.paid_on)
    remittance.status, remittance.received_at = "received", now()
    remittance.withheld_satang = withheld.tax_satang
    invoice.paid_satang += remittance.amount_satang
    invoice.withheld_satang += withheld.tax_satang
    invoice.version += 1
    await session.flush()
    await _post(session, invoice, remittance)
    await _write_papers(session, invoice, remittance, withheld)
    await session.flush()
    await notices.told(session, invoice, remittance)


async def of_invoice(session: AsyncSession, *, invoice_id: UUID, party_id: UUID) -> PaymentList:
    """The payments of an invoice of the party's. Raises NotFound."""
    invoice = await invoice_service.find(session, invoice_id=invoice_id, party_id=party_id)
    found = await queries.of_invoice(session, invoice_id=invoice.id)
    return PaymentList(items=[PaymentRead.model_validate(each) for each in found])


async def announced(session: AsyncSession, invoice: Invoice) -> Remittance | None:
    """What the buyer announced of a held invoice and nobody has answered."""
    return await queries.announced(session, invoice_id=invoice.id)


async def _require_payable(
    session: AsyncSession, invoice: Invoice, amount_satang: int, *, on: date
) -> None:
    rest = await payable(session, invoice, on=on)
    if amount_satang > rest:
        raise PaymentExceedsPayable(payable_baht=baht(rest), payable_satang=rest)


def _new(invoice: Invoice, actor: Actor, wanted: PaymentWrite, *, paid_on: date) -> Remittance:
    return Remittance(
        id=uuid7(),
        invoice_id=invoice.id,
        seller_id=invoice.seller_id,
        buyer_id=invoice.buyer_id,
        status="announced",
        method=wanted.method.value,
        amount_satang=wanted.amount_satang,
        withheld_satang=0,
        paid_on=paid_on,
        reference=wanted.reference,
        cheque_bank=wanted.cheque_bank,
        cheque_number=wanted.cheque_number,
        recorded_by=actor.person_id,
        recorded_at=now(),
    )


async def _post(session: AsyncSession, invoice: Invoice, remittance: Remittance) -> None:
    paid, tax = remittance.amount_satang, remittance.withheld_satang
    entries = [
        Posting(AccountKind.TRADE_RECEIVABLE, invoice.seller_id, None, -(paid + tax)),
        Posting(AccountKind.TRADE_PAYABLE, invoice.buyer_id, None, paid + tax),
    ]
    if tax:
        entries += [
            Posting(AccountKind.WITHHOLDING_CREDIT, invoice.seller_id, None, tax),
            Posting(AccountKind.WITHHOLDING_PAYABLE, invoice.buyer_id, None, -tax),
        ]
    await ledger_service.post(session, cause="remittance", cause_id=remittance.id, postings=entries)


async def _write_papers(
    session: AsyncSession, invoice: Invoice, remittance: Remittance, withheld: Withheld
) -> None:
    found = await party_service.find_many(session, party_ids={invoice.seller_id, invoice.buyer_id})
    parties = Parties(seller=found[invoice.seller_id], buyer=found[invoice.buyer_id])
    drafts = []
    if withheld.tax_satang:
        drafts.append(papers.certificate_draft(invoice, remittance, parties, withheld))
    if invoice.outstanding_satang == 0:
        drafts.append(papers.receipt_draft(invoice, remittance, parties))
    issued = await document_service.issue_all(session, drafts)
    for document in issued:
        if document.kind == "withholding_certificate":
            remittance.certificate_id = document.id
        else:
            remittance.receipt_id = document.id
