"""HTTP of duplicates."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, status

from contracts.types import ProvinceCode
from kit.errors import AppError, NotFound, Unauthenticated, problem_responses
from services.auth.deps import Caller, DatabaseDep, ReadSession
from services.auth.desk.errors import OfficerIsMember
from services.auth.duplicate import service
from services.auth.duplicate.errors import MergeBound, MergeImpossible, MergeMismatch
from services.auth.duplicate.schemas import DismissalCreate, DuplicateList, MergeCreate
from services.auth.errors import MissingScope
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.organisation.schemas import OrganisationRead

router = APIRouter(prefix="/auth/v1", tags=["registry"])

_OFFICER: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
    OfficerIsMember,
)


@router.get("/duplicates", responses=problem_responses(Unauthenticated, MissingScope))
async def list_duplicates(
    province: ProvinceCode, caller: Caller, session: ReadSession
) -> DuplicateList:
    """Organisations of a province that may be one (officer): same tax id, code or similar name."""
    return await service.list_pairs(session, caller=caller, province_code=province)


@router.post(
    "/organisations/{organisation_id}/merge",
    responses=problem_responses(*_OFFICER, MergeMismatch, MergeImpossible, MergeBound),
)
async def merge_organisation(
    organisation_id: UUID, body: MergeCreate, caller: Caller, database: DatabaseDep
) -> OrganisationRead:
    """Merge a duplicate into another organisation (officer); it stays as a closed tombstone."""
    return await service.merge(
        database,
        caller=caller,
        organisation_id=organisation_id,
        into=body.into,
        reason=body.reason,
    )


@router.post(
    "/organisations/{organisation_id}/not-duplicate",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*_OFFICER, MergeMismatch),
)
async def dismiss_duplicate(
    organisation_id: UUID, body: DismissalCreate, caller: Caller, database: DatabaseDep
) -> None:
    """Say that two are not the same (officer); the pair is not shown again."""
    await service.dismiss(
        database,
        caller=caller,
        organisation_id=organisation_id,
        other=body.other,
        reason=body.reason,
    )
