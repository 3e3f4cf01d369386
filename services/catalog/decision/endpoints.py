"""HTTP of decisions."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from kit.errors import PreconditionFailed, Unauthenticated, problem_responses
from kit.http import etag
from services.catalog.certification.errors import (
    CertificateNumberTaken,
    CertificationIncomplete,
    CertificationNotFound,
    OfficerRequired,
    TransitionNotAllowed,
    WrongAgency,
    WrongProvince,
    WrongScheme,
)
from services.catalog.certification.schemas import CertificationRead, TransitionCreate
from services.catalog.decision import service
from services.catalog.deps import CurrentPrincipal, DatabaseDep, OptionalIfMatch

router = APIRouter(prefix="/certifications", tags=["certifications"])


@router.post(
    "/{certification_id}/transitions",
    summary="เปลี่ยนสถานะคำขอ (เจ้าหน้าที่) · Move a case (officer)",
    responses=problem_responses(
        Unauthenticated,
        OfficerRequired,
        WrongAgency,
        WrongScheme,
        WrongProvince,
        CertificationNotFound,
        TransitionNotAllowed,
        CertificateNumberTaken,
        PreconditionFailed,
        CertificationIncomplete,
    ),
)
async def transition_certification(
    *,
    certification_id: UUID,
    data: TransitionCreate,
    principal: CurrentPrincipal,
    database: DatabaseDep,
    expected_version: OptionalIfMatch,
    response: Response,
) -> CertificationRead:
    """An officer acts in their province and on their agency's schemes; a refusal is recorded."""
    case = await service.transition(
        database,
        principal=principal,
        certification_id=certification_id,
        expected_version=expected_version,
        data=data,
    )
    response.headers["ETag"] = etag(case.version)
    return case
