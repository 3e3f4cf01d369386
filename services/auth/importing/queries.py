"""Every statement of the import feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import GroupImport, GroupImportRow, Organisation, RegistryKey
from services.auth.models.base import AnyRow
from services.auth.models.registry import ImportStatus, RowOutcome

_MOST_FAILED = 1_000


async def insert_import(session: AsyncSession, **values: Any) -> bool:
    """Insert a file; False when the province has sent it before."""
    statement = (
        insert(GroupImport)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=[GroupImport.province_code, GroupImport.content_hash]
        )
        .returning(GroupImport.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def insert_rows(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the lines of a file."""
    await session.execute(insert(GroupImportRow), list(rows))


async def import_by_hash(
    session: AsyncSession, *, province_code: str, content_hash: bytes
) -> GroupImport | None:
    """The province's earlier import of the same file."""
    statement = select(GroupImport).where(
        GroupImport.province_code == province_code, GroupImport.content_hash == content_hash
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def group_import(session: AsyncSession, import_id: UUID) -> GroupImport | None:
    """The import."""
    return await session.get(GroupImport, import_id, populate_existing=True)


async def counts(session: AsyncSession, import_id: UUID) -> dict[RowOutcome, int]:
    """How many lines have which outcome."""
    statement = (
        select(GroupImportRow.outcome, func.count().label("lines"))
        .where(GroupImportRow.import_id == import_id)
        .group_by(GroupImportRow.outcome)
    )
    return {RowOutcome(row.outcome): row.lines for row in await session.execute(statement)}


async def failed(session: AsyncSession, import_id: UUID) -> Sequence[AnyRow]:
    """The lines that were refused, the first thousand."""
    statement = (
        select(GroupImportRow.line, GroupImportRow.errors)
        .where(
            GroupImportRow.import_id == import_id,
            GroupImportRow.outcome == RowOutcome.FAILED.value,
        )
        .order_by(GroupImportRow.line)
        .limit(_MOST_FAILED)
    )
    return (await session.execute(statement)).all()


async def next_open(session: AsyncSession) -> GroupImport | None:
    """The oldest file that is not done, locked; another worker takes another."""
    statement = (
        select(GroupImport)
        .where(GroupImport.status == ImportStatus.QUEUED.value)
        .order_by(GroupImport.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def next_row(session: AsyncSession, import_id: UUID) -> GroupImportRow | None:
    """The first line that waits."""
    statement = (
        select(GroupImportRow)
        .where(
            GroupImportRow.import_id == import_id,
            GroupImportRow.outcome == RowOutcome.WAITING.value,
        )
        .order_by(GroupImportRow.line)
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def set_outcome(session: AsyncSession, *, import_id: UUID, line: int, **values: Any) -> None:
    """Write what became of a line."""
    await session.execute(
        update(GroupImportRow)
        .where(GroupImportRow.import_id == import_id, GroupImportRow.line == line)
        .values(**values)
    )


async def save(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def take_key(
    session: AsyncSession, *, province_code: str, key: str, organisation_id: UUID
) -> UUID | None:
    """None when the key was free and is now the organisation's, else whose it is."""
    statement = (
        insert(RegistryKey)
        .values(province_code=province_code, key=key, organisation_id=organisation_id)
        .on_conflict_do_nothing()
        .returning(RegistryKey.organisation_id)
    )
    if (await session.execute(statement)).scalar_one_or_none() is not None:
        return None
    return await owner_of_key(session, province_code=province_code, key=key)


async def owner_of_key(session: AsyncSession, *, province_code: str, key: str) -> UUID | None:
    """The organisation that is known by the key."""
    statement = select(RegistryKey.organisation_id).where(
        RegistryKey.province_code == province_code, RegistryKey.key == key
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def organisation_of_code(
    session: AsyncSession, *, kind: str, registration_code: str
) -> UUID | None:
    """A living organisation that registered the code by itself."""
    statement = (
        select(Organisation.id)
        .where(
            Organisation.kind == kind,
            Organisation.registration_code == registration_code,
            Organisation.merged_into.is_(None),
        )
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def unclaimed_of(session: AsyncSession, import_id: UUID) -> Sequence[UUID]:
    """The groups that this file made and that nobody has claimed."""
    statement = (
        select(Organisation.id)
        .join(GroupImportRow, GroupImportRow.organisation_id == Organisation.id)
        .where(GroupImportRow.import_id == import_id, Organisation.unclaimed)
        .distinct()
        .order_by(Organisation.id)
    )
    return (await session.execute(statement)).scalars().all()
