"""Use cases: import a statement, match its lines to invoices, let a person decide the rest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.orders.bank import queries, rules
from services.orders.bank.errors import LineAlreadyResolved, LineNotApplicable
from services.orders.bank.schemas import (
    BankLineRead,
    Outcome,
    Resolution,
    StatementImport,
    StatementRead,
)
from services.orders.invoice import service as invoice_service
from services.orders.invoice.notices import FINANCE
from services.orders.models.billing import BankLine, BankStatement
from services.orders.models.invoice import Invoice, Remittance
from services.orders.notice import service as notice_service
from services.orders.purchase.rules import baht
from services.orders.remittance import service as remittance_service
from services.orders.remittance.service import Actor


async def import_statement(
    session: AsyncSession, *, actor: Actor, wanted: StatementImport
) -> StatementRead:
    """Keep the incoming money of a file; lines of an earlier file are left out.

    The due loop matches them. Raises StatementNotReadable; then nothing is imported.
    """
    found = rules.rows(wanted.csv)
    statement = BankStatement(
        id=uuid7(),
        seller_id=actor.party_id,
        imported_by=actor.person_id,
        imported_at=now(),
        lines=len(found),
        known_lines=0,
    )
    session.add(statement)
    await session.flush()
    added = await queries.add_lines(
        session,
        [
            {
                "id": uuid7(),
                "statement_id": statement.id,
                "seller_id": actor.party_id,
                "fingerprint": row.fingerprint,
                "received_on": row.received_on,
                "amount_satang": row.amount_satang,
                "ref1": row.ref1,
                "ref2": row.ref2,
                "description": row.description,
                "difference_satang": 0,
            }
            for row in found
        ],
    )
    statement.known_lines = len(found) - added
    await session.flush()
    return StatementRead.model_validate(statement)


async def match_next(database: Database) -> bool:
    """Match one line to its invoice and post what it pays; False when none waits.

    For the due loop: one transaction a line, each by one worker.
    """
    async with database.transaction() as session:
        line = await queries.next_waiting(session)
        if line is None:
            return False
        invoice = await _named(session, line)
        line.outcome = await _match(session, line, invoice)
        line.invoice_id = invoice.id if invoice else None
        if line.outcome == Outcome.EXACT:
            line.resolution, line.resolved_at = "matched", now()
        else:
            await _ask(session, line)
    return True


async def resolve(
    session: AsyncSession, *, actor: Actor, line_id: UUID, wanted: Resolution
) -> BankLineRead:
    """A person's decision about a line that did not match exactly, once.

    Raises NotFound, LineAlreadyResolved, LineNotApplicable.
    """
    line = await queries.locked(session, line_id=line_id, seller_id=actor.party_id)
    if line is None:
        raise NotFound
    if line.outcome is None or line.resolved_at is not None:
        raise LineAlreadyResolved
    if wanted.invoice_id is not None:
        await _apply(session, actor, line, wanted.invoice_id)
    line.resolution, line.resolution_note = wanted.resolution, wanted.note
    line.resolved_by, line.resolved_at = actor.person_id, now()
    await session.flush()
    return BankLineRead.model_validate(line)


async def page_of(
    session: AsyncSession, *, seller_id: UUID, waiting: bool, page: PageParams
) -> Paged[BankLineRead]:
    """A page of the seller's lines, newest first."""
    found = await queries.page_of(session, seller_id=seller_id, waiting=waiting, page=page)
    shown, cursor = paged(found, page=page, key=lambda line: (line.id,))
    return Paged[BankLineRead](
        items=[BankLineRead.model_validate(each) for each in shown], next_cursor=cursor
    )


async def _named(session: AsyncSession, line: BankLine) -> Invoice | None:
    """The seller's invoice that bears the line's references, held."""
    if line.ref1 is None:
        return None
    invoice_id = await invoice_service.find_by_reference(
        session, seller_id=line.seller_id, ref1=line.ref1
    )
    if invoice_id is None:
        return None
    invoice = await invoice_service.locked(session, invoice_id=invoice_id, party_id=line.seller_id)
    return invoice if line.ref2 in (None, invoice.ref2) else None


async def _match(session: AsyncSession, line: BankLine, invoice: Invoice | None) -> Outcome:
    """What the line is to the invoice; what it pays is posted, the difference written down."""
    line.difference_satang = line.amount_satang
    if invoice is None:
        return Outcome.UNKNOWN
    if invoice.accepted_at is None:
        return Outcome.LOCKED
    payable = await remittance_service.payable(session, invoice, on=line.received_on)
    if payable == 0:
        return Outcome.DOUBLE
    await _receive(session, line, invoice, min(payable, line.amount_satang))
    line.difference_satang = line.amount_satang - payable
    if line.difference_satang == 0:
        return Outcome.EXACT
    return Outcome.OVER if line.difference_satang > 0 else Outcome.SHORT


async def _apply(session: AsyncSession, actor: Actor, line: BankLine, invoice_id: UUID) -> None:
    """Use a line that paid nothing yet for an invoice of which at least so much is owed."""
    invoice = await invoice_service.locked(session, invoice_id=invoice_id, party_id=actor.party_id)
    if invoice.seller_id != actor.party_id:
        raise NotFound
    used = line.outcome in {Outcome.SHORT, Outcome.OVER}
    payable = 0
    if invoice.accepted_at is not None:
        payable = await remittance_service.payable(session, invoice, on=line.received_on)
    if used or line.amount_satang > payable:
        free = 0 if used else line.amount_satang
        raise LineNotApplicable(free_baht=baht(free), payable_baht=baht(payable))
    await _receive(session, line, invoice, line.amount_satang)
    line.invoice_id, line.difference_satang = invoice.id, 0


async def _receive(
    session: AsyncSession, line: BankLine, invoice: Invoice, amount_satang: int
) -> None:
    """Post the money; a payment that the buyer announced of the same sum is this one."""
    remittance = await remittance_service.announced(session, invoice)
    if remittance is None or remittance.amount_satang != amount_satang:
        remittance = Remittance(
            id=uuid7(),
            invoice_id=invoice.id,
            seller_id=invoice.seller_id,
            buyer_id=invoice.buyer_id,
            status="received",
            method="promptpay_bill",
            amount_satang=amount_satang,
            withheld_satang=0,
            reference=line.ref1,
            recorded_at=now(),
            received_at=now(),
        )
        session.add(remittance)
    remittance.paid_on, remittance.bank_line_id = line.received_on, line.id
    await remittance_service.receive(session, invoice, remittance)


async def _ask(session: AsyncSession, line: BankLine) -> None:
    await notice_service.tell_organisation(
        session,
        organisation_id=line.seller_id,
        roles=FINANCE,
        template="bank_line_needs_you",
        data={
            "bank_line_id": str(line.id),
            "amount_baht": baht(line.amount_satang),
            "received_on": line.received_on.isoformat(),
            "outcome": str(line.outcome),
            "difference_baht": baht(abs(line.difference_satang)),
        },
        dedupe_key=f"bank_line_needs_you:{line.id}",
    )
