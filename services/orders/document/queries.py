"""SQL of documents, their series and their kinds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.pagination import PageParams, keyset
from services.orders.models.document import Document, DocumentSeries, DocumentType
from services.orders.models.order import OrderGroup
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import ProcurementMethodRule

DOCUMENT: Final = cast(Table, Document.__table__)
SERIES: Final = cast(Table, DocumentSeries.__table__)

SeriesKey = tuple[UUID, str, int]
"""Issuer, kind and fiscal year."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a series stands: its last number, and that one's date."""

    last: int
    last_on: date


async def kinds(session: AsyncSession, wanted: Collection[str]) -> dict[str, DocumentType]:
    """The kinds with their prefixes."""
    found = await session.scalars(select(DocumentType).where(DocumentType.kind.in_(wanted)))
    return {kind.kind: kind for kind in found}


async def lock_series(
    session: AsyncSession, keys: Collection[SeriesKey], *, today: date
) -> dict[SeriesKey, Position]:
    """Hold these series until the transaction ends; those that are new begin at nought.

    Locked in one order whoever asks, so that two that hold several never wait in a circle.
    """
    if not keys:
        return {}
    rows = [
        {"issuer_id": issuer, "kind": kind, "fiscal_year": year, "last": 0, "last_on": today}
        for issuer, kind, year in sorted(keys, key=lambda key: (str(key[0]), *key[1:]))
    ]
    statement = upsert(SERIES).values(rows)
    held = statement.on_conflict_do_update(
        index_elements=list(SERIES.primary_key.columns), set_={"last": SERIES.c.last}
    ).returning(*SERIES.c)
    return {
        (row.issuer_id, row.kind, row.fiscal_year): Position(row.last, row.last_on)
        for row in await session.execute(held)
    }


async def of_causes(
    session: AsyncSession, causes: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Document]:
    """The documents that were issued for these (kind, cause)."""
    found = await session.scalars(
        select(Document).where(tuple_(Document.kind, Document.cause).in_(causes))
    )
    return {(document.kind, document.cause): document for document in found}


async def advance(session: AsyncSession, positions: Mapping[SeriesKey, Position]) -> None:
    """Move the held series to these numbers."""
    if not positions:
        return
    names = {"issuer_id": "issuer", "kind": "of_kind", "fiscal_year": "year"}
    matches = [SERIES.c[column] == bindparam(name) for column, name in names.items()]
    await session.execute(
        update(SERIES)
        .where(*matches)
        .values(last=bindparam("to_last"), last_on=bindparam("to_last_on")),
        [
            {"issuer": key[0], "of_kind": key[1], "year": key[2]}
            | {"to_last": position.last, "to_last_on": position.last_on}
            for key, position in positions.items()
        ],
    )


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert documents."""
    await session.execute(insert(DOCUMENT), rows)


async def ended_by(session: AsyncSession, document_id: UUID) -> UUID | None:
    """The document that replaced or cancelled this one."""
    found: UUID | None = await session.scalar(
        select(Document.id).where(
            Document.replaces_id == document_id, Document.relation.in_(["replaces", "cancels"])
        )
    )
    return found


async def get(session: AsyncSession, document_id: UUID) -> Document | None:
    """A document, whosever it is."""
    return await session.get(Document, document_id)


async def of_issuer(
    session: AsyncSession, *, document_id: UUID, issuer_id: UUID
) -> Document | None:
    """A document of this issuer."""
    found = await session.scalars(
        select(Document).where(Document.id == document_id, Document.issuer_id == issuer_id)
    )
    return found.one_or_none()


def _readable_by(party_id: UUID) -> ColumnElement[bool]:
    return or_(Document.seller_id == party_id, Document.buyer_id == party_id)


async def readable(session: AsyncSession, *, document_id: UUID, party_id: UUID) -> Document | None:
    """A document that the party may read, as its seller or its buyer."""
    found = await session.scalars(
        select(Document).where(Document.id == document_id, _readable_by(party_id))
    )
    return found.one_or_none()


async def of_group(session: AsyncSession, *, document_id: UUID, group_id: UUID) -> Document | None:
    """A document that is filed under an order group."""
    found = await session.scalars(
        select(Document).where(Document.id == document_id, Document.file_id == group_id)
    )
    return found.one_or_none()


@dataclass(frozen=True, slots=True)
class Listed:
    """A document, its kind's names, and what ended it."""

    document: Document
    name_th: str
    name_en: str
    ended_by_id: UUID | None


def _listed() -> Select[Any]:
    later = aliased(Document)
    statement = (
        select(Document, DocumentType.name_th, DocumentType.name_en, later.id)
        .join(DocumentType, DocumentType.kind == Document.kind)
        .outerjoin(
            later,
            (later.replaces_id == Document.id) & later.relation.in_(["replaces", "cancels"]),
        )
    )
    return cast(Select[Any], statement)


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    kind: str | None,
    file_id: UUID | None,
    page: PageParams,
) -> Sequence[Listed]:
    """The documents that a party may read, newest first, one row more than the page."""
    statement = _listed().where(_readable_by(party_id))
    if kind is not None:
        statement = statement.where(Document.kind == kind)
    if file_id is not None:
        statement = statement.where(Document.file_id == file_id)
    statement = keyset(statement, order=[(Document.id, "desc")], page=page)
    return [Listed(*row) for row in await session.execute(statement)]


async def of_files(
    session: AsyncSession, *, file_ids: Collection[UUID], party_id: UUID | None
) -> Sequence[Listed]:
    """Everything in these files, oldest first; for a party, only what it may read."""
    statement = _listed().where(Document.file_id.in_(file_ids)).order_by(Document.id)
    if party_id is not None:
        statement = statement.where(_readable_by(party_id))
    return [Listed(*row) for row in await session.execute(statement)]


async def requisition_of_order(
    session: AsyncSession, *, order_id: UUID, party_id: UUID
) -> UUID | None:
    """The requisition behind a purchase order of the party's; None when it is not theirs."""
    found: UUID | None = await session.scalar(
        select(PurchaseOrder.requisition_id).where(
            PurchaseOrder.id == order_id,
            or_(PurchaseOrder.buyer_id == party_id, PurchaseOrder.seller_id == party_id),
        )
    )
    return found


async def cart_of_group(session: AsyncSession, group_id: UUID) -> UUID | None:
    """The cart from which a group came."""
    found: UUID | None = await session.scalar(
        select(OrderGroup.cart_id).where(OrderGroup.id == group_id)
    )
    return found


async def method_rule(
    session: AsyncSession, *, method: str, on: date
) -> ProcurementMethodRule | None:
    """The procurement method as it stands on a date."""
    found = await session.scalars(
        select(ProcurementMethodRule)
        .where(
            ProcurementMethodRule.method == method,
            ProcurementMethodRule.from_on <= on,
            or_(ProcurementMethodRule.until_on.is_(None), ProcurementMethodRule.until_on >= on),
        )
        .order_by(ProcurementMethodRule.from_on.desc())
        .limit(1)
    )
    return found.one_or_none()
