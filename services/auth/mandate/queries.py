"""Every statement of the mandate feature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.pagination import PageParams, keyset
from services.auth.models import Mandate, Organisation
from services.auth.models.base import AnyRow

_Producer = aliased(Organisation)
_Intermediary = aliased(Organisation)


async def insert_mandate(session: AsyncSession, **values: Any) -> bool:
    """Insert a mandate; False when the two have a living one."""
    statement = (
        insert(Mandate)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=[Mandate.intermediary_id, Mandate.producer_id],
            index_where=text("status IN ('proposed', 'active')"),
        )
        .returning(Mandate.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def lock_mandate(session: AsyncSession, mandate_id: UUID) -> Mandate | None:
    """The mandate, locked."""
    statement = select(Mandate).where(Mandate.id == mandate_id).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def save(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


def _read() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Mandate,
            _Intermediary.name_th.label("intermediary_name_th"),
            _Producer.name_th.label("producer_name_th"),
        )
        .join(_Intermediary, _Intermediary.id == Mandate.intermediary_id)
        .join(_Producer, _Producer.id == Mandate.producer_id)
        .execution_options(populate_existing=True)
    )


async def mandate(session: AsyncSession, mandate_id: UUID) -> AnyRow | None:
    """A mandate with both names."""
    return (await session.execute(_read().where(Mandate.id == mandate_id))).one_or_none()


async def mandates_of(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Sequence[AnyRow]:
    """A page of an organisation's mandates on either side, newest first, and one row more."""
    statement = _read().where(
        or_(Mandate.producer_id == organisation_id, Mandate.intermediary_id == organisation_id)
    )
    paged_statement = keyset(statement, order=[(Mandate.id, "desc")], page=page)
    rows: Sequence[AnyRow] = (await session.execute(paged_statement)).all()
    return rows


async def stream_mandates(session: AsyncSession) -> AsyncIterator[Row[Mandate]]:
    """Every mandate, by server-side cursor."""
    async for row in await session.stream(select(Mandate).order_by(Mandate.id)):
        yield row
