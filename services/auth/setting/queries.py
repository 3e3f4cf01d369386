"""Every statement of the setting feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import OperatorSetting


async def insert_setting(session: AsyncSession, **values: Any) -> bool:
    """Add a row; False when one of the key begins on that day."""
    statement = (
        insert(OperatorSetting)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[OperatorSetting.key, OperatorSetting.valid_from_on])
        .returning(OperatorSetting.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def rows(session: AsyncSession) -> Sequence[OperatorSetting]:
    """Every row, the newest first."""
    statement = select(OperatorSetting).order_by(OperatorSetting.valid_from_on.desc())
    return (await session.execute(statement)).scalars().all()
