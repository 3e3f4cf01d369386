"""Statements about certification cases."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import OfficerRights
from contracts.types import Agency, Scheme
from kit.pagination import PageParams, keyset
from services.catalog.certification.schemas import QueueFilter
from services.catalog.models import (
    CaseState,
    Certification,
    CertificationEvidence,
    CertificationScheme,
    CertificationStep,
)


async def schemes(session: AsyncSession) -> Sequence[CertificationScheme]:
    """Every scheme, in order."""
    statement = select(CertificationScheme).order_by(CertificationScheme.position)
    return (await session.execute(statement)).scalars().all()


async def scheme(session: AsyncSession, *, code: Scheme) -> CertificationScheme:
    """A scheme; the migration has seeded every one of the contract's."""
    return (
        await session.execute(select(CertificationScheme).where(CertificationScheme.code == code))
    ).scalar_one()


async def find(session: AsyncSession, *, certification_id: UUID) -> Certification | None:
    """A case."""
    return await session.get(Certification, certification_id)


async def lock(session: AsyncSession, *, certification_id: UUID) -> Certification | None:
    """A case, its row locked: of two officers one waits and then sees the other's decision.

    FOR NO KEY UPDATE: a mark that is being written refers to the case and must not wait for it,
    because whoever writes it holds the product, for which the officer waits.
    """
    return await session.get(
        Certification,
        certification_id,
        with_for_update={"key_share": True},
        populate_existing=True,
    )


async def history(session: AsyncSession, *, certification_id: UUID) -> Sequence[CertificationStep]:
    """A case's steps in order."""
    statement = (
        select(CertificationStep)
        .where(CertificationStep.certification_id == certification_id)
        .order_by(CertificationStep.position)
    )
    return (await session.execute(statement)).scalars().all()


async def next_position(session: AsyncSession, *, certification_id: UUID) -> int:
    """The number of a case's next step; under the case's lock."""
    statement = select(func.coalesce(func.max(CertificationStep.position), 0) + 1).where(
        CertificationStep.certification_id == certification_id
    )
    return (await session.execute(statement)).scalar_one()


async def evidence(session: AsyncSession, *, certification_id: UUID) -> Sequence[UUID]:
    """The uploads attached to a case, oldest first."""
    statement = (
        select(CertificationEvidence.upload_id)
        .where(CertificationEvidence.certification_id == certification_id)
        .order_by(CertificationEvidence.upload_id)
    )
    return (await session.execute(statement)).scalars().all()


async def page_of_party(
    session: AsyncSession, *, organisation_id: UUID, wanted: QueueFilter, page: PageParams
) -> Sequence[Certification]:
    """A party's cases, newest first."""
    return await _page(session, Certification.organisation_id == organisation_id, wanted, page)


async def page_of_officer(
    session: AsyncSession,
    *,
    rights: Sequence[OfficerRights],
    operator: bool,
    wanted: QueueFilter,
    page: PageParams,
) -> Sequence[Certification]:
    """The submitted cases within an officer's agency, schemes and provinces, newest first."""
    remits = [_remit(appointment) for appointment in rights]
    if operator:
        remits.append(CertificationScheme.agency == Agency.OPERATOR_VERIFIER)
    mine = and_(Certification.state != CaseState.DRAFT, or_(false(), *remits))
    return await _page(session, mine, wanted, page)


def _remit(rights: OfficerRights) -> ColumnElement[bool]:
    remit = CertificationScheme.agency == rights.agency
    if rights.agency is not Agency.OPERATOR_VERIFIER:
        remit = and_(remit, Certification.province_code.in_(sorted(rights.provinces)))
    if rights.schemes:
        remit = and_(remit, Certification.scheme.in_(sorted(rights.schemes)))
    return remit


async def _page(
    session: AsyncSession, mine: ColumnElement[bool], wanted: QueueFilter, page: PageParams
) -> Sequence[Certification]:
    filters = {
        Certification.state: wanted.state,
        Certification.scheme: wanted.scheme,
        Certification.province_code: wanted.province,
        Certification.round: wanted.round,
    }
    statement = (
        select(Certification)
        .join(CertificationScheme, CertificationScheme.code == Certification.scheme)
        .where(mine, *(column == value for column, value in filters.items() if value is not None))
    )
    statement = keyset(statement, order=[(Certification.id, "desc")], page=page)
    return (await session.execute(statement)).scalars().all()
