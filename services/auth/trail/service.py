"""Use cases of reading the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.pagination import Paged, PageParams, paged
from services.auth.audit import service as audit_service
from services.auth.membership import service as membership_service
from services.auth.models import AuditEntry, AuditKind
from services.auth.trail.schemas import AuditEntryRead


def _page(rows: Sequence[AuditEntry], page: PageParams) -> Paged[AuditEntryRead]:
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[AuditEntryRead](
        items=[AuditEntryRead.model_validate(row) for row in shown], next_cursor=cursor
    )


async def own(
    session: AsyncSession, *, caller: Principal, page: PageParams
) -> Paged[AuditEntryRead]:
    """What the caller did and what was done with the caller's data, reads too.

    Others' network addresses are left out: they are theirs.
    """
    rows = await audit_service.entries(session, person_id=caller.person_id, page=page)
    shown = _page(rows, page)
    return shown.model_copy(update={"items": [_for(caller, item) for item in shown.items]})


def _for(caller: Principal, item: AuditEntryRead) -> AuditEntryRead:
    if item.actor_id == caller.person_id:
        return item
    return item.model_copy(update={"address": None, "request_id": None})


async def of_organisation(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, page: PageParams
) -> Paged[AuditEntryRead]:
    """What was done for the caller's organisation.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    rows = await audit_service.entries(session, organisation_id=organisation_id, page=page)
    return _page(rows, page)


async def everything(
    session: AsyncSession,
    *,
    operator: Principal,
    subject_id: UUID | None,
    person_id: UUID | None,
    kind: AuditKind | None,
    page: PageParams,
) -> Paged[AuditEntryRead]:
    """The operator's view; that it was opened is itself written down."""
    await audit_service.record_read(
        session,
        action="audit.read",
        by=operator.person_id,
        subject=("audit", subject_id or person_id or operator.person_id),
    )
    rows = await audit_service.entries(
        session, subject_id=subject_id, person_id=person_id, kind=kind, page=page
    )
    return _page(rows, page)
