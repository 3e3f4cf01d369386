"""Statements that write listings and read categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Table, Text, bindparam, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductStatus
from contracts.types import Scheme
from services.catalog.models import Category, CertificationScheme, Listing


async def category(session: AsyncSession, *, code: str) -> Category | None:
    """A category by its code."""
    return await session.get(Category, code)


async def schemes(session: AsyncSession) -> dict[Scheme, CertificationScheme]:
    """Every scheme by its code: a handful of rows."""
    found = (await session.execute(select(CertificationScheme))).scalars().all()
    return {scheme.code: scheme for scheme in found}


async def upsert(session: AsyncSession, *, tokens: list[str], **values: Any) -> None:
    """Write a listing whole; ``card``, ``page`` and ``marks`` are JSON text."""
    # Sent as text and cast: the JSON type would encode what is JSON already.
    texts = {
        name: cast(literal(values.pop(name), Text()), JSON) for name in ("card", "page", "marks")
    }
    search = func.array_to_tsvector(literal(tokens, ARRAY(Text())))
    statement = insert(Listing).values(**values, **texts, search=search)
    changed = {column.name: statement.excluded[column.name] for column in Listing.__table__.c}
    changed.pop("id")
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Listing.id], set_=changed)
    )


async def insert_new(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write listings of products that never had one; JSON columns and ``tokens`` as ``upsert``."""
    texts = {name: cast(bindparam(name, type_=Text()), JSON) for name in ("card", "page", "marks")}
    search = func.array_to_tsvector(bindparam("tokens", type_=ARRAY(Text())))
    others = (name for name in rows[0] if name not in {*texts, "tokens"})
    plain: dict[str, Any] = {name: bindparam(name) for name in others}
    statement = insert(cast_to(Table, Listing.__table__))
    await session.execute(statement.values(**plain, **texts, search=search), rows)


async def all_categories(session: AsyncSession) -> Sequence[Category]:
    """Every category."""
    return (await session.execute(select(Category))).scalars().all()


async def hide(session: AsyncSession, *, product_id: UUID, version: int) -> None:
    """Take a product out of every shop front."""
    await session.execute(
        update(Listing)
        .where(Listing.id == product_id)
        .values(status=ProductStatus.WITHDRAWN, version=version)
    )
