"""Use cases of files."""

from __future__ import annotations

from uuid import UUID

from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.catalog.media import queries, rules
from services.catalog.media.errors import UploadNotFound, UploadNotStored
from services.catalog.media.schemas import FileLink, UploadCreate, UploadRead
from services.catalog.models import Upload, UploadPurpose
from services.catalog.storage.s3 import ObjectStore


async def create(
    database: Database,
    store: ObjectStore,
    *,
    organisation_id: UUID,
    person_id: UUID,
    data: UploadCreate,
) -> UploadRead:
    """Promise a key and sign a form for exactly the announced type and size.

    Raises:
        UploadTypeRefused: the purpose does not allow them.
    """
    upload_id = uuid7()
    key = rules.object_key(
        purpose=data.purpose,
        organisation_id=organisation_id,
        upload_id=upload_id,
        content_type=data.content_type,
        size_bytes=data.size_bytes,
    )
    form = await store.presign_post(
        key=key, content_type=data.content_type, size_bytes=data.size_bytes
    )
    async with database.transaction() as session:
        session.add(
            Upload(
                id=upload_id,
                organisation_id=organisation_id,
                person_id=person_id,
                key=key,
                created_at=now(),
                **data.model_dump(),
            )
        )
    return UploadRead(id=upload_id, url=form.url, fields=form.fields, expires_at=form.expires_at)


async def require_stored(
    database: Database,
    store: ObjectStore,
    *,
    organisation_id: UUID,
    upload_id: UUID,
    purpose: UploadPurpose,
) -> Upload:
    """A party's upload that is really in the store, as announced. No lock is held meanwhile.

    Raises:
        UploadNotFound: not the party's, or of another purpose.
        UploadNotStored: no object, or of another type or size.
        ServiceUnavailable: the store does not answer.
    """
    async with database.reading() as session:
        upload = await queries.find(session, upload_id=upload_id)
    if upload is None or upload.organisation_id != organisation_id or upload.purpose != purpose:
        raise UploadNotFound
    stored = await store.find(key=upload.key)
    if stored is None or (stored.content_type, stored.size_bytes) != (
        upload.content_type,
        upload.size_bytes,
    ):
        raise UploadNotStored
    return upload


async def link(database: Database, store: ObjectStore, *, upload_id: UUID) -> FileLink:
    """A short-lived address of a private file; whether the caller may read it is checked before.

    Raises:
        UploadNotFound
    """
    async with database.reading() as session:
        upload = await queries.find(session, upload_id=upload_id)
    if upload is None:
        raise UploadNotFound
    url, expires_at = await store.presign_get(key=upload.key, content_type=upload.content_type)
    return FileLink(url=url, content_type=upload.content_type, expires_at=expires_at)
