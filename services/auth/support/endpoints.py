"""HTTP of support."""

from __future__ import annotations

from fastapi import APIRouter

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.deps import Operator, Session
from services.auth.errors import MissingScope
from services.auth.support import service
from services.auth.support.schemas import SupportView, SupportViewCreate

router = APIRouter(prefix="/auth/v1/support", tags=["operator"])


@router.post("/views", responses=problem_responses(Unauthenticated, MissingScope, NotFound))
async def view_organisation(
    body: SupportViewCreate, operator: Operator, session: Session
) -> SupportView:
    """Look at an organisation with a reason (operator). It is logged, and one cannot act for it."""
    return await service.look(session, caller=operator, view=body)
