"""Every statement of the lists of applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import Order, PageParams, keyset
from services.auth.models import Application, Organisation
from services.auth.models.base import AnyRow


def _summaries() -> Select[*tuple[Any, ...]]:
    return select(
        Application.id,
        Application.organisation_id,
        Organisation.name_th.label("organisation_name_th"),
        Organisation.kind,
        Application.capability,
        Application.agency,
        Application.province_code,
        Application.status,
        Application.submitted_at,
    ).join(Organisation, Organisation.id == Application.organisation_id)


async def queue(
    session: AsyncSession,
    *,
    desks: Sequence[tuple[str, str]],
    status: str,
    page: PageParams,
) -> Sequence[AnyRow]:
    """A page of what the desks (agency, province) have in that status, longest waiting first."""
    statement = _summaries().where(
        tuple_(Application.agency, Application.province_code).in_(desks),
        Application.status == status,
        Application.submitted_at.is_not(None),
    )
    order: Order = [(Application.submitted_at, "asc"), (Application.id, "asc")]
    paged_statement = keyset(statement, order=order, page=page)
    rows: Sequence[AnyRow] = (await session.execute(paged_statement)).all()
    return rows


async def applications_of(
    session: AsyncSession, *, organisation_id: UUID, status: str | None, page: PageParams
) -> Sequence[AnyRow]:
    """A page of an organisation's applications, newest first, and one row more."""
    statement = _summaries().where(Application.organisation_id == organisation_id)
    if status is not None:
        statement = statement.where(Application.status == status)
    paged_statement = keyset(statement, order=[(Application.id, "desc")], page=page)
    rows: Sequence[AnyRow] = (await session.execute(paged_statement)).all()
    return rows
