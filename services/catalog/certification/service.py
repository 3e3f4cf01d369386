"""Use cases of certification, for the party that applies."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from contracts.types import Agency
from kit.db import Database
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_date, bangkok_today, now
from services.catalog.certification import queries, rules
from services.catalog.certification.errors import (
    CertificationNotFound,
    OfficerRequired,
    TransitionNotAllowed,
)
from services.catalog.certification.schemas import (
    CertificationBrief,
    CertificationCreate,
    CertificationRead,
    QueueFilter,
    SchemeRead,
    Schemes,
    StepRead,
)
from services.catalog.media import service as media_service
from services.catalog.media.errors import UploadNotFound
from services.catalog.media.schemas import FileLink
from services.catalog.models import (
    CaseState,
    Certification,
    CertificationEvidence,
    CertificationScheme,
    CertificationStep,
    UploadPurpose,
)
from services.catalog.product import service as product_service
from services.catalog.shop import service as shop_service
from services.catalog.storage.s3 import ObjectStore


async def schemes(session: AsyncSession) -> Schemes:
    """Every scheme."""
    found = await queries.schemes(session)
    return Schemes(items=[SchemeRead.model_validate(scheme) for scheme in found])


async def create(
    session: AsyncSession, *, organisation_id: UUID, data: CertificationCreate
) -> CertificationRead:
    """Open a case as a draft.

    Raises:
        ShopNotKnownYet, ProductNotFound
        CertificationIncomplete: the standard or number is not of the scheme's form.
    """
    shop = await shop_service.require(session, shop_id=organisation_id)
    scheme = await queries.scheme(session, code=data.scheme)
    title, province = shop.name_th, shop.province_code
    if data.product_id is not None:
        product = await product_service.owned(
            session, shop_id=organisation_id, product_id=data.product_id
        )
        title, province = product.name_th, product.province_code
    at = now()
    case = Certification(
        id=uuid7(),
        scheme=data.scheme,
        organisation_id=organisation_id,
        product_id=data.product_id,
        state=CaseState.DRAFT,
        version=1,
        title_th=data.title_th or title,
        standard=rules.clean_standard(data.standard, scheme),
        number=rules.clean_number(data.number, scheme),
        round=data.round,
        province_code=province,
        area=sorted(set(data.area)),
        provenance=data.provenance or shop.provenance,
        created_at=at,
        updated_at=at,
    )
    session.add(case)
    await session.flush()
    return await read(session, case)


async def submit(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID, certification_id: UUID
) -> CertificationRead:
    """Hand a draft to the office.

    Raises:
        CertificationNotFound, TransitionNotAllowed, CertificationIncomplete
    """
    case = await queries.lock(session, certification_id=certification_id)
    if case is None or case.organisation_id != organisation_id:
        raise CertificationNotFound
    if case.state is not CaseState.DRAFT:
        raise TransitionNotAllowed(state=case.state.value, wanted=CaseState.SUBMITTED.value)
    rules.check_complete(case, await queries.scheme(session, code=case.scheme))
    case.submitted_at = now()
    await step(session, case, CaseState.SUBMITTED, actor_id=person_id)
    return await read(session, case)


async def step(
    session: AsyncSession,
    case: Certification,
    state: CaseState,
    *,
    actor_id: UUID,
    agency: Agency | None = None,
    reason: str | None = None,
) -> CertificationStep:
    """Move a locked case to a state and write it into its history."""
    at = now()
    case.state = state
    case.version += 1
    case.updated_at = at
    entry = CertificationStep(
        id=uuid7(),
        certification_id=case.id,
        position=await queries.next_position(session, certification_id=case.id),
        state=state,
        on_date=bangkok_date(at),
        at=at,
        actor_id=actor_id,
        agency=agency,
        reason=reason,
    )
    session.add(entry)
    await session.flush()
    return entry


async def locked(
    session: AsyncSession, *, certification_id: UUID
) -> tuple[Certification, CertificationScheme]:
    """A case under its row lock, with its scheme. Raises CertificationNotFound."""
    case = await queries.lock(session, certification_id=certification_id)
    if case is None:
        raise CertificationNotFound
    return case, await queries.scheme(session, code=case.scheme)


async def get(
    session: AsyncSession, *, principal: Principal, certification_id: UUID
) -> CertificationRead:
    """A case for its party, or for an officer whose remit it is in.

    Raises:
        CertificationNotFound: it does not exist for this caller.
        OfficerOutsideRemit: an officer of another agency, scheme or province.
    """
    return await read(session, await _visible(session, principal, certification_id))


async def _visible(
    session: AsyncSession, principal: Principal, certification_id: UUID
) -> Certification:
    case = await queries.find(session, certification_id=certification_id)
    if case is None:
        raise CertificationNotFound
    if case.organisation_id == principal.organisation_id:
        return case
    refused = rules.refusal(principal, case, await queries.scheme(session, code=case.scheme))
    if case.state is CaseState.DRAFT or isinstance(refused, OfficerRequired):
        raise CertificationNotFound
    if refused is not None:
        raise refused
    return case


async def list_cases(
    session: AsyncSession, *, principal: Principal, wanted: QueueFilter, page: PageParams
) -> Paged[CertificationBrief]:
    """The party's own cases, or the officer's queue.

    Raises:
        OfficerRequired: a queue is asked for without an appointment, or own cases without a party.
    """
    is_officer = bool(principal.officer) or principal.operator
    view = wanted.view or ("own" if principal.organisation_id and not is_officer else "queue")
    if view == "own" and principal.organisation_id:
        rows = await queries.page_of_party(
            session, organisation_id=principal.organisation_id, wanted=wanted, page=page
        )
    elif view == "queue" and is_officer:
        rows = await queries.page_of_officer(
            session,
            rights=principal.officer,
            operator=principal.operator,
            wanted=wanted,
            page=page,
        )
    else:
        raise OfficerRequired
    shown, cursor = paged(rows, page=page, key=lambda case: (case.id,))
    items = [CertificationBrief.model_validate(case) for case in shown]
    return Paged[CertificationBrief](items=items, next_cursor=cursor)


async def attach_evidence(
    database: Database,
    store: ObjectStore,
    *,
    organisation_id: UUID,
    certification_id: UUID,
    upload_id: UUID,
) -> CertificationRead:
    """Attach an uploaded file to a case; attaching it twice changes nothing.

    Raises:
        CertificationNotFound, UploadNotFound, UploadNotStored, ServiceUnavailable
        TransitionNotAllowed: the case is decided; its file is closed.
    """
    upload = await media_service.require_stored(
        database,
        store,
        organisation_id=organisation_id,
        upload_id=upload_id,
        purpose=UploadPurpose.EVIDENCE,
    )
    async with database.transaction() as session:
        case = await queries.lock(session, certification_id=certification_id)
        if case is None or case.organisation_id != organisation_id:
            raise CertificationNotFound
        if case.decided_at is not None:
            raise TransitionNotAllowed(state=case.state.value, wanted="evidence")
        if upload.id not in await queries.evidence(session, certification_id=case.id):
            session.add(
                CertificationEvidence(
                    certification_id=case.id, upload_id=upload.id, attached_at=now()
                )
            )
            await session.flush()
        return await read(session, case)


async def evidence_link(
    database: Database,
    store: ObjectStore,
    *,
    principal: Principal,
    certification_id: UUID,
    upload_id: UUID,
) -> FileLink:
    """A short-lived address of a piece of evidence, for whoever may read the case.

    Raises:
        CertificationNotFound, OfficerOutsideRemit, UploadNotFound
    """
    async with database.reading() as session:
        case = await _visible(session, principal, certification_id)
        attached = await queries.evidence(session, certification_id=case.id)
    if upload_id not in attached:
        raise UploadNotFound
    return await media_service.link(database, store, upload_id=upload_id)


async def read(session: AsyncSession, case: Certification) -> CertificationRead:
    """A case with its history and evidence."""
    steps = await queries.history(session, certification_id=case.id)
    return CertificationRead(
        **CertificationBrief.model_validate(case).model_dump(),
        standard=case.standard,
        area=case.area,
        expired=rules.is_expired(case, bangkok_today()),
        evidence=list(await queries.evidence(session, certification_id=case.id)),
        history=[StepRead.model_validate(entry) for entry in steps],
    )
