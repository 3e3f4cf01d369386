"""Telling guests: one notice a dedupe key, in the transaction of what it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.mail.message import EMAIL, MailPort, Message
from kit.time import now
from services.orders.guest_notice import queries
from services.orders.guest_notice.rules import TEMPLATES, GuestTemplate, backoff

_log = structlog.get_logger(__name__)
_LEASE: Final = timedelta(minutes=2)
_MOST_ATTEMPTS: Final = 12
_LONGEST_ERROR: Final = 500


async def tell(
    session: AsyncSession,
    *,
    group_id: UUID,
    template: GuestTemplate,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Have the shopper of a group told; once for each ``dedupe_key``."""
    TEMPLATES[template].check(data)
    await queries.add(
        session,
        group_id=group_id,
        template=template.value,
        data=data,
        dedupe_key=dedupe_key,
        at=now(),
    )


def sender(port: MailPort) -> Callable[[Database], Awaitable[bool]]:
    """The due task's work, bound to where mail goes."""

    async def run(database: Database) -> bool:
        return await send_next(database, port)

    return run


async def send_next(database: Database, port: MailPort) -> bool:
    """Send one notice that is due, as steps. False: none is.

    The claim is committed before the call and the outcome after it. A crash in between ends the
    lease, and the message goes out again under the same Message-ID, or file name.
    """
    at = now()
    async with database.transaction() as session:
        notice = await queries.lease(session, at=at, until=at + _LEASE)
    if notice is None:
        return False
    try:
        await port.send(_message(notice))
    except Exception as error:  # noqa: BLE001 - whatever the port says, it must not block others
        await _failed(database, notice, error)
        return True
    async with database.transaction() as session:
        await queries.finish(session, notice_id=notice.id, status="sent", at=now(), error=None)
    return True


def _message(notice: Row[Any]) -> Message:
    """The text for the shopper's mail, or its short form for their phone."""
    text = TEMPLATES[GuestTemplate(notice.template)].fill(notice.data)
    address = notice.contact.get("email")
    if address:
        return Message(notice.id, EMAIL, address, text.subject, text.body)
    return Message(notice.id, "phone", notice.contact["phone"], text.subject, text.short)


async def _failed(database: Database, notice: Row[Any], error: Exception) -> None:
    reason = repr(error)[:_LONGEST_ERROR]
    _log.warning("guest_notice_not_sent", notice_id=str(notice.id), attempts=notice.attempts)
    async with database.transaction() as session:
        if notice.attempts >= _MOST_ATTEMPTS:
            await queries.finish(
                session, notice_id=notice.id, status="given_up", at=now(), error=reason
            )
        else:
            until = now() + backoff(notice.attempts)
            await queries.postpone(session, notice_id=notice.id, until=until, error=reason)
