"""Use cases: issue documents without gaps, show them to their parties, print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_date, now
from services.orders.cart import service as cart_service
from services.orders.document import layout, queries, typst
from services.orders.document.archive import zipped
from services.orders.document.data import DocumentKind
from services.orders.document.errors import DocumentAlreadyEnded
from services.orders.document.queries import Listed, Position, SeriesKey
from services.orders.document.rules import (
    content_hash,
    document_number,
    fiscal_year,
    retained_until,
    with_amendment,
)
from services.orders.document.schemas import Amendment, DocumentRead, Draft, Relation
from services.orders.document.union import plain
from services.orders.models.document import Document, DocumentType
from services.orders.models.requisition import ProcurementMethodRule


class DocumentDiffers(RuntimeError):
    """A stored document no longer has the content that its hash names."""


async def issue(session: AsyncSession, draft: Draft, *, at: datetime | None = None) -> Document:
    """Issue one document; see ``issue_all``."""
    [document] = await issue_all(session, [draft], at=at)
    return document


async def issue_all(
    session: AsyncSession, drafts: Sequence[Draft], *, at: datetime | None = None
) -> list[Document]:
    """Issue documents in the caller's transaction, each once for its kind and cause.

    Numbers follow one another without gap within issuer, kind and fiscal year: the series stays
    locked until the transaction ends, and its rollback gives the numbers back. A document's date
    is today in Thailand, but never before the one with the number before it. What was issued
    for a cause already is returned as it is.

    Raises:
        NotFound: the document to be amended is not one of the issuer's.
        DocumentAlreadyEnded: it has been replaced or cancelled.
    """
    if not drafts:
        return []
    at = at or now()
    today = bangkok_date(at)
    year = fiscal_year(today)
    wanted = {(draft.data.kind.value, draft.cause) for draft in drafts}
    kinds = await queries.kinds(session, {kind for kind, _ in wanted})
    keys = {_series(draft, year) for draft in drafts if draft.number is None}
    positions = await queries.lock_series(session, keys, today=today)
    # Looked for only now: whoever held the series before us may have issued the very same.
    known = await queries.of_causes(session, wanted)
    rows = []
    for draft in drafts:
        if (draft.data.kind.value, draft.cause) in known:
            continue
        full = await _amending(session, draft)
        rows.append(_row(full, kinds[full.data.kind.value], positions, at=at, today=today))
    if rows:
        await queries.advance(session, positions)
        await queries.add(session, rows)
        known = await queries.of_causes(session, wanted)
    return [known[draft.data.kind.value, draft.cause] for draft in drafts]


def _series(draft: Draft, year: int) -> SeriesKey:
    return draft.issuer_id, draft.data.kind.value, year


async def _amending(session: AsyncSession, draft: Draft) -> Draft:
    """The draft with the earlier document named in it."""
    amends = draft.amends
    if amends is None:
        return draft
    earlier = await queries.of_issuer(
        session, document_id=amends.document_id, issuer_id=draft.issuer_id
    )
    if earlier is None:
        raise NotFound
    if await queries.ended_by(session, earlier.id) is not None:
        raise DocumentAlreadyEnded(number=earlier.number)
    return with_amendment(draft, number=earlier.number, issued_on=earlier.issued_on)


def _row(
    draft: Draft,
    kind: DocumentType,
    positions: dict[SeriesKey, Position],
    *,
    at: datetime,
    today: date,
) -> dict[str, Any]:
    """The document's row; takes its number from the series that it belongs to."""
    number, issued_on, year, sequence = draft.number, today, None, None
    if number is None:
        year = fiscal_year(today)
        key = _series(draft, year)
        issued_on = max(today, positions[key].last_on)
        sequence = positions[key].last + 1
        positions[key] = Position(sequence, issued_on)
        number = document_number(kind.prefix, year, sequence)
    data = plain(draft.data)
    page = layout.page_of(draft.data, number=number, issued_on=issued_on).model_dump(mode="json")
    return {
        "id": uuid7(),
        "issuer_id": draft.issuer_id,
        "kind": kind.kind,
        "fiscal_year": year,
        "sequence": sequence,
        "number": number,
        "issued_on": issued_on,
        "issued_at": at,
        "retain_until_on": retained_until(issued_on, years=kind.retain_years),
        "seller_id": draft.seller_id,
        "buyer_id": draft.buyer_id,
        "file_id": draft.file_id,
        "cause": draft.cause,
        "replaces_id": draft.amends.document_id if draft.amends else None,
        "relation": draft.amends.relation.value if draft.amends else None,
        "template": typst.PRESENT_TEMPLATE,
        "data": data,
        "page": page,
        "content_hash": content_hash(data=data, page=page),
    }


async def render(document: Document) -> bytes:
    """The document's PDF/A: the same bytes whenever it is asked for.

    Needs no database; call it outside a transaction.

    Raises:
        DocumentDiffers: somebody changed the stored row behind our back.
    """
    page, data = document.page, document.data
    if content_hash(data=data, page=page) != document.content_hash:
        raise DocumentDiffers(f"document {document.id} is not what was issued")
    return await typst.print_pdf(page, data, template=document.template)


async def readable(session: AsyncSession, *, document_id: UUID, party_id: UUID) -> Document:
    """A document of the party's, as its seller or buyer. Raises NotFound for anybody else's."""
    found = await queries.readable(session, document_id=document_id, party_id=party_id)
    if found is None:
        raise NotFound
    return found


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    kind: DocumentKind | None,
    file_id: UUID | None,
    page: PageParams,
) -> Paged[DocumentRead]:
    """A page of what the party may read, newest first."""
    rows = await queries.page_of(
        session,
        party_id=party_id,
        kind=kind.value if kind else None,
        file_id=file_id,
        page=page,
    )
    shown, cursor = paged(rows, page=page, key=lambda row: (row.document.id,))
    return Paged[DocumentRead](items=[_read(row) for row in shown], next_cursor=cursor)


async def of_purchase_order(
    session: AsyncSession, *, order_id: UUID, party_id: UUID
) -> list[DocumentRead]:
    """The file of a purchase order as far as the party may read it, oldest first.

    The buyer's own papers, such as the requisition report, are not the seller's to read.

    Raises:
        NotFound: no such order of the party's.
    """
    rows = await _purchase_order_file(session, order_id=order_id, party_id=party_id)
    return [_read(row) for row in rows]


async def file_of_purchase_order(
    session: AsyncSession, *, order_id: UUID, party_id: UUID
) -> list[Document]:
    """The same documents, to be printed. Raises NotFound: no such order of the party's."""
    rows = await _purchase_order_file(session, order_id=order_id, party_id=party_id)
    return [row.document for row in rows]


async def _purchase_order_file(
    session: AsyncSession, *, order_id: UUID, party_id: UUID
) -> Sequence[Listed]:
    requisition_id = await queries.requisition_of_order(
        session, order_id=order_id, party_id=party_id
    )
    if requisition_id is None:
        raise NotFound
    return await queries.of_files(session, file_ids={order_id, requisition_id}, party_id=party_id)


async def render_file(documents: Sequence[Document]) -> bytes:
    """A zip of the documents' PDFs, each named by its place, kind and number.

    Needs no database; call it outside a transaction.
    """
    files = [
        (f"{place:02d}-{document.kind}-{document.number}.pdf", document.issued_on, printed)
        for place, document in enumerate(documents, start=1)
        for printed in [await render(document)]
    ]
    return zipped(files)


async def of_group(session: AsyncSession, *, group_id: UUID, token: str) -> list[DocumentRead]:
    """The papers of an order group, for whoever has its cart's token; oldest first.

    Raises:
        NotFound: no such group, or not with this token.
    """
    await _require_token(session, group_id=group_id, token=token)
    rows = await queries.of_files(session, file_ids={group_id}, party_id=None)
    prefix = f"/storefront/v1/orders/{group_id}/documents"
    return [_read(row, prefix=prefix) for row in rows]


async def readable_by_shopper(
    session: AsyncSession, *, document_id: UUID, group_id: UUID, token: str
) -> Document:
    """A paper of an order group. Raises NotFound unless the token is its cart's."""
    await _require_token(session, group_id=group_id, token=token)
    found = await queries.of_group(session, document_id=document_id, group_id=group_id)
    if found is None:
        raise NotFound
    return found


async def _require_token(session: AsyncSession, *, group_id: UUID, token: str) -> None:
    cart_id = await queries.cart_of_group(session, group_id)
    if cart_id is None:
        raise NotFound
    try:
        await cart_service.require_token(
            session, cart_id=cart_id, token_hash=cart_service.hash_token(token)
        )
    except NotFound as error:
        raise NotFound from error


async def method_rule(
    session: AsyncSession, *, method: str, on: date
) -> ProcurementMethodRule | None:
    """The procurement method's names and source as they stand on a date."""
    return await queries.method_rule(session, method=method, on=on)


def _read(row: Listed, *, prefix: str = "/orders/v1/documents") -> DocumentRead:
    document = row.document
    own: Mapping[str, Any] = {
        name: getattr(document, name)
        for name in DocumentRead.model_fields.keys()
        - {"name_th", "name_en", "ended_by_id", "path", "kind", "relation"}
    }
    return DocumentRead(
        **own,
        kind=DocumentKind(document.kind),
        relation=Relation(document.relation) if document.relation else None,
        name_th=row.name_th,
        name_en=row.name_en,
        ended_by_id=row.ended_by_id,
        path=f"{prefix}/{document.id}.pdf",
    )


__all__ = [
    "Amendment",
    "DocumentDiffers",
    "Draft",
    "Relation",
    "file_of_purchase_order",
    "issue",
    "issue_all",
    "method_rule",
    "of_group",
    "of_purchase_order",
    "page_of",
    "readable",
    "readable_by_shopper",
    "render",
    "render_file",
]
