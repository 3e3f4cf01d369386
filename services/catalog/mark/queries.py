"""Statements about decided cases and the marks written from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Mark
from services.catalog.models import (
    CaseState,
    Certification,
    CertificationScheme,
    CertificationStep,
    ProductMark,
)

_ONCE_CERTIFIED = (CaseState.CERTIFIED, CaseState.SUSPENDED, CaseState.CANCELLED)


async def decided_cases(session: AsyncSession, *, product_ids: Sequence[UUID]) -> Sequence[Any]:
    """(case, needs_area) of products, whatever became of them since they were certified."""
    statement = (
        select(Certification, CertificationScheme.needs_area)
        .join(CertificationScheme, CertificationScheme.code == Certification.scheme)
        .where(Certification.product_id.in_(product_ids), Certification.state.in_(_ONCE_CERTIFIED))
        .order_by(Certification.id)
    )
    return (await session.execute(statement)).all()


async def decided_cases_of_organisation(
    session: AsyncSession, *, organisation_id: UUID
) -> Sequence[Any]:
    """(case, needs_area) that an organisation holds for itself and not for a product."""
    statement = (
        select(Certification, CertificationScheme.needs_area)
        .join(CertificationScheme, CertificationScheme.code == Certification.scheme)
        .where(
            Certification.organisation_id == organisation_id,
            Certification.product_id.is_(None),
            Certification.state.in_(_ONCE_CERTIFIED),
        )
        .order_by(Certification.id)
    )
    return (await session.execute(statement)).all()


async def steps(session: AsyncSession, *, certification_ids: Sequence[UUID]) -> Sequence[Any]:
    """(certification_id, state, on_date) of cases, in order."""
    statement = (
        select(
            CertificationStep.certification_id, CertificationStep.state, CertificationStep.on_date
        )
        .where(CertificationStep.certification_id.in_(certification_ids))
        .order_by(CertificationStep.certification_id, CertificationStep.position)
    )
    return (await session.execute(statement)).all()


async def replace(session: AsyncSession, *, product_id: UUID, marks: Sequence[Mark]) -> None:
    """Write a product's marks in the place of what was there; under the product's lock."""
    await session.execute(delete(ProductMark).where(ProductMark.product_id == product_id))
    if marks:
        await session.execute(
            insert(ProductMark),
            [
                {
                    "product_id": product_id,
                    "certification_id": mark.certificate_id,
                    "from_on": mark.from_on,
                    "until_on": mark.until_on,
                    "scheme": mark.scheme,
                    "number": mark.number,
                }
                for mark in marks
            ],
        )
