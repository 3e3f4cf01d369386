"""HTTP of the lists of applications."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.deps import Caller, ReadSession
from services.auth.errors import MissingScope
from services.auth.models.onboarding import ApplicationStatus
from services.auth.queue import service
from services.auth.queue.schemas import ApplicationSummary

router = APIRouter(prefix="/auth/v1", tags=["onboarding"])


@router.get(
    "/applications",
    responses=problem_responses(Unauthenticated, MissingScope, NotFound, Unprocessable),
)
async def list_applications(
    caller: Caller,
    session: ReadSession,
    page: Page,
    application_status: Annotated[ApplicationStatus | None, Query(alias="status")] = None,
) -> Paged[ApplicationSummary]:
    """An officer's queue (longest waiting first), or the applications of one's organisation.

    Whose list it is follows from the token: one that acts for an organisation sees that
    organisation's; an officer's own token sees what their agencies decide in their provinces.
    """
    return await service.list_applications(
        session, caller=caller, status=application_status, page=page
    )
