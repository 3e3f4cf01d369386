"""Use cases of the audit log: write, seal, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.events.context import correlation_id
from kit.ids import uuid7
from kit.pagination import PageParams
from services.auth.audit import queries, rules
from services.auth.audit.origin import caller_address
from services.auth.models import AuditEntry, AuditKind

_log = structlog.get_logger(__name__)

_BATCH: Final = 1_000
_LONGEST_TRANSACTION: Final = timedelta(hours=1)
"""No transaction lives so long (the database's timeouts see to it), so no entry commits later
than this behind its id: the sealer need not look further back than the newest seal less this."""
_GENESIS: Final = bytes(32)


async def record(
    session: AsyncSession,
    *,
    action: str,
    by: UUID | None,
    subject: tuple[str, UUID],
    organisation_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
    kind: AuditKind = AuditKind.CHANGE,
) -> None:
    """Append to the audit log, in the transaction of the change itself: one INSERT.

    ``action`` is past tense (``organisation.updated``), ``by`` the person (None: the system),
    ``subject`` what it was done to (``("organisation", id)``), ``organisation_id`` for whom.
    Of ``before`` and ``after`` only what differs is kept. The network address and the request's
    id are added here. Never pass a secret, nor contacts or names of people unmasked: entries
    outlive an erasure.
    """
    old, new = rules.difference(before, after)
    await queries.insert_entry(
        session,
        id=uuid7(),
        kind=kind.value,
        action=action,
        actor_id=by,
        organisation_id=organisation_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        before=old,
        after=new,
        reason=reason,
        address=caller_address.get(),
        request_id=correlation_id.get(),
    )


async def record_read(
    session: AsyncSession,
    *,
    action: str,
    by: UUID,
    subject: tuple[str, UUID],
    organisation_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Write down that somebody looked at something sensitive that is not their own."""
    await record(
        session,
        action=action,
        by=by,
        subject=subject,
        organisation_id=organisation_id,
        reason=reason,
        kind=AuditKind.READ,
    )


async def seal(database: Database) -> bool:
    """Seal what has been written since, at most 1,000 entries; whether there may be more.

    The due task's work. Each seal's hash covers the former seal's and its entries', so that a
    changed, removed or added entry breaks the chain, which ``talat doctor`` follows. The hash
    also goes to the log, which is kept elsewhere: whoever rewrote the whole chain would have to
    rewrite that too. An entry that commits late is under the next seal; writers never wait.
    """
    async with database.transaction() as session:
        if not await queries.try_to_seal(session):
            return False
        newest = await queries.newest_seal(session)
        since = rules.first_id_at(newest.sealed_at - _LONGEST_TRANSACTION) if newest else None
        ids = await queries.unsealed(session, since=since, limit=_BATCH)
        if not ids:
            return False
        number = newest.number + 1 if newest else 1
        previous = newest.hash if newest else _GENESIS
        digest = await queries.chained_hash(session, previous=previous, ids=ids)
        await queries.insert_seal(session, number=number, previous=previous, hash=digest, ids=ids)
    _log.info("audit_sealed", number=number, hash=digest.hex(), entries=len(ids))
    return len(ids) == _BATCH


async def entries(
    session: AsyncSession,
    *,
    page: PageParams,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
    subject_id: UUID | None = None,
    kind: AuditKind | None = None,
) -> Sequence[AuditEntry]:
    """A page of entries, newest first, and one row more. The caller has been judged already."""
    return await queries.entries(
        session,
        person_id=person_id,
        organisation_id=organisation_id,
        subject_id=subject_id,
        kind=kind,
        page=page,
    )
