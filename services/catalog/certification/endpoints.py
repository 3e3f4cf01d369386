"""HTTP of certification cases."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status

from contracts.types import ProvinceCode, Scheme
from kit.errors import Unauthenticated, Unprocessable, problem_responses
from kit.http import etag
from kit.pagination import Page, Paged
from services.catalog.certification import service
from services.catalog.certification.errors import (
    CertificationIncomplete,
    CertificationNotFound,
    OfficerOutsideRemit,
    OfficerRequired,
    TransitionNotAllowed,
)
from services.catalog.certification.schemas import (
    CertificationBrief,
    CertificationCreate,
    CertificationRead,
    QueueFilter,
    Round,
    Schemes,
)
from services.catalog.deps import (
    CatalogueEditor,
    CurrentPrincipal,
    DatabaseDep,
    MissingScope,
    NoOrganisation,
    ReadSession,
    Session,
    StoreDep,
)
from services.catalog.media.errors import UploadNotFound, UploadNotStored
from services.catalog.media.schemas import FileLink, UploadAttach
from services.catalog.models import CaseState
from services.catalog.product.errors import ProductNotFound
from services.catalog.shop.errors import ShopNotKnownYet

router = APIRouter(tags=["certifications"])

_PARTY: Final = (Unauthenticated, NoOrganisation, MissingScope)


async def _queue_filter(
    view: Annotated[str | None, Query(pattern="^(own|queue)$")] = None,
    state: Annotated[CaseState | None, Query()] = None,
    scheme: Annotated[Scheme | None, Query()] = None,
    province: Annotated[ProvinceCode | None, Query()] = None,
    round: Annotated[Round | None, Query()] = None,  # noqa: A002 - the parameter's public name
) -> QueueFilter:
    return QueueFilter.model_validate(
        {"view": view, "state": state, "scheme": scheme, "province": province, "round": round}
    )


@router.get(
    "/schemes",
    summary="ประเภทใบรับรองและเครื่องหมาย · Schemes of certificates and marks",
)
async def list_schemes(session: ReadSession) -> Schemes:
    """Public: who decides each, and what it asks for."""
    return await service.schemes(session)


@router.post(
    "/certifications",
    status_code=status.HTTP_201_CREATED,
    summary="เปิดคำขอรับรอง · Open a certification case",
    responses=problem_responses(*_PARTY, ProductNotFound, ShopNotKnownYet, CertificationIncomplete),
)
async def create_certification(
    data: CertificationCreate, actor: CatalogueEditor, session: Session, response: Response
) -> CertificationRead:
    """A draft until it is submitted."""
    case = await service.create(session, organisation_id=actor.organisation_id, data=data)
    response.headers["ETag"] = etag(case.version)
    response.headers["Location"] = f"/catalog/v1/certifications/{case.id}"
    return case


@router.get(
    "/certifications",
    summary="คำขอของตน หรือคิวงานของเจ้าหน้าที่ · Own cases, or the officer's queue",
    responses=problem_responses(Unauthenticated, OfficerRequired, Unprocessable),
)
async def list_certifications(
    principal: CurrentPrincipal,
    session: ReadSession,
    page: Page,
    wanted: Annotated[QueueFilter, Depends(_queue_filter)],
) -> Paged[CertificationBrief]:
    """An officer sees the submitted cases of their province, agency and schemes, newest first."""
    return await service.list_cases(session, principal=principal, wanted=wanted, page=page)


@router.get(
    "/certifications/{certification_id}",
    summary="อ่านคำขอรับรอง · Read a case",
    responses=problem_responses(Unauthenticated, OfficerOutsideRemit, CertificationNotFound),
)
async def read_certification(
    certification_id: UUID, principal: CurrentPrincipal, session: ReadSession, response: Response
) -> CertificationRead:
    """For its party, and for an officer within whose remit it is."""
    case = await service.get(session, principal=principal, certification_id=certification_id)
    response.headers["ETag"] = etag(case.version)
    return case


@router.post(
    "/certifications/{certification_id}/submit",
    summary="ยื่นคำขอรับรอง · Submit a case",
    responses=problem_responses(
        *_PARTY, CertificationNotFound, TransitionNotAllowed, CertificationIncomplete
    ),
)
async def submit_certification(
    certification_id: UUID, actor: CatalogueEditor, session: Session, response: Response
) -> CertificationRead:
    """Hand it to the office that decides the scheme."""
    case = await service.submit(
        session,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        certification_id=certification_id,
    )
    response.headers["ETag"] = etag(case.version)
    return case


@router.post(
    "/certifications/{certification_id}/evidence",
    summary="แนบหลักฐานที่อัปโหลดแล้ว · Attach uploaded evidence",
    responses=problem_responses(
        *_PARTY, CertificationNotFound, UploadNotFound, UploadNotStored, TransitionNotAllowed
    ),
)
async def attach_evidence(
    certification_id: UUID,
    data: UploadAttach,
    actor: CatalogueEditor,
    database: DatabaseDep,
    store: StoreDep,
) -> CertificationRead:
    """The object must already be in the store; a decided case takes no more."""
    return await service.attach_evidence(
        database,
        store,
        organisation_id=actor.organisation_id,
        certification_id=certification_id,
        upload_id=data.upload_id,
    )


@router.get(
    "/certifications/{certification_id}/evidence/{upload_id}",
    summary="ที่อยู่ชั่วคราวของหลักฐาน · A short-lived address of a piece of evidence",
    responses=problem_responses(
        Unauthenticated, OfficerOutsideRemit, CertificationNotFound, UploadNotFound
    ),
)
async def read_evidence(
    certification_id: UUID,
    upload_id: UUID,
    principal: CurrentPrincipal,
    database: DatabaseDep,
    store: StoreDep,
) -> FileLink:
    """Good for five minutes; the object itself is private."""
    return await service.evidence_link(
        database,
        store,
        principal=principal,
        certification_id=certification_id,
        upload_id=upload_id,
    )
