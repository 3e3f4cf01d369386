"""HTTP of the register of breaches."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.breach import service
from services.auth.breach.errors import DiscoveredLater
from services.auth.breach.schemas import BreachCreate, BreachRead, BreachStepCreate
from services.auth.deps import Operator, ReadSession, Session
from services.auth.errors import MissingScope

router = APIRouter(prefix="/auth/v1/breaches", tags=["privacy"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, MissingScope, DiscoveredLater),
)
async def record_breach(body: BreachCreate, operator: Operator, session: Session) -> BreachRead:
    """Enter a breach of personal data (operator only). The 72 hours run from its discovery."""
    return await service.record(session, operator=operator, breach=body)


@router.get("", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable))
async def list_breaches(_operator: Operator, session: ReadSession, page: Page) -> Paged[BreachRead]:
    """The register, newest first (operator only)."""
    return await service.list_breaches(session, page=page)


@router.post(
    "/{breach_id}/steps",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, MissingScope, NotFound),
)
async def add_breach_step(
    breach_id: UUID, body: BreachStepCreate, operator: Operator, session: Session
) -> BreachRead:
    """What was done about it: assessed, reported, people told, contained, closed."""
    return await service.add_step(session, operator=operator, breach_id=breach_id, step=body)
