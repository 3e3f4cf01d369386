"""HTTP of the operator's settings."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.deps import Operator, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.setting import service
from services.auth.setting.errors import SettingInThePast, SettingTaken, SettingValueNotValid
from services.auth.setting.schemas import SettingCreate, SettingList, SettingRead

router = APIRouter(prefix="/auth/v1/settings", tags=["operator"])


@router.get("", responses=problem_responses(Unauthenticated, MissingScope))
async def list_settings(_operator: Operator, session: ReadSession) -> SettingList:
    """Fees, rates and rules with what holds today and every row (operator)."""
    return await service.list_settings(session)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        Unauthenticated, MissingScope, SettingValueNotValid, SettingInThePast, SettingTaken
    ),
)
async def add_setting(body: SettingCreate, operator: Operator, session: Session) -> SettingRead:
    """A value from today or a later date on (operator); nothing changes in the past."""
    return await service.put(session, caller=operator, setting=body)
