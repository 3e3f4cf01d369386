"""Use cases: appoint inspectors, record an inspection, sign it, decide a dissent.

Each takes the purchase order's lock before anything else, so two inspections, two signatures or
a signature and a decision of one order never interleave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import bangkok_date, bangkok_today, now
from services.orders.acceptance import committee, finishing, notices, queries, rules
from services.orders.acceptance.committee import Needs
from services.orders.acceptance.errors import (
    AcceptedAndRejectedDiffer,
    AcceptedWithoutCertificate,
    AlreadyInspected,
    AlreadySigned,
    HeadMayNotInspect,
    InspectionNotDisputed,
    InspectorsNotAppointed,
    NotAHead,
    NotAnAppointedInspector,
    OrderIsClosed,
)
from services.orders.acceptance.rules import AcceptedLine
from services.orders.acceptance.schemas import (
    Appointee,
    CommitteeMemberRead,
    CommitteeRead,
    CommitteeWrite,
    Duty,
    HeadDecision,
    HeadOutcome,
    InspectionRead,
    InspectionWrite,
    Signature,
    SignatureRead,
)
from services.orders.delivery import service as delivery_service
from services.orders.delivery import view as delivery_view
from services.orders.delivery.errors import DeliveryNotInState
from services.orders.membership import service as membership_service
from services.orders.models.acceptance import (
    CommitteeMember,
    Inspection,
    InspectionSignature,
)
from services.orders.models.delivery import Delivery
from services.orders.models.party import Membership
from services.orders.models.purchase import PurchaseOrder
from services.orders.purchase import service as purchase_service
from services.orders.term import service as term_service
from services.orders.term.service import TermName

_HEADS: Final = frozenset({Role.OWNER.value, Role.APPROVER.value})


@dataclass(frozen=True)
class Actor:
    """A person who acts for a buyer."""

    person_id: UUID
    name: str
    buyer_id: UUID


async def appoint(
    session: AsyncSession, *, actor: Actor, order_id: UUID, wanted: CommitteeWrite
) -> CommitteeRead:
    """Appoint an order's inspectors and its procurement panel, in place of those before.

    An inspection that is being signed keeps the inspectors it began with. Raises NotFound,
    OrderIsClosed, NotAMember, PanelMemberMayNotInspect, CommitteeTooSmall, ChairRequired.
    """
    order = await purchase_service.locked(session, order_id=order_id, buyer_id=actor.buyer_id)
    if order.status not in {"placed", "confirmed"}:
        raise OrderIsClosed(current_status=order.status)
    needs = await _needs(session, order)
    people: dict[UUID, Membership] = {}
    for each in (*wanted.inspectors, *wanted.panel):
        member = await membership_service.find(
            session, organisation_id=actor.buyer_id, person_id=each.person_id
        )
        if member is not None:
            people[each.person_id] = member
    committee.require_sufficient(wanted, needs, people)
    before = await queries.inspector_ids(session, order_id=order.id)
    await queries.dismiss(session, order_id=order.id)
    members = [
        *(_member(order, actor, people, each, Duty.INSPECTION) for each in wanted.inspectors),
        *(_member(order, actor, people, each, Duty.PROCUREMENT) for each in wanted.panel),
    ]
    session.add_all(members)
    await session.flush()
    for each in wanted.inspectors:
        if each.person_id not in before:
            await notices.appointed(session, order, each.person_id)
    return _committee(order, needs, members)


async def appointed(session: AsyncSession, *, order_id: UUID, buyer_id: UUID) -> CommitteeRead:
    """Who is appointed for an order of the buyer's. Raises NotFound."""
    order = await queries.order(session, order_id=order_id, buyer_id=buyer_id)
    if order is None:
        raise NotFound
    members = await queries.members(session, order_id=order_id)
    return _committee(order, await _needs(session, order), members)


async def record(
    session: AsyncSession, *, actor: Actor, delivery_id: UUID, wanted: InspectionWrite
) -> InspectionRead:
    """Write down, once, what of a delivery is accepted and what rejected.

    Every appointed inspector is asked to sign; the seller is told at once of what is wrong, which
    is within the working days that the rule gives. Raises NotFound, DeliveryNotInState,
    AlreadyInspected, InspectorsNotAppointed, NotAnAppointedInspector, LinesDoNotMatch,
    AcceptedAndRejectedDiffer, AcceptedWithoutCertificate.
    """
    order, delivery = await delivery_service.locked(
        session, delivery_id=delivery_id, buyer_id=actor.buyer_id
    )
    if delivery.status in {"inspected", "accepted", "refused"}:
        raise AlreadyInspected
    if delivery.status != "arrived":
        raise DeliveryNotInState(current_status=delivery.status)
    inspectors = await _inspectors(session, order, actor)
    _write_findings(delivery, wanted)
    inspection = await _open(session, order, delivery, actor, inspectors)
    delivery.status = "inspected"
    delivery.version += 1
    session.add(inspection)
    await session.flush()
    await notices.recorded(session, order, delivery, inspection)
    return _read(inspection, delivery)


async def sign(
    session: AsyncSession, *, actor: Actor, inspection_id: UUID, wanted: Signature
) -> InspectionRead:
    """Sign once whether one agrees. The last signature makes the acceptance final or disputed.

    Raises NotFound, NotAnAppointedInspector, AlreadySigned.
    """
    order, delivery, inspection = await _locked(session, actor, inspection_id)
    mine = next((s for s in inspection.signatures if s.person_id == actor.person_id), None)
    if mine is None or not await _is_inspector(session, actor):
        raise NotAnAppointedInspector
    if mine.signed_at is not None:
        raise AlreadySigned(signed_at=mine.signed_at.isoformat())
    mine.agree, mine.reason, mine.signed_at = wanted.agree, wanted.reason, now()
    if all(signature.signed_at for signature in inspection.signatures):
        if all(signature.agree for signature in inspection.signatures):
            await finishing.finish(session, order, delivery, inspection, outcome="accepted")
        else:
            inspection.status = "disputed"
            await notices.disputed(session, order, delivery)
    await session.flush()
    return _read(inspection, delivery)


async def decide(
    session: AsyncSession, *, actor: Actor, inspection_id: UUID, wanted: HeadDecision
) -> InspectionRead:
    """The head of the agency ends a dissent: accepted as recorded, or nothing accepted.

    Raises NotFound, InspectionNotDisputed, HeadMayNotInspect, NotAHead.
    """
    order, delivery, inspection = await _locked(session, actor, inspection_id)
    if inspection.status != "disputed":
        raise InspectionNotDisputed(current_status=inspection.status)
    if any(signature.person_id == actor.person_id for signature in inspection.signatures):
        raise HeadMayNotInspect
    member = await _membership(session, actor)
    # The token's scope was auth's word when it was signed; a role taken away since then counts.
    if member is not None and _HEADS.isdisjoint(member.roles):
        raise NotAHead
    inspection.head_id, inspection.head_name = actor.person_id, actor.name
    inspection.head_reason, inspection.head_decided_at = wanted.reason, now()
    outcome = "accepted" if wanted.outcome is HeadOutcome.ACCEPT else "refused"
    await finishing.finish(session, order, delivery, inspection, outcome=outcome)
    await session.flush()
    return _read(inspection, delivery)


async def find(session: AsyncSession, *, delivery_id: UUID, party_id: UUID) -> InspectionRead:
    """The inspection of a delivery of the party's. Raises NotFound."""
    found = await queries.of_delivery(session, delivery_id=delivery_id, party_id=party_id)
    if found is None:
        raise NotFound
    return _read(*found)


async def accepted_lines(session: AsyncSession, *, purchase_order_id: UUID) -> list[AcceptedLine]:
    """What may be invoiced of an order: lines whose acceptance is final, in order of delivery.

    Nothing of a delivery stands here before every appointed inspector has signed it, or the head
    has decided. A refused delivery stands here with nothing accepted. The caller has checked whose
    order it is.
    """
    rows = await queries.accepted_lines(session, order_id=purchase_order_id)
    return [
        finishing.accepted_line(line, delivery, inspection) for line, delivery, inspection in rows
    ]


async def _needs(session: AsyncSession, order: PurchaseOrder) -> Needs:
    known = await queries.committee_rules(session)
    found = {
        duty: rules.required(
            known,
            duty=duty.value,
            buyer_kind=order.buyer_kind,
            method=order.method,
            total=order.total_satang,
            on=bangkok_today(),
        )
        for duty in Duty
    }
    return Needs(order.total_satang, found)


def _member(
    order: PurchaseOrder,
    actor: Actor,
    people: dict[UUID, Membership],
    wanted: Appointee,
    duty: Duty,
) -> CommitteeMember:
    member = people[wanted.person_id]
    return CommitteeMember(
        purchase_order_id=order.id,
        person_id=wanted.person_id,
        duty=duty.value,
        chair=wanted.chair,
        display_name=member.display_name,
        position=member.position,
        appointed_by=actor.person_id,
        appointed_at=now(),
    )


def _committee(
    order: PurchaseOrder, needs: Needs, members: Sequence[CommitteeMember]
) -> CommitteeRead:
    rule = needs.rules[Duty.INSPECTION]
    return CommitteeRead(
        purchase_order_id=order.id,
        inspectors_needed=max(1, needs.persons(Duty.INSPECTION)),
        panel_needed=needs.persons(Duty.PROCUREMENT),
        source_th=rule.source_th if rule else "",
        source_en=rule.source_en if rule else "",
        members=[
            CommitteeMemberRead.model_validate(each)
            for each in sorted(members, key=lambda m: (m.duty, not m.chair, m.person_id))
        ],
    )


async def _inspectors(
    session: AsyncSession, order: PurchaseOrder, actor: Actor
) -> list[CommitteeMember]:
    members = await queries.members(session, order_id=order.id)
    inspectors = [each for each in members if each.duty == Duty.INSPECTION]
    if not inspectors:
        raise InspectorsNotAppointed
    mine = any(each.person_id == actor.person_id for each in inspectors)
    if not mine or not await _is_inspector(session, actor):
        raise NotAnAppointedInspector
    return inspectors


async def _membership(session: AsyncSession, actor: Actor) -> Membership | None:
    return await membership_service.find(
        session, organisation_id=actor.buyer_id, person_id=actor.person_id
    )


async def _is_inspector(session: AsyncSession, actor: Actor) -> bool:
    member = await _membership(session, actor)
    return member is not None and Role.INSPECTOR.value in member.roles


def _write_findings(delivery: Delivery, wanted: InspectionWrite) -> None:
    lines = delivery_service.match_lines(delivery, [each.delivery_line_id for each in wanted.lines])
    for each in wanted.lines:
        line = lines[each.delivery_line_id]
        if each.accepted + each.rejected != line.arrived:
            raise AcceptedAndRejectedDiffer(
                line_no=line.line_no, arrived=f"{line.arrived:f}", unit=line.unit
            )
        if each.accepted and not line.certified:
            raise AcceptedWithoutCertificate(
                line_no=line.line_no, product_name_th=line.product_name_th
            )
        line.accepted, line.rejected = each.accepted, each.rejected
        line.reason, line.photo_upload = each.reason, each.photo_upload


async def _open(
    session: AsyncSession,
    order: PurchaseOrder,
    delivery: Delivery,
    actor: Actor,
    inspectors: Sequence[CommitteeMember],
) -> Inspection:
    at = now()
    defective = rules.defective(delivery.lines)
    by_on = await term_service.last_working_day(
        session,
        name=TermName.TELL_SELLER_WITHIN_WORKING_DAYS,
        buyer_kind=order.buyer_kind,
        on=bangkok_date(at),
    )
    return Inspection(
        id=uuid7(),
        delivery_id=delivery.id,
        purchase_order_id=order.id,
        buyer_id=order.buyer_id,
        status="signing",
        recorded_by=actor.person_id,
        recorded_by_name=actor.name,
        recorded_at=at,
        defective=defective,
        tell_seller_by_on=by_on if defective else None,
        told_seller_at=at if defective else None,
        signatures=[
            InspectionSignature(
                person_id=each.person_id,
                chair=each.chair,
                display_name=each.display_name,
                position=each.position,
            )
            for each in inspectors
        ],
    )


async def _locked(
    session: AsyncSession, actor: Actor, inspection_id: UUID
) -> tuple[PurchaseOrder, Delivery, Inspection]:
    known = await queries.order_of_inspection(
        session, inspection_id=inspection_id, buyer_id=actor.buyer_id
    )
    if known is None:
        raise NotFound
    order, delivery = await delivery_service.locked(
        session, delivery_id=known[1], buyer_id=actor.buyer_id
    )
    return order, delivery, await queries.locked(session, inspection_id=inspection_id)


def _read(inspection: Inspection, delivery: Delivery) -> InspectionRead:
    own = InspectionRead.model_fields.keys() - {"signatures", "delivery"}
    return InspectionRead(
        **{name: getattr(inspection, name) for name in own},
        signatures=[SignatureRead.model_validate(each) for each in inspection.signatures],
        delivery=delivery_view.read(delivery),
    )
