"""Use cases of mandates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import MandateChanged
from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import Capability, MandateStatus, OrganisationStatus
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today, now
from services.auth.audit import service as audit_service
from services.auth.errors import MissingScope
from services.auth.mandate import queries
from services.auth.mandate.errors import (
    ConsentIsTheProducers,
    MandateLive,
    MandateStatusConflict,
    MarginChanged,
    NotAnIntermediary,
    ProducerNotSelling,
)
from services.auth.mandate.schemas import MandateCreate, MandateRead
from services.auth.membership import service as membership_service
from services.auth.models import Mandate
from services.auth.models.base import AnyRow
from services.auth.notice import service as notice_service
from services.auth.organisation import service as organisation_service

_TOLD: Final = (Role.OWNER, Role.MANAGER)


async def propose(
    session: AsyncSession, *, caller: Principal, mandate: MandateCreate
) -> MandateRead:
    """An intermediary asks for the right to sell; it holds nothing before the consent.

    Raises:
        MissingScope, NotFound, NotAnIntermediary, ProducerNotSelling, MandateLive.
    """
    own = await _require(session, caller, scope=Scope.ORGANISATION)
    intermediary = await organisation_service.get(session, organisation_id=own)
    if Capability.AGGREGATE.value not in intermediary.capabilities:
        raise NotAnIntermediary
    try:
        producer = await organisation_service.get(session, organisation_id=mandate.producer_id)
    except NotFound as error:
        raise ProducerNotSelling from error
    sells = Capability.SELL.value in producer.capabilities
    if producer.id == own or not sells or producer.status != OrganisationStatus.ACTIVE:
        raise ProducerNotSelling
    mandate_id = uuid7()
    inserted = await queries.insert_mandate(
        session,
        id=mandate_id,
        intermediary_id=own,
        status=MandateStatus.PROPOSED.value,
        proposed_by=caller.person_id,
        **mandate.model_dump(),
    )
    if not inserted:
        raise MandateLive
    return await _changed(session, await _lock(session, mandate_id), by=caller, told=producer.id)


async def consent(
    session: AsyncSession, *, caller: Principal, mandate_id: UUID, margin_basis_points: int
) -> MandateRead:
    """The producer consents to the margin that it has seen.

    Raises:
        MissingScope, NotFound, ConsentIsTheProducers, MandateStatusConflict, MarginChanged.
    """
    mandate = await _answer(session, caller, mandate_id)
    if mandate.margin_basis_points != margin_basis_points:
        raise MarginChanged(margin_basis_points=mandate.margin_basis_points)
    mandate.status = MandateStatus.ACTIVE.value
    mandate.consented_by, mandate.consented_at = caller.person_id, now()
    mandate.version += 1
    return await _changed(session, mandate, by=caller, told=mandate.intermediary_id)


async def decline(
    session: AsyncSession, *, caller: Principal, mandate_id: UUID, reason: str | None
) -> MandateRead:
    """The producer declines.

    Raises:
        MissingScope, NotFound, ConsentIsTheProducers, MandateStatusConflict.
    """
    mandate = await _answer(session, caller, mandate_id)
    _end(mandate, MandateStatus.DECLINED, caller, reason)
    return await _changed(session, mandate, by=caller, told=mandate.intermediary_id)


async def revoke(
    session: AsyncSession, *, caller: Principal, mandate_id: UUID, reason: str | None
) -> MandateRead:
    """Either side ends the right, or the intermediary takes its proposal back, at once.

    Raises:
        MissingScope, NotFound, MandateStatusConflict.
    """
    own = await _require(session, caller, scope=Scope.ORGANISATION)
    mandate = await _own_mandate(session, own, mandate_id)
    if mandate.status not in (MandateStatus.PROPOSED, MandateStatus.ACTIVE):
        raise MandateStatusConflict(mandate_status=mandate.status)
    _end(mandate, MandateStatus.REVOKED, caller, reason)
    other = mandate.producer_id if own == mandate.intermediary_id else mandate.intermediary_id
    return await _changed(session, mandate, by=caller, told=other)


async def read(session: AsyncSession, *, caller: Principal, mandate_id: UUID) -> MandateRead:
    """A mandate of the caller's organisation.

    Raises:
        MissingScope, NotFound.
    """
    own = await _require(session, caller, scope=Scope.READ)
    row = await queries.mandate(session, mandate_id)
    if row is None or own not in (row.Mandate.producer_id, row.Mandate.intermediary_id):
        raise NotFound
    return _shown(row)


async def list_own(
    session: AsyncSession, *, caller: Principal, page: PageParams
) -> Paged[MandateRead]:
    """The mandates of the caller's organisation on either side, newest first.

    Raises:
        MissingScope, NotFound.
    """
    own = await _require(session, caller, scope=Scope.READ)
    rows = await queries.mandates_of(session, organisation_id=own, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.Mandate.id,))
    return Paged[MandateRead](items=[_shown(row) for row in shown], next_cursor=cursor)


async def _require(session: AsyncSession, caller: Principal, *, scope: Scope) -> UUID:
    if caller.organisation_id is None:
        raise MissingScope(scope=scope.value)
    await membership_service.require(
        session, caller=caller, organisation_id=caller.organisation_id, scope=scope
    )
    return caller.organisation_id


async def _lock(session: AsyncSession, mandate_id: UUID) -> Mandate:
    mandate = await queries.lock_mandate(session, mandate_id)
    if mandate is None:
        raise NotFound
    return mandate


async def _own_mandate(session: AsyncSession, own: UUID, mandate_id: UUID) -> Mandate:
    mandate = await _lock(session, mandate_id)
    if own not in (mandate.producer_id, mandate.intermediary_id):
        raise NotFound
    return mandate


async def _answer(session: AsyncSession, caller: Principal, mandate_id: UUID) -> Mandate:
    """The proposal that the caller's organisation is asked about, locked."""
    own = await _require(session, caller, scope=Scope.ORGANISATION)
    mandate = await _own_mandate(session, own, mandate_id)
    if mandate.producer_id != own:
        raise ConsentIsTheProducers
    if mandate.status != MandateStatus.PROPOSED:
        raise MandateStatusConflict(mandate_status=mandate.status)
    return mandate


def _end(mandate: Mandate, status: MandateStatus, caller: Principal, reason: str | None) -> None:
    mandate.status = status.value
    mandate.ended_by, mandate.ended_at = caller.person_id, now()
    mandate.ended_by_organisation_id = caller.organisation_id
    mandate.end_reason = reason
    mandate.version += 1


async def _changed(
    session: AsyncSession, mandate: Mandate, *, by: Principal, told: UUID
) -> MandateRead:
    """Write, publish, and tell the other side."""
    await queries.save(session)
    await publish(session, snapshot(mandate))
    row = await queries.mandate(session, mandate.id)
    if row is None:
        raise NotFound
    await audit_service.record(
        session,
        action=f"mandate.{mandate.status}",
        by=by.person_id,
        subject=("mandate", mandate.id),
        organisation_id=by.organisation_id,
        after={"margin_basis_points": mandate.margin_basis_points},
        reason=mandate.end_reason,
    )
    await notice_service.tell_organisation(
        session,
        organisation_id=told,
        roles=_TOLD,
        template=f"mandate_{mandate.status}",
        data={
            "intermediary": row.intermediary_name_th,
            "producer": row.producer_name_th,
            "margin": f"{mandate.margin_basis_points / 100:.2f}",
            "reason": mandate.end_reason or "-",
        },
        dedupe_key=f"mandate:{mandate.id}:{mandate.version}",
    )
    return _shown(row)


def _shown(row: AnyRow) -> MandateRead:
    mandate: Mandate = row.Mandate
    fields = {
        name: getattr(mandate, name)
        for name in MandateRead.model_fields
        if name not in {"in_force", "intermediary_name_th", "producer_name_th"}
    }
    return MandateRead(
        **fields,
        intermediary_name_th=row.intermediary_name_th,
        producer_name_th=row.producer_name_th,
        in_force=_in_force(mandate),
    )


def _in_force(mandate: Mandate) -> bool:
    today = bangkok_today()
    return (
        mandate.status == MandateStatus.ACTIVE
        and mandate.valid_from_on <= today
        and (mandate.valid_until_on is None or today <= mandate.valid_until_on)
    )


def snapshot(mandate: Mandate) -> MandateChanged:
    """The mandate as published and as replayed."""
    return MandateChanged(
        version=mandate.version,
        mandate_id=mandate.id,
        intermediary_id=mandate.intermediary_id,
        producer_id=mandate.producer_id,
        margin_basis_points=mandate.margin_basis_points,
        status=MandateStatus(mandate.status),
        valid_from_on=mandate.valid_from_on,
        valid_until_on=mandate.valid_until_on,
    )


async def snapshots(session: AsyncSession) -> AsyncIterator[MandateChanged]:
    """Every mandate as its last event told it."""
    async for row in queries.stream_mandates(session):
        yield snapshot(row.Mandate)
