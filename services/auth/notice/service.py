"""Use cases of notices: ask once, send once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.models.person import ContactKind
from services.auth.notice import queries, rules
from services.auth.notice.port import Message, NoticePort

_log = structlog.get_logger(__name__)

_LEASE: Final = timedelta(minutes=2)
_MOST_ATTEMPTS: Final = 12
_LONGEST_ERROR: Final = 500


async def tell_person(
    session: AsyncSession,
    *,
    person_id: UUID,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Queue a notice to one person; a dedupe key that is known changes nothing.

    Raises:
        UnknownTemplateError, IncompleteDataError.
    """
    await _queue(session, [person_id], template=template, data=data, dedupe_key=dedupe_key)


async def tell_address(
    session: AsyncSession,
    *,
    person_id: UUID,
    kind: ContactKind,
    value: str,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Queue a notice to an address itself, which need not be the person's contact (yet).

    Raises:
        UnknownTemplateError, IncompleteDataError.
    """
    text = rules.render(template, data)
    notice_id = await _notice(session, text, template, data, dedupe_key)
    if notice_id is not None:
        row = _delivery(notice_id, person_id, kind, text)
        await queries.insert_deliveries(session, [{**row, "address": value}])


async def tell_organisation(
    session: AsyncSession,
    *,
    organisation_id: UUID,
    roles: Sequence[Role],
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Queue a notice to the members who bear one of the roles, or to the owners if nobody does.

    No roles means every member.

    Raises:
        UnknownTemplateError, IncompleteDataError.
    """
    people = await queries.members_with_roles(
        session, organisation_id=organisation_id, roles=[role.value for role in roles]
    )
    if not people:
        people = await queries.members_with_roles(
            session, organisation_id=organisation_id, roles=[Role.OWNER.value]
        )
    await _queue(session, people, template=template, data=data, dedupe_key=dedupe_key)


async def _queue(
    session: AsyncSession,
    people: Sequence[UUID],
    *,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    text = rules.render(template, data)
    notice_id = await _notice(session, text, template, data, dedupe_key)
    if notice_id is None:
        return
    contacts = await queries.preferred_contacts(session, person_ids=people)
    if not contacts:
        _log.warning("notice_without_recipient", template=template, notice_id=str(notice_id))
    rows = [
        {
            **_delivery(notice_id, contact.person_id, ContactKind(contact.kind), text),
            "contact_id": contact.id,
        }
        for contact in contacts
    ]
    await queries.insert_deliveries(session, rows)


async def _notice(
    session: AsyncSession,
    text: rules.Text,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> UUID | None:
    """The id of the new notice, or None when its dedupe key is known. Keeps no secret data."""
    notice_id = uuid7()
    inserted = await queries.insert_notice(
        session,
        id=notice_id,
        dedupe_key=dedupe_key,
        template=template,
        data={} if text.secret else dict(data),
    )
    return notice_id if inserted else None


def _delivery(
    notice_id: UUID, person_id: UUID, kind: ContactKind, text: rules.Text
) -> dict[str, object]:
    return {
        "id": uuid7(),
        "notice_id": notice_id,
        "person_id": person_id,
        "channel": kind.value,
        "subject": text.subject,
        "body": text.body if kind is ContactKind.EMAIL else text.short,
    }


def sender(port: NoticePort) -> Callable[[Database], Awaitable[bool]]:
    """The due task's work, bound to where mail and SMS go."""

    async def run(database: Database) -> bool:
        return await send_next(database, port=port)

    return run


async def send_next(database: Database, *, port: NoticePort) -> bool:
    """Send the next due delivery as steps; whether there was one.

    The claim is committed before the call and the outcome after it. A crash in between ends the
    lease, and the message goes out again under the same Message-ID (a file: the same name), so
    that the receiver has it once.
    """
    async with database.transaction() as session:
        delivery_id = await queries.claim_due(session, at=now(), lease=_LEASE)
        if delivery_id is None:
            return False
        row = await queries.delivery_with_address(session, delivery_id)
    message = Message(row.id, ContactKind(row.channel), row.address, row.subject, row.body)
    try:
        await port.send(message)
    except Exception as error:  # noqa: BLE001 - whatever the port says, the item must not block
        await _failed(database, delivery_id, attempts=row.attempts, error=error)
        return True
    async with database.transaction() as session:
        await queries.mark_sent(
            session, delivery_id=delivery_id, remove_text=rules.is_secret(row.template)
        )
    return True


async def _failed(
    database: Database, delivery_id: UUID, *, attempts: int, error: Exception
) -> None:
    last = attempts >= _MOST_ATTEMPTS
    retry_at = None if last else now() + timedelta(seconds=rules.backoff_seconds(attempts))
    _log.warning(
        "notice_not_sent", delivery_id=str(delivery_id), attempts=attempts, error=repr(error)
    )
    async with database.transaction() as session:
        await queries.mark_failed(
            session,
            delivery_id=delivery_id,
            error=repr(error)[:_LONGEST_ERROR],
            retry_at=retry_at,
        )
