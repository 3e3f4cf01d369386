"""Use cases of imports: take a file, work it off line by line, hand out codes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from contracts.types import Agency
from kit.db import Database
from kit.errors import AppError, NotFound
from kit.ids import uuid7
from kit.time import now
from services.auth.desk import service as desk_service
from services.auth.desk.service import Matter
from services.auth.duplicate.rules import name_key
from services.auth.importing import queries, rules
from services.auth.importing.errors import LineNotValid, NotOfThisOffice
from services.auth.importing.schemas import FailedRow, ImportCodes, ImportRead, RowError
from services.auth.models import GroupImport
from services.auth.models.registry import ImportStatus, RowOutcome
from services.auth.officer import rules as officer_rules
from services.auth.organisation import rules as organisation_rules
from services.auth.organisation import service as organisation_service
from services.auth.organisation.schemas import OrganisationCreate
from services.auth.registry import service as registry_service

_RESOURCE: Final = "group_import"
AGENCY: Final = Agency.COMMUNITY_DEVELOPMENT
"""The office that keeps the registers of groups."""


async def take(
    database: Database, *, caller: Principal, province_code: str, content: bytes
) -> ImportRead:
    """Queue a file of a province's groups; the same file again is the same import.

    Raises:
        FileNotReadable, NotFound, an officer's refusal.
    """
    rows = rules.read_rows(content)
    digest = hashlib.sha256(content).digest()

    async def work(session: AsyncSession) -> ImportRead | AppError:
        matter = Matter(AGENCY, province_code, _RESOURCE, None)
        refused = await desk_service.refusal(session, caller=caller, matter=matter, action="import")
        if refused is not None:
            return refused
        import_id = uuid7()
        inserted = await queries.insert_import(
            session,
            id=import_id,
            agency=AGENCY.value,
            province_code=province_code,
            content_hash=digest,
            row_count=len(rows),
            created_by=caller.person_id,
        )
        if inserted and rows:
            await queries.insert_rows(
                session,
                [
                    {"import_id": import_id, "line": number, "values": values}
                    for number, values in enumerate(rows, 2)
                ],
            )
        found = await queries.import_by_hash(
            session, province_code=province_code, content_hash=digest
        )
        if found is None:
            raise NotFound
        return await _read(session, found)

    return await desk_service.committed(database, work)


async def read(database: Database, *, caller: Principal, import_id: UUID) -> ImportRead:
    """How far a file is, and which lines were refused and why.

    Raises:
        NotFound, an officer's refusal.
    """

    async def work(session: AsyncSession) -> ImportRead | AppError:
        found = await _of_desk(session, caller, import_id, action="read_import")
        return found if isinstance(found, AppError) else await _read(session, found)

    return await desk_service.committed(database, work)


async def issue_codes(database: Database, *, caller: Principal, import_id: UUID) -> ImportCodes:
    """New claim codes for the file's groups that nobody has claimed; former ones are void.

    Raises:
        NotFound, an officer's refusal.
    """

    async def work(session: AsyncSession) -> ImportCodes | AppError:
        found = await _of_desk(session, caller, import_id, action="issue_claim_codes")
        if isinstance(found, AppError):
            return found
        codes = [
            await registry_service.issue_code(
                session, organisation_id=organisation_id, by=caller.person_id
            )
            for organisation_id in await queries.unclaimed_of(session, import_id)
        ]
        return ImportCodes(items=codes)

    return await desk_service.committed(database, work)


async def _of_desk(
    session: AsyncSession, caller: Principal, import_id: UUID, *, action: str
) -> GroupImport | AppError:
    found = await queries.group_import(session, import_id)
    if found is None:
        raise NotFound
    matter = Matter(Agency(found.agency), found.province_code, _RESOURCE, import_id)
    refused = await desk_service.refusal(session, caller=caller, matter=matter, action=action)
    return found if refused is None else refused


async def _read(session: AsyncSession, found: GroupImport) -> ImportRead:
    counts = await queries.counts(session, found.id)
    failed = [
        FailedRow(line=row.line, errors=[RowError.model_validate(each) for each in row.errors])
        for row in await queries.failed(session, found.id)
    ]
    return ImportRead(
        id=found.id,
        agency=Agency(found.agency),
        province_code=found.province_code,
        status=ImportStatus(found.status),
        rows=found.row_count,
        counts=counts,
        failed=failed,
        created_at=found.created_at,
        finished_at=found.finished_at,
    )


async def work_off(database: Database) -> bool:
    """Bring in the next line of the oldest open file; whether there may be more.

    One line is one transaction; what a line's refusal says is kept with it, and the next goes on.
    """
    async with database.transaction() as session:
        found = await queries.next_open(session)
        if found is None:
            return False
        row = await queries.next_row(session, found.id)
        if row is None:
            found.status, found.finished_at = ImportStatus.DONE.value, now()
            await queries.save(session)
            return True
        try:
            async with session.begin_nested():
                outcome, organisation_id = await _bring_in(session, found, row.values)
            errors: list[dict[str, str]] = []
        except AppError as error:
            outcome, organisation_id, errors = RowOutcome.FAILED, None, [_said(error)]
        await queries.set_outcome(
            session,
            import_id=found.id,
            line=row.line,
            outcome=outcome.value,
            organisation_id=organisation_id,
            errors=errors,
        )
    return True


async def _bring_in(
    session: AsyncSession, found: GroupImport, values: Mapping[str, str]
) -> tuple[RowOutcome, UUID]:
    """Enter a group, unless the province has it.

    Raises:
        AppError: what is wrong with the line.
    """
    rules.check_cells(values)
    organisation = _parsed(values)
    province, _ = organisation_rules.check_place(None, organisation.subdistrict_code)
    if province != found.province_code or (
        officer_rules.registering_agency(organisation.kind) is not AGENCY
    ):
        raise NotOfThisOffice
    key = rules.key_of(values, name_key=name_key(organisation.name_th))
    known = await queries.owner_of_key(session, province_code=province, key=key)
    code = organisation_rules.check_registration_code(
        organisation.kind, organisation.registration_code, province_code=province
    )
    if known is None and code is not None:
        known = await queries.organisation_of_code(
            session, kind=organisation.kind.value, registration_code=code
        )
    if known is not None:
        return RowOutcome.UNCHANGED, known
    made = await organisation_service.register(
        session, by=found.created_by, organisation=organisation
    )
    await queries.take_key(session, province_code=province, key=key, organisation_id=made.id)
    return RowOutcome.CREATED, made.id


def _parsed(values: Mapping[str, str]) -> OrganisationCreate:
    try:
        kind = rules.kind_of(values.get("kind"))
        return OrganisationCreate.model_validate({**values, "kind": kind})
    except (ValueError, ValidationError) as error:
        raise LineNotValid from error


def _said(error: AppError) -> dict[str, str]:
    return {
        "code": error.code,
        "message_th": error.detail("th") or error.title_th,
        "message_en": error.detail("en") or error.title_en,
    }
