"""Every statement of the second factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import RecoveryCode, Totp


async def totp(session: AsyncSession, person_id: UUID) -> Totp | None:
    """The person's secret, locked: one code is used once, whoever tries it at the same time."""
    statement = (
        select(Totp)
        .where(Totp.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def is_enrolled(session: AsyncSession, person_id: UUID) -> bool:
    """Whether the person's secret is confirmed."""
    statement = select(Totp.person_id).where(
        Totp.person_id == person_id, Totp.confirmed_at.is_not(None)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def begin(session: AsyncSession, *, person_id: UUID, sealed: bytes) -> bool:
    """Keep a new secret unless one is confirmed; whether it was kept."""
    values: dict[str, Any] = {"secret_encrypted": sealed, "last_step": 0}
    statement = (
        pg_insert(Totp)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(
            index_elements=[Totp.person_id], set_=values, where=Totp.confirmed_at.is_(None)
        )
        .returning(Totp.person_id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def flush(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def remove(session: AsyncSession, person_id: UUID) -> None:
    """Forget the secret and the recovery codes."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await session.execute(delete(Totp).where(Totp.person_id == person_id))


async def replace_recovery_codes(
    session: AsyncSession, *, person_id: UUID, hashes: Sequence[bytes]
) -> None:
    """New recovery codes; the old ones are gone."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    rows = [{"code_hash": each, "person_id": person_id} for each in hashes]
    await session.execute(insert(RecoveryCode), rows)


async def use_recovery_code(session: AsyncSession, *, person_id: UUID, code_hash: bytes) -> bool:
    """Use a recovery code up; False when it is none, or was used."""
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.person_id == person_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=func.now())
        .returning(RecoveryCode.code_hash)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def recovery_codes_left(session: AsyncSession, person_id: UUID) -> int:
    """How many recovery codes are unused."""
    statement = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return (await session.execute(statement)).scalar_one()
