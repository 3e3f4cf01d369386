"""Use cases of a person's data: export and erasure, each a case that the services answer."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import PersonErasureRequested, PersonExportRequested
from contracts.events.people import PersonErasureApplied, PersonExportReady
from contracts.events.topology import TOPOLOGY
from contracts.tokens import Principal
from kit import personal_data, sealing
from kit.db import Database
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today, now
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.challenge import service as challenge_service
from services.auth.credential import service as credential_service
from services.auth.membership import service as membership_service
from services.auth.models import Base, PrivacyAnswer, PrivacyCase
from services.auth.models.privacy import PrivacyKind, PrivacyStatus
from services.auth.notice import service as notice_service
from services.auth.password.argon2id import PasswordHashing
from services.auth.privacy import queries
from services.auth.privacy.errors import ExportNotReady, PrivacyRequestOpen
from services.auth.privacy.schemas import AnswerRead, PrivacyCaseRead
from services.auth.second_factor import service as second_factor_service
from services.auth.session import service as session_service
from services.auth.signing_key.fernet import Vault

_ANSWERED_BY: Final = frozenset(
    service
    for service, events in TOPOLOGY.consumes.items()
    if PersonExportRequested in events and PersonErasureRequested in events
)
"""Every service that holds something about people."""

_DAYS_BY_LAW: Final = 30
_KEPT_FOR: Final = timedelta(days=7)


async def ask_for_export(
    session: AsyncSession, *, vault: Vault, caller: Principal
) -> PrivacyCaseRead:
    """Begin to collect everything held about the caller.

    Raises:
        PrivacyRequestOpen.
    """
    private, public = sealing.new_pair()
    case_id = await _open(
        session,
        kind=PrivacyKind.EXPORT,
        person_id=caller.person_id,
        private_key_encrypted=vault.seal(private),
    )
    await publish(
        session,
        PersonExportRequested(
            version=1,
            request_id=case_id,
            person_id=caller.person_id,
            public_key=base64.b64encode(public).decode(),
        ),
    )
    return await _read(session, case_id)


async def _open(
    session: AsyncSession, *, kind: PrivacyKind, person_id: UUID, **values: Any
) -> UUID:
    case_id = uuid7()
    inserted = await queries.insert_case(
        session,
        id=case_id,
        person_id=person_id,
        kind=kind.value,
        status=PrivacyStatus.OPEN.value,
        due_on=bangkok_today() + timedelta(days=_DAYS_BY_LAW),
        **values,
    )
    if not inserted:
        raise PrivacyRequestOpen
    await audit_service.record(
        session, action=f"privacy.{kind.value}_requested", by=person_id, subject=("case", case_id)
    )
    return case_id


async def ask_for_erasure(
    database: Database, *, hashing: PasswordHashing, caller: Principal, password: str
) -> PrivacyCaseRead:
    """Close the caller's account, forget it here at once, and ask the services to.

    What remains is the person's id: in documents and accounts that the law keeps, and in the
    audit log, which holds masked addresses only.

    Raises:
        PasswordNotConfirmed, PrivacyRequestOpen, LastOwner (hand the organisation over first).
    """
    person_id = caller.person_id
    await credential_service.confirm_password(
        database, hashing=hashing, person_id=person_id, password=password
    )
    async with database.transaction() as session:
        case_id = await _open(session, kind=PrivacyKind.ERASURE, person_id=person_id)
        proof = await _forget(session, person_id)
        await queries.insert_answer(
            session, case_id=case_id, service="auth", part=1, parts=1, proof=proof
        )
        await publish(
            session, PersonErasureRequested(version=1, request_id=case_id, person_id=person_id)
        )
        return await _read(session, case_id)


async def _forget(session: AsyncSession, person_id: UUID) -> dict[str, Any]:
    """Everything personal in this service; what was done, as proof."""
    name = personal_data.PSEUDONYM
    await queries.blank_person(session, person_id, name=name, at=now())
    # After the name, so that the events of the memberships carry the pseudonym.
    memberships = await membership_service.end_all(session, person_id=person_id)
    appointments = await queries.end_appointments(
        session, person_id, yesterday=bangkok_today() - timedelta(days=1)
    )
    ended = await session_service.end_all(
        session, person_id=person_id, reason="erased", by=person_id
    )
    await session_service.forget_origins(session, person_id=person_id)
    await second_factor_service.remove(session, person_id=person_id)
    await challenge_service.forget_person(session, person_id=person_id)
    deliveries = await queries.blank_deliveries(session, person_id)
    contacts = await account_service.remove_contacts(session, person_id=person_id)
    return {
        "contacts_removed": contacts,
        "memberships_ended": memberships,
        "appointments_ended": appointments,
        "sessions_ended": ended,
        "notices_emptied": deliveries,
    }


async def export_answered(session: AsyncSession, *, event: PersonExportReady) -> None:
    """Keep a service's sealed part, and close the case with the last one."""
    case = await queries.lock_case(session, event.request_id)
    if case is None or case.status != PrivacyStatus.OPEN:
        return
    await queries.insert_answer(
        session,
        case_id=case.id,
        service=event.source,
        part=event.part,
        parts=event.parts,
        sealed=event.sealed,
    )
    if await _close_when_answered(session, case, others=_ANSWERED_BY):
        await notice_service.tell_person(
            session,
            person_id=case.person_id,
            template="export_ready",
            data={"days": str(_KEPT_FOR.days)},
            dedupe_key=f"export_ready:{case.id}",
        )


async def erasure_answered(session: AsyncSession, *, event: PersonErasureApplied) -> None:
    """Keep a service's proof, and close the case with the last one."""
    case = await queries.lock_case(session, event.request_id)
    if case is None or case.status != PrivacyStatus.OPEN:
        return
    proof = event.model_dump(mode="json", include={"pseudonymised", "kept", "retain_until_on"})
    await queries.insert_answer(
        session, case_id=case.id, service=event.source, part=1, parts=1, proof=proof
    )
    await _close_when_answered(session, case, others=_ANSWERED_BY)


async def _close_when_answered(
    session: AsyncSession, case: PrivacyCase, *, others: frozenset[str]
) -> bool:
    answers = await queries.answers(session, case.id)
    complete = {
        answer.service
        for answer in answers
        if sum(each.service == answer.service for each in answers) == answer.parts
    }
    if not others <= complete:
        return False
    case.status = PrivacyStatus.DONE.value
    case.closed_at = now()
    if case.kind == PrivacyKind.EXPORT:
        case.expires_at = now() + _KEPT_FOR
    await queries.flush(session)
    await audit_service.record(
        session,
        action=f"privacy.{case.kind}_done",
        by=None,
        subject=("case", case.id),
        after={"answered_by": sorted(complete)},
    )
    return True


async def own_case(session: AsyncSession, *, caller: Principal, case_id: UUID) -> PrivacyCaseRead:
    """The caller's request.

    Raises:
        NotFound: another's too.
    """
    case = await queries.case(session, case_id)
    if case is None or case.person_id != caller.person_id:
        raise NotFound
    return await _read(session, case_id)


async def _read(session: AsyncSession, case_id: UUID) -> PrivacyCaseRead:
    case = await queries.case(session, case_id)
    if case is None:
        raise NotFound
    return _shown(case, await queries.answers(session, case_id))


def _shown(case: PrivacyCase, answers: Sequence[PrivacyAnswer]) -> PrivacyCaseRead:
    first = [answer for answer in answers if answer.part == 1]
    return PrivacyCaseRead(
        id=case.id,
        kind=PrivacyKind(case.kind),
        status=PrivacyStatus(case.status),
        requested_at=case.requested_at,
        due_on=case.due_on,
        closed_at=case.closed_at,
        expires_at=case.expires_at,
        answers=[
            AnswerRead(
                service=answer.service,
                parts_answered=sum(each.service == answer.service for each in answers),
                parts=answer.parts,
                proof=answer.proof,
            )
            for answer in first
        ],
    )


async def download(
    session: AsyncSession, *, vault: Vault, caller: Principal, case_id: UUID
) -> bytes:
    """The export as a zip of JSON files: auth's own part as it is now, the others' as answered.

    For the person only, whoever else knows the id; that it was fetched is written down.

    Raises:
        NotFound, ExportNotReady.
    """
    case = await queries.case(session, case_id)
    if case is None or case.person_id != caller.person_id or case.kind != PrivacyKind.EXPORT:
        raise NotFound
    if case.status != PrivacyStatus.DONE or case.private_key_encrypted is None:
        raise ExportNotReady
    private = vault.open(case.private_key_encrypted)
    own = await _own_part(session, caller.person_id)
    parts = {"auth": personal_data.document(own)}
    answers = await queries.answers(session, case_id)
    for service in sorted({answer.service for answer in answers}):
        text = "".join(answer.sealed or "" for answer in answers if answer.service == service)
        parts[service] = sealing.unseal(
            base64.b64decode(text), private=private, purpose=str(case_id)
        )
    await audit_service.record_read(
        session,
        action="privacy.export_downloaded",
        by=caller.person_id,
        subject=("case", case_id),
    )
    return _zipped(parts)


async def _own_part(session: AsyncSession, person_id: UUID) -> dict[str, Any]:
    me = await account_service.me(session, person_id=person_id)
    held = await personal_data.held(session, Base.metadata, person_id=person_id)
    return {"account": me.model_dump(mode="json"), **held}


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for service, content in parts.items():
            archive.writestr(f"{service}.json", content)
    return packed.getvalue()


async def list_cases(session: AsyncSession, *, page: PageParams) -> Paged[PrivacyCaseRead]:
    """Every request with its proofs, newest first; for the operator. No personal data in it."""
    rows = await queries.cases(session, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    items = [_shown(case, await queries.answers(session, case.id)) for case in shown]
    return Paged[PrivacyCaseRead](items=items, next_cursor=cursor)


async def expire_next(database: Database) -> bool:
    """Throw away an export whose time is over, key first; whether there was one.

    Without the key the sealed parts that may still lie on the bus open for nobody.
    """
    async with database.transaction() as session:
        case = await queries.next_expired(session, at=now())
        if case is None:
            return False
        case.private_key_encrypted = None
        case.status = PrivacyStatus.EXPIRED.value
        await queries.flush(session)
        await queries.delete_parts(session, case.id)
    return True
