"""Use cases of documents. The store is never called while rows are locked."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from contracts.types import Capability, OrganisationKind
from kit.db import Database
from kit.errors import AppError, NotFound
from kit.ids import uuid7
from kit.objects import Bucket
from services.auth.checklist import service as checklist_service
from services.auth.desk import service as desk_service
from services.auth.document import queries, rules
from services.auth.document.errors import (
    DocumentNotExpected,
    DocumentNotStored,
    TooManyDocuments,
)
from services.auth.document.schemas import (
    DocumentCreate,
    DocumentLink,
    DocumentList,
    DocumentRead,
    DocumentUpload,
)
from services.auth.models import Application, ApplicationDocument
from services.auth.models.onboarding import RequirementMode
from services.auth.onboarding import service as onboarding_service
from services.auth.organisation import service as organisation_service
from services.auth.review import service as review_service

_TAKES_FILES: Final = frozenset({RequirementMode.DOCUMENT, RequirementMode.VERIFIED})


async def create(
    database: Database,
    bucket: Bucket,
    *,
    caller: Principal,
    application_id: UUID,
    document: DocumentCreate,
) -> DocumentUpload:
    """Promise a file for a line of the checklist and sign a form for exactly its type and size.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable, DocumentTypeRefused, DocumentNotExpected,
        TooManyDocuments, an officer's refusal.
    """
    rules.check_announced(document.content_type, document.size_bytes)
    document_id = uuid7()

    async def work(session: AsyncSession) -> DocumentRead:
        application = await onboarding_service.lock_own(
            session, caller=caller, application_id=application_id
        )
        await _require_line(session, application, document.key)
        if await queries.count(session, application_id) >= rules.MOST_DOCUMENTS:
            raise TooManyDocuments
        await queries.insert_document(
            session,
            id=document_id,
            application_id=application_id,
            uploaded_by=caller.person_id,
            **document.model_dump(),
        )
        return await _read(session, application_id, document_id)

    made = await desk_service.committed(database, work)
    form = await bucket.presign_post(
        key=rules.incoming_key(application_id, document_id, document.content_type),
        content_type=document.content_type,
        size_bytes=document.size_bytes,
    )
    return DocumentUpload(
        document=made, url=form.url, fields=form.fields, expires_at=form.expires_at
    )


async def _require_line(session: AsyncSession, application: Application, key: str) -> None:
    """The line must be one that takes files."""
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    line = await checklist_service.require_line(
        session,
        capability=Capability(application.capability),
        kind=OrganisationKind(organisation.kind),
        on=application.checklist_on,
        key=key,
    )
    if line.mode not in _TAKES_FILES:
        raise DocumentNotExpected


async def check(
    database: Database,
    bucket: Bucket,
    *,
    caller: Principal,
    application_id: UUID,
    document_id: UUID,
) -> DocumentRead:
    """Look at what was sent; what passes is copied out of the form's reach and counts from now on.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable, DocumentNotStored, DocumentNotWhatItSays,
        ServiceUnavailable, an officer's refusal.
    """

    async def own(session: AsyncSession) -> ApplicationDocument:
        await onboarding_service.lock_own(session, caller=caller, application_id=application_id)
        return await _get(session, application_id, document_id)

    found = await desk_service.committed(database, own)
    if found.checked_at is not None:
        return DocumentRead.model_validate(found)
    incoming = rules.incoming_key(application_id, document_id, found.content_type)
    body = await bucket.read(key=incoming, at_most=rules.MAX_BYTES + 1)
    if body is None:
        raise DocumentNotStored
    rules.check_content(body, content_type=found.content_type, size_bytes=found.size_bytes)
    await bucket.write(
        key=rules.checked_key(application_id, document_id, found.content_type),
        body=body,
        content_type=found.content_type,
    )

    async def mark(session: AsyncSession) -> DocumentRead:
        await onboarding_service.lock_own(session, caller=caller, application_id=application_id)
        await queries.mark_checked(session, document_id, sha256=hashlib.sha256(body).digest())
        return await _read(session, application_id, document_id)

    result = await desk_service.committed(database, mark)
    await bucket.delete(key=incoming)
    return result


async def list_documents(
    database: Database, *, caller: Principal, application_id: UUID
) -> DocumentList:
    """The application's files, for the applicant and its officers.

    Raises:
        NotFound, MissingScope, an officer's refusal.
    """

    async def work(session: AsyncSession) -> DocumentList | AppError:
        application = await onboarding_service.get(session, application_id)
        refused = await review_service.require_reader(
            session, caller, application, action="list_documents"
        )
        if refused is not None:
            return refused
        rows = await queries.documents(session, application_id)
        return DocumentList(items=[DocumentRead.model_validate(row) for row in rows])

    return await desk_service.committed(database, work)


async def link(
    database: Database,
    bucket: Bucket,
    *,
    caller: Principal,
    application_id: UUID,
    document_id: UUID,
) -> DocumentLink:
    """A short-lived address of a checked file; an officer's look at it is written down.

    Raises:
        NotFound, MissingScope, an officer's refusal.
    """

    async def work(session: AsyncSession) -> ApplicationDocument | AppError:
        application = await onboarding_service.get(session, application_id)
        refused = await review_service.require_reader(
            session, caller, application, action="read_document"
        )
        if refused is not None:
            return refused
        return await _get(session, application_id, document_id)

    found = await desk_service.committed(database, work)
    if found.sha256 is None:
        raise NotFound
    url, expires_at = await bucket.presign_get(
        key=rules.checked_key(application_id, document_id, found.content_type),
        content_type=found.content_type,
    )
    return DocumentLink(
        url=url,
        content_type=found.content_type,
        sha256=found.sha256.hex(),
        expires_at=expires_at,
    )


async def _get(
    session: AsyncSession, application_id: UUID, document_id: UUID
) -> ApplicationDocument:
    found = await queries.document(session, application_id=application_id, document_id=document_id)
    if found is None:
        raise NotFound
    return found


async def _read(session: AsyncSession, application_id: UUID, document_id: UUID) -> DocumentRead:
    return DocumentRead.model_validate(await _get(session, application_id, document_id))
