"""HTTP of imports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from fastapi.responses import StreamingResponse

from kit.errors import Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.catalog.deps import (
    CatalogueEditor,
    DatabaseDep,
    MissingScope,
    NoOrganisation,
    PartyReader,
    ReadSession,
    StoreDep,
)
from services.catalog.importing import service
from services.catalog.importing.errors import ImportNotFound
from services.catalog.importing.schemas import ImportCreate, ImportRead
from services.catalog.media.errors import UploadNotFound, UploadNotStored
from services.catalog.shop.errors import ShopNotKnownYet

router = APIRouter(prefix="/imports", tags=["imports"])

_PARTY: Final = (Unauthenticated, NoOrganisation, MissingScope)
_EVENT_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "ImportRead as the data of each event; ends by itself",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
_CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "UTF-8 with its mark",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="นำเข้ารายการสินค้าจากไฟล์ · Import a list of products",
    responses=problem_responses(
        *_PARTY, ShopNotKnownYet, UploadNotFound, UploadNotStored, Unprocessable
    ),
)
async def create_import(
    data: ImportCreate,
    actor: CatalogueEditor,
    database: DatabaseDep,
    store: StoreDep,
    response: Response,
) -> ImportRead:
    """The file is sent first (purpose ``import``); the same file again is the same job."""
    job = await service.create(
        database,
        store,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        data=data,
    )
    response.headers["Location"] = f"/catalog/v1/imports/{job.id}"
    return job


@router.get(
    "",
    summary="งานนำเข้าของร้านตน · The party's imports",
    responses=problem_responses(*_PARTY, Unprocessable),
)
async def list_imports(actor: PartyReader, session: ReadSession, page: Page) -> Paged[ImportRead]:
    """Newest first."""
    return await service.list_own(session, organisation_id=actor.organisation_id, page=page)


@router.get(
    "/{import_id}",
    summary="ความคืบหน้าของการนำเข้า · How far an import has come",
    responses=problem_responses(*_PARTY, ImportNotFound),
)
async def read_import(import_id: UUID, actor: PartyReader, session: ReadSession) -> ImportRead:
    """Counts of rows; they move chunk by chunk."""
    return await service.get(session, organisation_id=actor.organisation_id, job_id=import_id)


@router.get(
    "/{import_id}/events",
    summary="ติดตามการนำเข้าแบบสด · Follow an import",
    response_class=StreamingResponse,
    responses={**_EVENT_STREAM, **problem_responses(*_PARTY, ImportNotFound)},
)
async def watch_import(
    import_id: UUID, actor: PartyReader, session: ReadSession, database: DatabaseDep
) -> StreamingResponse:
    """Server-sent events until the job has ended, at most a minute; a browser connects again."""
    await service.get(session, organisation_id=actor.organisation_id, job_id=import_id)

    async def events() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for job in service.watch(database, job_id=import_id):
            yield f"event: {job.status.value}\ndata: {job.model_dump_json()}\n\n"

    return StreamingResponse(
        events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


@router.get(
    "/{import_id}/errors.csv",
    summary="แถวที่นำเข้าไม่ได้ เพื่อแก้แล้วส่งใหม่ · Refused rows, to mend and send again",
    response_class=StreamingResponse,
    responses={**_CSV, **problem_responses(*_PARTY, ImportNotFound)},
)
async def read_import_errors(
    import_id: UUID, actor: PartyReader, session: ReadSession, database: DatabaseDep
) -> StreamingResponse:
    """The sheet's own columns behind the line and the reasons; those two are ignored on import."""
    headings = await service.headings_of(
        session, organisation_id=actor.organisation_id, job_id=import_id
    )
    return StreamingResponse(
        service.rejected_csv(database, job_id=import_id, headings=headings),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="errors-{import_id}.csv"'},
    )
