"""Use cases: set chains, stand in for another, and decide a requisition step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import GOVERNMENT_BUYERS
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import PageParams, paged
from kit.time import bangkok_today, now
from services.orders.approval import queries
from services.orders.approval.errors import (
    AutomaticApprovalNotAllowed,
    ChainExists,
    DelegationAlreadyRevoked,
    DelegationNotYours,
    NotAMember,
    NotAnApprover,
    SelfApprovalNotAllowed,
    StepAlreadyDecided,
)
from services.orders.approval.rules import Chain, Person, chain_for, may_decide, steps_for
from services.orders.approval.schemas import ApprovalRead, ChainCreate, ChainRead, DelegationCreate
from services.orders.membership import service as membership_service
from services.orders.models.approval import (
    ApprovalChain,
    ApprovalChainStep,
    ApprovalDelegation,
    ApprovalStep,
)
from services.orders.models.party import Membership, Party
from services.orders.models.requisition import Requisition


@dataclass(frozen=True)
class Approver:
    """Who decides, acting for the buyer; ``approves``: the token bears the approvers' scope."""

    person_id: UUID
    name: str
    approves: bool


@dataclass(frozen=True)
class Decided:
    """How a decision left the requisition: ``next_step`` waits, or None after the last one."""

    next_step: ApprovalStep | None


async def create_chain(
    session: AsyncSession, *, buyer: Party, person_id: UUID, name: str, wanted: ChainCreate
) -> ChainRead:
    """A new dated chain. Raises AutomaticApprovalNotAllowed, NotAMember, ChainExists."""
    if wanted.automatic_up_to_satang is not None and buyer.kind in GOVERNMENT_BUYERS:
        raise AutomaticApprovalNotAllowed
    for step in wanted.steps:
        if step.person_id is not None:
            await _member(session, buyer.id, step.person_id)
    chain = ApprovalChain(
        id=uuid7(),
        buyer_id=buyer.id,
        unit=wanted.unit,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        automatic_up_to_satang=wanted.automatic_up_to_satang,
        created_by=person_id,
        created_by_name=name,
        created_at=now(),
        steps=[
            ApprovalChainStep(step_no=number, **step.model_dump())
            for number, step in enumerate(wanted.steps, start=1)
        ],
    )
    try:
        async with session.begin_nested():
            session.add(chain)
            await session.flush()
    except IntegrityError as error:
        raise ChainExists from error
    return ChainRead.model_validate(chain)


async def page_of_chains(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> tuple[Sequence[ApprovalChain], str | None]:
    """A page of the buyer's chains, newest first, and the next cursor."""
    rows = await queries.page_of_chains(session, buyer_id=buyer_id, page=page)
    return paged(rows, page=page, key=lambda chain: (chain.id,))


async def delegate(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    person_id: UUID,
    manages: bool,
    wanted: DelegationCreate,
) -> ApprovalDelegation:
    """Let somebody decide in another's place; a manager of the organisation for anybody.

    Raises DelegationNotYours, NotAMember.
    """
    if not manages and (wanted.from_person_id != person_id or wanted.kind == "substitution"):
        raise DelegationNotYours
    giver = await _member(session, buyer_id, wanted.from_person_id)
    taker = await _member(session, buyer_id, wanted.to_person_id)
    made = ApprovalDelegation(
        id=uuid7(),
        buyer_id=buyer_id,
        from_person_name=giver.display_name,
        to_person_name=taker.display_name,
        created_by=person_id,
        created_at=now(),
        **wanted.model_dump(),
    )
    session.add(made)
    await session.flush()
    return made


async def revoke(
    session: AsyncSession, *, buyer_id: UUID, delegation_id: UUID, person_id: UUID, manages: bool
) -> ApprovalDelegation:
    """End a delegation now. Raises NotFound, DelegationNotYours, DelegationAlreadyRevoked."""
    found = await queries.delegation(session, delegation_id=delegation_id, buyer_id=buyer_id)
    if found is None:
        raise NotFound
    if not manages and found.from_person_id != person_id:
        raise DelegationNotYours
    if found.revoked_at is not None:
        raise DelegationAlreadyRevoked(revoked_at=found.revoked_at.isoformat())
    found.revoked_at, found.revoked_by = now(), person_id
    await session.flush()
    return found


async def page_of_delegations(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> tuple[Sequence[ApprovalDelegation], str | None]:
    """A page of the buyer's delegations, newest first, and the next cursor."""
    rows = await queries.page_of_delegations(session, buyer_id=buyer_id, page=page)
    return paged(rows, page=page, key=lambda delegation: (delegation.id,))


async def chain_in_force(
    session: AsyncSession, *, buyer_id: UUID, unit: str | None
) -> Chain | None:
    """The chain that counts for the unit today."""
    chains = await queries.chains(session, buyer_id=buyer_id)
    return chain_for(chains, unit=unit, on=bangkok_today())


async def open_steps(
    session: AsyncSession, *, requisition: Requisition, chain: Chain | None
) -> ApprovalStep:
    """Write the steps that a submitted requisition needs; returns the first."""
    needed = steps_for(chain, requisition.total_satang)
    steps = [
        ApprovalStep(
            requisition_id=requisition.id,
            step_no=number,
            requester_id=requisition.requester_id,
            chain_id=None if chain is None else chain.id,
            role=step.role,
            person_id=step.person_id,
        )
        for number, step in enumerate(needed, start=1)
    ]
    session.add_all(steps)
    await session.flush()
    return steps[0]


async def of_requisition(session: AsyncSession, *, requisition_id: UUID) -> list[ApprovalRead]:
    """The steps of a requisition with their decisions; the caller has checked whose it is."""
    rows = await queries.steps(session, requisition_id=requisition_id)
    return [ApprovalRead.model_validate(row) for row in rows]


async def standing_in(
    session: AsyncSession, *, requisition: Requisition, step: ApprovalStep
) -> list[UUID]:
    """Who may decide the step today in another's place; to be told beside the approvers."""
    delegations = await queries.delegations_in_force(
        session,
        buyer_id=requisition.buyer_id,
        on=bangkok_today(),
        total_satang=requisition.total_satang,
    )
    return [
        each.to_person_id
        for each in delegations
        if each.to_person_id != requisition.requester_id
        and await _hands_over(session, each, requisition, step)
    ]


async def require_approver(session: AsyncSession, *, buyer_id: UUID, approver: Approver) -> None:
    """Raise NotAnApprover unless the person approves in their own right at this moment."""
    member = await _find(session, buyer_id, approver.person_id)
    person = _person(approver.person_id, member, approves=approver.approves)
    if not may_decide(person, role=None, person_id=None):
        raise NotAnApprover


async def decide(
    session: AsyncSession,
    *,
    requisition: Requisition,
    approver: Approver,
    outcome: Literal["approved", "rejected"],
    reason: str | None = None,
) -> Decided:
    """Record the decision of the next step; the caller holds the requisition's lock.

    Raises SelfApprovalNotAllowed, StepAlreadyDecided, NotAnApprover.
    """
    if requisition.requester_id == approver.person_id:
        raise SelfApprovalNotAllowed
    steps = list(await queries.steps(session, requisition_id=requisition.id))
    if not steps:  # submitted before there were chains
        steps = [await open_steps(session, requisition=requisition, chain=None)]
    if any(step.decided_by == approver.person_id for step in steps):
        raise StepAlreadyDecided
    waiting = [step for step in steps if step.outcome is None]
    step = waiting[0]
    behalf = await _authority(session, requisition, step, approver)
    step.outcome, step.reason, step.decided_at = outcome, reason, now()
    step.decided_by, step.decided_by_name = approver.person_id, approver.name
    if behalf is not None:
        step.on_behalf_of, step.on_behalf_of_name = behalf.from_person_id, behalf.from_person_name
    await session.flush()
    return Decided(waiting[1] if len(waiting) > 1 else None)


async def _authority(
    session: AsyncSession, requisition: Requisition, step: ApprovalStep, approver: Approver
) -> ApprovalDelegation | None:
    """The delegation by which the person decides; None when it is their own right."""
    member = await _find(session, requisition.buyer_id, approver.person_id)
    own = _person(approver.person_id, member, approves=approver.approves)
    if may_decide(own, role=step.role, person_id=step.person_id):
        return None
    if member is not None and not member.roles:
        raise NotAnApprover  # has left
    for delegation in await queries.delegations_in_force(
        session,
        buyer_id=requisition.buyer_id,
        on=bangkok_today(),
        total_satang=requisition.total_satang,
        to_person_id=approver.person_id,
    ):
        if await _hands_over(session, delegation, requisition, step):
            return delegation
    raise NotAnApprover


async def _hands_over(
    session: AsyncSession,
    delegation: ApprovalDelegation,
    requisition: Requisition,
    step: ApprovalStep,
) -> bool:
    """Whether who gave it may decide the step: not the requester, and not by a delegation."""
    if delegation.from_person_id == requisition.requester_id:
        return False
    member = await _find(session, requisition.buyer_id, delegation.from_person_id)
    giver = _person(delegation.from_person_id, member, approves=False)
    return may_decide(giver, role=step.role, person_id=step.person_id)


def _person(person_id: UUID, member: Membership | None, *, approves: bool) -> Person:
    roles = None if member is None else frozenset(member.roles)
    return Person(person_id, roles, approves)


async def _find(session: AsyncSession, buyer_id: UUID, person_id: UUID) -> Membership | None:
    return await membership_service.find(session, organisation_id=buyer_id, person_id=person_id)


async def _member(session: AsyncSession, buyer_id: UUID, person_id: UUID) -> Membership:
    member = await _find(session, buyer_id, person_id)
    if member is None or not member.roles:
        raise NotAMember(person_id=str(person_id))
    return member
