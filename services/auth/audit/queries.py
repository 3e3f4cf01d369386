"""Every statement of the audit feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, exists, func, insert, literal, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Uuid

from kit.pagination import PageParams, keyset
from services.auth.models import AuditEntry, AuditKind, AuditSeal, AuditSealed

_SEALING: Final = 0x7A1A_5EA1
"""Advisory lock: one sealer at a time. Writers never take it."""

_HASH: Final = text(
    "SELECT sha256(CAST(:previous AS bytea) || string_agg(audit_entry_digest(e), ''::bytea"
    " ORDER BY e.id)) FROM audit_entry e WHERE e.id = ANY (:ids)"
).bindparams(bindparam("ids", type_=ARRAY(Uuid())))


async def insert_entry(session: AsyncSession, **values: Any) -> None:
    """Append an entry."""
    await session.execute(insert(AuditEntry).values(**values))


async def try_to_seal(session: AsyncSession) -> bool:
    """Whether this transaction is the one that may seal."""
    statement = select(func.pg_try_advisory_xact_lock(_SEALING))
    return bool((await session.execute(statement)).scalar_one())


async def newest_seal(session: AsyncSession) -> AuditSeal | None:
    """The end of the chain."""
    statement = select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def unsealed(session: AsyncSession, *, since: UUID | None, limit: int) -> Sequence[UUID]:
    """Entries under no seal, oldest first, looking from an id on."""
    sealed = exists().where(AuditSealed.entry_id == AuditEntry.id)
    statement = select(AuditEntry.id).where(~sealed).order_by(AuditEntry.id).limit(limit)
    if since is not None:
        statement = statement.where(AuditEntry.id >= since)
    return (await session.execute(statement)).scalars().all()


async def chained_hash(session: AsyncSession, *, previous: bytes, ids: Sequence[UUID]) -> bytes:
    """The hash of the former seal and of these entries; computed where doctor computes it."""
    result = await session.execute(_HASH, {"previous": previous, "ids": list(ids)})
    return bytes(result.scalar_one())


async def insert_seal(session: AsyncSession, *, ids: Sequence[UUID], **values: Any) -> None:
    """Write a seal and which entries are under it."""
    await session.execute(insert(AuditSeal).values(entries=len(ids), **values))
    rows = select(func.unnest(literal(list(ids), ARRAY(Uuid()))), literal(values["number"]))
    await session.execute(insert(AuditSealed).from_select(["entry_id", "seal_number"], rows))


async def entries(
    session: AsyncSession,
    *,
    person_id: UUID | None,
    organisation_id: UUID | None,
    subject_id: UUID | None,
    kind: AuditKind | None,
    page: PageParams,
) -> Sequence[AuditEntry]:
    """A page of entries, newest first, and one row more. A person's: acted or acted upon."""
    statement = select(AuditEntry)
    if person_id is not None:
        statement = statement.where(
            or_(AuditEntry.actor_id == person_id, AuditEntry.subject_id == person_id)
        )
    if organisation_id is not None:
        statement = statement.where(AuditEntry.organisation_id == organisation_id)
    if subject_id is not None:
        statement = statement.where(AuditEntry.subject_id == subject_id)
    if kind is not None:
        statement = statement.where(AuditEntry.kind == kind.value)
    found = await session.execute(keyset(statement, order=[(AuditEntry.id, "desc")], page=page))
    rows: Sequence[AuditEntry] = found.scalars().all()
    return rows
