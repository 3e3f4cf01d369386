"""Use cases: draft, change, submit, approve and reject a requisition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from contracts.types import Capability, Mark, OrganisationStatus
from kit.errors import NotFound
from kit.http import check_version
from kit.ids import uuid7
from kit.pagination import PageParams, paged
from kit.time import bangkok_date, now
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility.service import Candidate
from services.orders.membership import service as membership_service
from services.orders.models.offer import Offer
from services.orders.models.party import Party
from services.orders.models.requisition import Requisition, RequisitionLine
from services.orders.party import service as party_service
from services.orders.purchase import service as purchase_service
from services.orders.purchase.rules import Document
from services.orders.requisition import freezing, notices, queries
from services.orders.requisition.errors import (
    BuyerNotApproved,
    DeliveryDatePassed,
    NotAnApprover,
    RequisitionContentChanged,
    RequisitionNotDraft,
    RequisitionNotWaiting,
    SelfApprovalNotAllowed,
)
from services.orders.requisition.schemas import (
    PlacedOrder,
    RequisitionCreate,
    RequisitionLineRead,
    RequisitionLineWrite,
    RequisitionRead,
    RequisitionUpdate,
)

_APPROVING_ROLES = frozenset({Role.OWNER.value, Role.APPROVER.value})


@dataclass(frozen=True)
class Actor:
    """A person who acts for a buyer."""

    person_id: UUID
    name: str
    buyer_id: UUID


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
    return _read(requisition, [])


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
    if "note" in given:
        requisition.note = changes.note
    if changes.lines is not None:
        # Deleted first: the new lines use the same numbers and variants.
        await queries.delete_lines(session, requisition_id=requisition.id)
        session.expire(requisition, ["lines"])
        await session.refresh(requisition, ["lines"])
        requisition.lines.extend(_draft_lines(changes.lines))
    requisition.version += 1
    await session.flush()
    return _read(requisition, [])


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
    return _read(requisition, [PlacedOrder.model_validate(order) for order in orders])


async def submit(session: AsyncSession, *, actor: Actor, requisition_id: UUID) -> RequisitionRead:
    """Freeze offers, prices before VAT and marks of a draft, and ask for approval.

    Whoever submits is the requester from then on, and may not decide. Raises BuyerNotApproved,
    NotFound, RequisitionNotDraft, DeliveryDatePassed, OfferNotAvailable, QuantityNotInOrderSteps,
    CertificateNotValidOnDeliveryDate, CategoryHasNoRule, ProcurementMethodNotAllowed,
    ProcurementCeilingExceeded, RequisitionTooLarge; then nothing has changed.
    """
    buyer = await _approved_buyer(session, actor.buyer_id)
    requisition = await _locked(session, actor, requisition_id)
    _require_draft(requisition)
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
    # The lines go in while the row is a draft: after that a trigger refuses any change to them.
    await session.flush()
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
    await notices.waiting_approval(session, requisition)
    return _read(requisition, [])


async def approve(session: AsyncSession, *, actor: Actor, requisition_id: UUID) -> RequisitionRead:
    """Approve what was submitted and place one purchase order per seller, in one transaction.

    Certificates, offers and the method's limit are judged again as they are now; prices stay as
    submitted. Two approvers at once: one succeeds, the other gets RequisitionNotWaiting. Raises
    also BuyerNotApproved, NotFound, SelfApprovalNotAllowed, NotAnApprover,
    RequisitionContentChanged and what ``submit`` raises for the lines.
    """
    buyer = await _approved_buyer(session, actor.buyer_id)
    requisition = await _to_decide(session, actor, requisition_id)
    if freezing.hash_of(requisition) != requisition.content_hash:
        raise RequisitionContentChanged
    at = now()
    supply = await _require_deliverable(session, requisition, buyer, at=at)
    await _require_method(session, requisition, buyer, at=at)
    await _decide(session, requisition, actor, status="approved", at=at)
    orders = await purchase_service.place(
        session, requisition=requisition, buyer=buyer, marks=supply.marks, at=at
    )
    await notices.decided(session, requisition)
    return _read(requisition, [PlacedOrder.model_validate(order) for order in orders])


async def reject(
    session: AsyncSession, *, actor: Actor, requisition_id: UUID, reason: str
) -> RequisitionRead:
    """End a submitted requisition without an order, for good.

    Raises NotFound, RequisitionNotWaiting, SelfApprovalNotAllowed, NotAnApprover.
    """
    requisition = await _to_decide(session, actor, requisition_id)
    requisition.rejection_reason = reason
    await _decide(session, requisition, actor, status="rejected", at=now())
    await notices.decided(session, requisition)
    return _read(requisition, [])


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


async def _to_decide(session: AsyncSession, actor: Actor, requisition_id: UUID) -> Requisition:
    requisition = await _locked(session, actor, requisition_id)
    if requisition.status != "submitted":
        raise RequisitionNotWaiting(current_status=requisition.status)
    if requisition.requester_id == actor.person_id:
        raise SelfApprovalNotAllowed
    membership = await membership_service.find(
        session, organisation_id=actor.buyer_id, person_id=actor.person_id
    )
    # The token's scope was auth's word when it was signed; a role taken away since then counts.
    if membership is not None and _APPROVING_ROLES.isdisjoint(membership.roles):
        raise NotAnApprover
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


async def _decide(
    session: AsyncSession, requisition: Requisition, actor: Actor, *, status: str, at: datetime
) -> None:
    requisition.status = status
    requisition.decided_at = at
    requisition.decided_by, requisition.decided_by_name = actor.person_id, actor.name
    requisition.version += 1
    await session.flush()


def _draft_lines(wanted: Sequence[RequisitionLineWrite]) -> list[RequisitionLine]:
    return [
        RequisitionLine(
            id=uuid7(), line_no=number, variant_id=line.variant_id, quantity=line.quantity
        )
        for number, line in enumerate(wanted, start=1)
    ]


def _read(requisition: Requisition, orders: Sequence[PlacedOrder]) -> RequisitionRead:
    own = RequisitionRead.model_fields.keys() - {"lines", "purchase_orders"}
    return RequisitionRead(
        **{name: getattr(requisition, name) for name in own},
        lines=[RequisitionLineRead.model_validate(line) for line in requisition.lines],
        purchase_orders=list(orders),
    )
