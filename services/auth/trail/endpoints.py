"""HTTP of the audit log."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.deps import Caller, Operator, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.models.audit import AuditKind
from services.auth.trail import service
from services.auth.trail.schemas import AuditEntryRead

router = APIRouter(prefix="/auth/v1", tags=["audit"])


@router.get("/me/audit", responses=problem_responses(Unauthenticated, Unprocessable))
async def read_own_audit(caller: Caller, session: ReadSession, page: Page) -> Paged[AuditEntryRead]:
    """What you did, and who changed or looked at what is yours; newest first."""
    return await service.own(session, caller=caller, page=page)


@router.get(
    "/organisations/{organisation_id}/audit",
    responses=problem_responses(Unauthenticated, MissingScope, NotFound, Unprocessable),
)
async def read_organisation_audit(
    organisation_id: UUID, caller: Caller, session: ReadSession, page: Page
) -> Paged[AuditEntryRead]:
    """What was done for the organisation, by whom, from where (scope `organisation`)."""
    return await service.of_organisation(
        session, caller=caller, organisation_id=organisation_id, page=page
    )


@router.get("/audit", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable))
async def read_audit(
    operator: Operator,
    session: Session,
    page: Page,
    subject_id: UUID | None = None,
    person_id: UUID | None = None,
    kind: AuditKind | None = None,
) -> Paged[AuditEntryRead]:
    """The whole audit log (operator only); reading it is written down in it."""
    return await service.everything(
        session,
        operator=operator,
        subject_id=subject_id,
        person_id=person_id,
        kind=kind,
        page=page,
    )
