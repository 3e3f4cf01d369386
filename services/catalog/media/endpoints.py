"""HTTP of files."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, Unprocessable, problem_responses
from services.catalog.deps import (
    CatalogueEditor,
    DatabaseDep,
    MissingScope,
    NoOrganisation,
    StoreDep,
)
from services.catalog.media import service
from services.catalog.media.errors import UploadTypeRefused
from services.catalog.media.schemas import UploadCreate, UploadRead

router = APIRouter(prefix="/uploads", tags=["media"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="ขอที่อยู่สำหรับส่งไฟล์ · Ask where to send a file",
    responses=problem_responses(
        Unauthenticated, NoOrganisation, MissingScope, UploadTypeRefused, Unprocessable
    ),
)
async def create_upload(
    data: UploadCreate, actor: CatalogueEditor, database: DatabaseDep, store: StoreDep
) -> UploadRead:
    """The form is good for fifteen minutes and for exactly this type and size."""
    return await service.create(
        database,
        store,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        data=data,
    )
