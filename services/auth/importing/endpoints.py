"""HTTP of imports."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, status

from contracts.types import ProvinceCode
from kit.errors import AppError, NotFound, Unauthenticated, problem_responses
from services.auth.deps import Caller, DatabaseDep
from services.auth.errors import MissingScope
from services.auth.importing import service
from services.auth.importing.errors import FileNotReadable
from services.auth.importing.schemas import ImportCodes, ImportRead
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)

router = APIRouter(prefix="/auth/v1/imports", tags=["registry"])

_OFFICER: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
)
_EXAMPLE: Final = (
    "ชื่อกลุ่ม,รหัสทะเบียน,รหัสตำบล,โทรศัพท์\nกลุ่มปลาส้มชะไว,3-15-02-08/1-0017,150208,035 611 222\n"
)


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(*_OFFICER, FileNotReadable),
)
async def import_groups(
    province: ProvinceCode,
    content: Annotated[bytes, Body(media_type="text/csv", examples=[_EXAMPLE])],
    caller: Caller,
    database: DatabaseDep,
) -> ImportRead:
    """Bring in a province's groups by CSV with Thai headings (community-development officer).

    Lines are worked off one by one: a wrong one is reported with its reasons and the others go
    in. The same file, or a group that the province has, makes nothing twice.
    """
    return await service.take(database, caller=caller, province_code=province, content=content)


@router.get("/{import_id}", responses=problem_responses(*_OFFICER))
async def read_import(import_id: UUID, caller: Caller, database: DatabaseDep) -> ImportRead:
    """How far a file is, and which lines were refused and why."""
    return await service.read(database, caller=caller, import_id=import_id)


@router.post("/{import_id}/claim-codes", responses=problem_responses(*_OFFICER))
async def issue_import_codes(import_id: UUID, caller: Caller, database: DatabaseDep) -> ImportCodes:
    """New codes for the file's groups that nobody has claimed; they are shown this once."""
    return await service.issue_codes(database, caller=caller, import_id=import_id)
