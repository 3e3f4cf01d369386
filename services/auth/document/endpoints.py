"""HTTP of applications' documents."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import AppError, NotFound, Unauthenticated, problem_responses
from services.auth.deps import BucketDep, Caller, DatabaseDep
from services.auth.desk.errors import OfficerIsMember
from services.auth.document import service
from services.auth.document.errors import (
    DocumentNotExpected,
    DocumentNotStored,
    DocumentNotWhatItSays,
    DocumentTypeRefused,
    TooManyDocuments,
)
from services.auth.document.schemas import (
    DocumentCreate,
    DocumentLink,
    DocumentList,
    DocumentRead,
    DocumentUpload,
)
from services.auth.errors import MissingScope
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.onboarding.errors import ApplicationNotEditable

router = APIRouter(prefix="/auth/v1/applications/{application_id}/documents", tags=["onboarding"])

_READER: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
    OfficerIsMember,
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        *_READER, ApplicationNotEditable, DocumentTypeRefused, DocumentNotExpected, TooManyDocuments
    ),
)
async def create_document(
    application_id: UUID,
    body: DocumentCreate,
    caller: Caller,
    database: DatabaseDep,
    bucket: BucketDep,
) -> DocumentUpload:
    """Ask where to send a file for a line of the checklist; then send it, then have it checked."""
    return await service.create(
        database, bucket, caller=caller, application_id=application_id, document=body
    )


@router.post(
    "/{document_id}/check",
    responses=problem_responses(
        *_READER, ApplicationNotEditable, DocumentNotStored, DocumentNotWhatItSays
    ),
)
async def check_document(
    application_id: UUID,
    document_id: UUID,
    caller: Caller,
    database: DatabaseDep,
    bucket: BucketDep,
) -> DocumentRead:
    """Have the sent file looked at by its content; only what passes meets the requirement."""
    return await service.check(
        database, bucket, caller=caller, application_id=application_id, document_id=document_id
    )


@router.get("", responses=problem_responses(*_READER))
async def list_documents(
    application_id: UUID, caller: Caller, database: DatabaseDep
) -> DocumentList:
    """The application's files, for the applicant and its officers."""
    return await service.list_documents(database, caller=caller, application_id=application_id)


@router.get("/{document_id}", responses=problem_responses(*_READER))
async def read_document(
    application_id: UUID,
    document_id: UUID,
    caller: Caller,
    database: DatabaseDep,
    bucket: BucketDep,
) -> DocumentLink:
    """A short-lived address of a checked file; an officer's look is written down."""
    return await service.link(
        database, bucket, caller=caller, application_id=application_id, document_id=document_id
    )
