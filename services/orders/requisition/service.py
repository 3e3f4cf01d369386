"""Use cases: draft, change, submit, approve and reject a requisition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Capability, Mark, OrganisationStatus
from kit.errors import NotFound
from kit.http import check_version
from kit.ids import uuid7
from kit.pagination import PageParams, paged
from kit.time import bangkok_date, now
from services.orders.approval import service as approval_service
from services.orders.approval.service import Approver
from services.orders.budget import service as budget_service
from services.orders.capacity import service as capacity_service
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility.service import Candidate
from services.orders.models.offer import Offer
from services.orders.models.party import Party
from services.orders.models.requisition import Requisition, RequisitionLine
from services.orders.party import service as party_service
from services.orders.procurement import service as procurement_service
from services.orders.purchase import service as purchase_service
from services.orders.purchase.rules import Document
from services.orders.requisition import freezing, notices, queries, routing
from services.orders.requisition.errors import (
    BuyerNotApproved,
    DeliveryDatePassed,
    OneDutyAPerson,
    RequisitionContentChanged,
    RequisitionNotDraft,
    RequisitionNotWaiting,
    UrgentNotAllowed,
)
from services.orders.requisition.routing import Actor
from services.orders.requisition.rules import URGENT_METHOD
from services.orders.requisition.schemas import (
    RequisitionCreate,
    RequisitionLineWrite,
    RequisitionRead,
    RequisitionUpdate,
)


async def create(
    session: AsyncSession, *, actor: Actor, wanted: RequisitionCreate
) -> RequisitionRead:
    """A new draft of an approved buyer; nothing of it is checked against offers yet.

    Raises BuyerNotApproved.
    """
    await _approved_buyer(session, actor.buyer_id)
    requisition = Requisition(
        id=uuid7(),
        buyer_id=actor.buyer_id,
        requester_id=actor.person_id,
        requester_name=actor.name,
        method=wanted.method.value,
        need_by_on=wanted.need_by_on,
        note=wanted.note,
        unit=wanted.unit,
        budget_id=await _budget(session, actor, wanted.budget_id),
        urgent_reason=wanted.urgent_reason,
        status="draft",
        version=1,
        net_satang=0,
        vat_satang=0,
        total_satang=0,
        created_at=now(),
        lines=_draft_lines(wanted.lines),
    )
    session.add(requisition)
    await session.flush()
    await procurement_service.name_committees(
        session,
        requisition_id=requisition.id,
        inspectors=wanted.inspectors,
        panel=wanted.panel,
    )
    return await routing.read(session, requisition, [])


async def update(
    session: AsyncSession,
    *,
    actor: Actor,
    requisition_id: UUID,
    expected_version: int,
    changes: RequisitionUpdate,
) -> RequisitionRead:
    """Change a draft. Raises NotFound, PreconditionFailed, RequisitionNotDraft."""
    requisition = await _locked(session, actor, requisition_id)
    check_version(expected_version, requisition.version)
    _require_draft(requisition)
    given = changes.model_fields_set
    if changes.method is not None:
        requisition.method = changes.method.value
    if changes.need_by_on is not None:
        requisition.need_by_on = changes.need_by_on
    if "budget_id" in given:
        requisition.budget_id = await _budget(session, actor, changes.budget_id)
    for name in given & {"note", "unit", "urgent_reason"}:
        setattr(requisition, name, getattr(changes, name))
    if changes.lines is not None:
        # Deleted first: the new lines use the same numbers and variants.
        await queries.delete_lines(session, requisition_id=requisition.id)
        session.expire(requisition, ["lines"])
        await session.refresh(requisition, ["lines"])
        requisition.lines.extend(_draft_lines(changes.lines))
    if given & {"inspectors", "panel"}:
        await _rename_committees(session, requisition, changes)
    requisition.version += 1
    await session.flush()
    return await routing.read(session, requisition, [])


async def page_of(
    session: AsyncSession, *, buyer_id: UUID, status: str | None, page: PageParams
) -> tuple[Sequence[Requisition], str | None]:
    """A page of the buyer's requisitions, newest first, and the next cursor."""
    rows = await queries.page_of(session, buyer_id=buyer_id, status=status, page=page)
    return paged(rows, page=page, key=lambda requisition: (requisition.id,))


async def read(session: AsyncSession, *, requisition_id: UUID, buyer_id: UUID) -> RequisitionRead:
    """One of the buyer's requisitions. Raises NotFound for anybody else's."""
    requisition = await queries.one(session, requisition_id=requisition_id, buyer_id=buyer_id)
    if requisition is None:
        raise NotFound
    orders = await purchase_service.of_requisition(session, requisition_id=requisition.id)
    return await routing.read(session, requisition, orders)


async def standard_vat_bps(session: AsyncSession, *, on: date) -> int:
    """The VAT rate of the day in hundredths of a percent, for who shows prices before it."""
    return await queries.vat_bps(session, on=on)


async def submit(session: AsyncSession, *, actor: Actor, requisition_id: UUID) -> RequisitionRead:
    """Freeze offers, prices before VAT and marks of a draft, reserve its budget, ask for approval.

    Whoever submits is the requester from then on, and may not decide. A private buyer's may be
    approved in the same moment by a rule, or because its requester may approve; an urgent
    purchase is ordered at once and reported after. Raises BuyerNotApproved, NotFound,
    RequisitionNotDraft, UrgentNotAllowed, DeliveryDatePassed, OfferNotAvailable,
    QuantityNotInOrderSteps, CertificateNotValidOnDeliveryDate, CategoryHasNoRule,
    CapacityExceeded, ProcurementMethodNotAllowed, ProcurementCeilingExceeded,
    RequisitionTooLarge and what budgets refuse; then nothing has changed.
    """
    buyer = await _approved_buyer(session, actor.buyer_id)
    requisition = await _locked(session, actor, requisition_id)
    _require_draft(requisition)
    if requisition.urgent_reason is not None and requisition.method != URGENT_METHOD:
        raise UrgentNotAllowed(method=requisition.method)
    at = now()
    supply = await _require_deliverable(session, requisition, buyer, at=at)
    freezing.freeze(
        requisition,
        offers=supply.offers,
        sellers=supply.sellers,
        marks=supply.marks,
        standard_vat_bps=await queries.vat_bps(session, on=bangkok_date(at)),
    )
    await _require_method(session, requisition, buyer, at=at)
    await procurement_service.require_committees(session, requisition=requisition, buyer=buyer)
    await capacity_service.require(session, needs=freezing.needs(requisition))
    # The lines go in while the row is a draft: after that a trigger refuses any change to them.
    await session.flush()
    await routing.reserve(session, requisition, buyer, actor)
    number = await purchase_service.take_number(
        session, buyer_id=buyer.id, document=Document.REQUISITION, at=at
    )
    requisition.number = number
    requisition.content_hash = freezing.hash_of(requisition)
    requisition.requester_id, requisition.requester_name = actor.person_id, actor.name
    requisition.status = "submitted"
    requisition.submitted_at = at
    requisition.version += 1
    await session.flush()
    return await routing.route(session, requisition, buyer, actor, supply.marks)


async def approve(session: AsyncSession, *, actor: Actor, requisition_id: UUID) -> RequisitionRead:
    """Approve the step that waits; the last one places an order per seller, in one transaction.

    Certificates, offers and the method's limit are judged again as they are now; prices stay as
    submitted. Two approvers of one step: one succeeds, the other gets RequisitionNotWaiting. Raises
    also BuyerNotApproved, NotFound, SelfApprovalNotAllowed, NotAnApprover, StepAlreadyDecided,
    RequisitionContentChanged, BudgetOfAnotherFiscalYear and what ``submit`` raises for the lines.
    """
    buyer = await _approved_buyer(session, actor.buyer_id)
    requisition = await _waiting(session, actor, requisition_id)
    decided = await approval_service.decide(
        session, requisition=requisition, approver=_approver(actor), outcome="approved"
    )
    if freezing.hash_of(requisition) != requisition.content_hash:
        raise RequisitionContentChanged
    at = now()
    supply = await _require_deliverable(session, requisition, buyer, at=at)
    await _require_method(session, requisition, buyer, at=at)
    await procurement_service.require_committees(session, requisition=requisition, buyer=buyer)
    if decided.next_step is not None:
        await routing.ask(session, requisition, decided.next_step)
        return await routing.read(session, requisition, [])
    return await routing.order(
        session, requisition, buyer, supply.marks, by=(actor.person_id, actor.name), at=at
    )


async def reject(
    session: AsyncSession, *, actor: Actor, requisition_id: UUID, reason: str
) -> RequisitionRead:
    """End a submitted requisition without an order, for good; its budget is free again.

    Raises NotFound, RequisitionNotWaiting, SelfApprovalNotAllowed, NotAnApprover,
    StepAlreadyDecided.
    """
    requisition = await _waiting(session, actor, requisition_id)
    await approval_service.decide(
        session,
        requisition=requisition,
        approver=_approver(actor),
        outcome="rejected",
        reason=reason,
    )
    requisition.rejection_reason = reason
    await routing.decide(
        session, requisition, by=(actor.person_id, actor.name), status="rejected", at=now()
    )
    await budget_service.release_requisition(
        session, requisition_id=requisition.id, cause="rejected", person_id=actor.person_id
    )
    await notices.decided(session, requisition)
    return await routing.read(session, requisition, [])


async def _rename_committees(
    session: AsyncSession, requisition: Requisition, changes: RequisitionUpdate
) -> None:
    """Replace what is given of the two, and keep the other; one duty a person."""
    named = await procurement_service.named(session, requisition_id=requisition.id)
    inspectors = named.inspectors if changes.inspectors is None else changes.inspectors
    panel = named.panel if changes.panel is None else changes.panel
    both = {each.person_id for each in inspectors} & {each.person_id for each in panel}
    if both:
        raise OneDutyAPerson(person_id=str(min(both)))
    await procurement_service.name_committees(
        session, requisition_id=requisition.id, inspectors=inspectors, panel=panel
    )


def _approver(actor: Actor) -> Approver:
    return Approver(actor.person_id, actor.name, actor.approves)


async def _budget(session: AsyncSession, actor: Actor, budget_id: UUID | None) -> UUID | None:
    """The id, when it is one of the buyer's budgets. Raises BudgetNotFound."""
    if budget_id is not None:
        await budget_service.require_own(session, buyer_id=actor.buyer_id, budget_id=budget_id)
    return budget_id


async def _approved_buyer(session: AsyncSession, buyer_id: UUID) -> Party:
    buyer = await party_service.find(session, party_id=buyer_id)
    if (
        buyer is None
        or buyer.status != OrganisationStatus.ACTIVE
        or Capability.BUY not in buyer.capabilities
    ):
        raise BuyerNotApproved
    return buyer


async def _locked(session: AsyncSession, actor: Actor, requisition_id: UUID) -> Requisition:
    requisition = await queries.one(
        session, requisition_id=requisition_id, buyer_id=actor.buyer_id, lock=True
    )
    if requisition is None:
        raise NotFound
    return requisition


def _require_draft(requisition: Requisition) -> None:
    if requisition.status != "draft":
        raise RequisitionNotDraft(current_status=requisition.status)


async def _waiting(session: AsyncSession, actor: Actor, requisition_id: UUID) -> Requisition:
    requisition = await _locked(session, actor, requisition_id)
    if requisition.status != "submitted":
        raise RequisitionNotWaiting(current_status=requisition.status)
    return requisition


@dataclass(frozen=True)
class _Supply:
    """What stands behind the lines: offers and marks by variant, sellers by id."""

    offers: Mapping[UUID, Offer]
    sellers: Mapping[UUID, Party]
    marks: Mapping[UUID, Mark | None]


async def _require_deliverable(
    session: AsyncSession, requisition: Requisition, buyer: Party, *, at: datetime
) -> _Supply:
    today = bangkok_date(at)
    if requisition.need_by_on < today:
        raise DeliveryDatePassed(need_by_on=requisition.need_by_on, today_on=today)
    lines = requisition.lines
    offers = await queries.offers_held(session, variant_ids=[line.variant_id for line in lines])
    sellers = await party_service.find_many(
        session, party_ids={offer.seller_id for offer in offers.values()}
    )
    freezing.require_on_sale(lines, offers, sellers)
    judged = await eligibility_service.require_eligible(
        session,
        buyer_kind=buyer.kind,
        buyer_id=buyer.id,
        on=requisition.need_by_on,
        candidates=[Candidate(line.line_no, offers[line.variant_id]) for line in lines],
    )
    marks = {variant_id: judgement.decisive for variant_id, judgement in judged.items()}
    return _Supply(offers, sellers, marks)


async def _require_method(
    session: AsyncSession, requisition: Requisition, buyer: Party, *, at: datetime
) -> None:
    rules = await queries.method_rules(session, method=requisition.method)
    freezing.require_method(requisition, rules, buyer_kind=buyer.kind, on=bangkok_date(at))


def _draft_lines(wanted: Sequence[RequisitionLineWrite]) -> list[RequisitionLine]:
    return [
        RequisitionLine(
            id=uuid7(), line_no=number, variant_id=line.variant_id, quantity=line.quantity
        )
        for number, line in enumerate(wanted, start=1)
    ]
