"""HTTP of the overview."""

from __future__ import annotations

from fastapi import APIRouter

from contracts.types import ProvinceCode
from kit.errors import Unauthenticated, problem_responses
from services.auth.deps import Caller, ReadSession
from services.auth.errors import MissingScope
from services.auth.overview import service
from services.auth.overview.schemas import Overview

router = APIRouter(prefix="/auth/v1/overview", tags=["officer"])


@router.get("", responses=problem_responses(Unauthenticated, MissingScope))
async def read_overview(province: ProvinceCode, caller: Caller, session: ReadSession) -> Overview:
    """A province in figures, for the governor's committee, its officers and the operator."""
    return await service.read(session, caller=caller, province_code=province)
