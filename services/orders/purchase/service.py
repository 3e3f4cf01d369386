"""Use cases: place what was approved, show it to both parties, flag lines whose mark is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import OrderLineSnapshot, PurchaseOrderPlaced
from contracts.types import Mark
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.ids import uuid7
from kit.pagination import PageParams, paged
from kit.time import bangkok_date, bangkok_midnight, bangkok_today, now
from services.orders.document import occasion as document_occasion
from services.orders.eligibility import service as eligibility_service
from services.orders.models.party import Party
from services.orders.models.purchase import PurchaseOrder, PurchaseOrderLine
from services.orders.models.requisition import Requisition, RequisitionLine
from services.orders.party import service as party_service
from services.orders.purchase import notices, queries
from services.orders.purchase.rules import Document, fiscal_year, number_of
from services.orders.term import service as term_service
from services.orders.term.service import TermName

_COPIED = (
    "line_no",
    "variant_id",
    "product_id",
    "product_name_th",
    "variant_name_th",
    "category",
    "unit",
    "quantity",
    "tax_class",
    "unit_price_satang",
    "vat_bps",
    "net_satang",
    "vat_satang",
)

Marks = Mapping[UUID, Mark | None]
"""By variant, the certificate on which a line rests; None where the rule asks for none."""


async def place(
    session: AsyncSession, *, requisition: Requisition, buyer: Party, marks: Marks, at: datetime
) -> list[PurchaseOrder]:
    """One order per seller from an approved requisition, in its transaction.

    Numbers follow the sellers' ids within the buyer's fiscal year of ``at`` (Bangkok). Publishes
    PurchaseOrderPlaced and tells each seller. The database refuses a requisition that is not
    approved, or whose content is another.
    """
    by_seller = _by_seller(requisition.lines)
    sellers = await party_service.find_many(session, party_ids=list(by_seller))
    year = fiscal_year(bangkok_date(at))
    first = await queries.take_numbers(
        session,
        buyer_id=buyer.id,
        document=Document.PURCHASE_ORDER,
        fiscal_year=year,
        count=len(by_seller),
    )
    confirm_by_at = await _confirm_by(session, requisition, buyer, at=at)
    orders = []
    for sequence, (seller_id, lines) in enumerate(by_seller.items(), start=first):
        order = _order(requisition, buyer, _copies(lines, marks), at=at)
        order.seller_id, order.seller_name_th = seller_id, sellers[seller_id].name_th
        order.fiscal_year, order.sequence = year, sequence
        order.confirm_by_at = confirm_by_at
        order.number = number_of(Document.PURCHASE_ORDER, year, sequence)
        orders.append(order)
    session.add_all(orders)
    await session.flush()
    await document_occasion.requisition_approved(
        session, requisition=requisition, buyer=buyer, sellers=sellers, orders=orders, at=at
    )
    for order in orders:
        await publish(session, _placed(order))
        await notices.received(session, order)
    return orders


async def take_number(
    session: AsyncSession, *, buyer_id: UUID, document: Document, at: datetime
) -> str:
    """The next number of the buyer's documents of that kind in the fiscal year of ``at``.

    Gapless: it is given again when the transaction fails. The buyer's next one waits for it.
    """
    year = fiscal_year(bangkok_date(at))
    sequence = await queries.take_numbers(
        session, buyer_id=buyer_id, document=document, fiscal_year=year, count=1
    )
    return number_of(document, year, sequence)


async def of_requisition(session: AsyncSession, *, requisition_id: UUID) -> Sequence[PurchaseOrder]:
    """The orders that came of a requisition; the caller has checked whose it is."""
    return await queries.of_requisition(session, requisition_id=requisition_id)


async def page_of(
    session: AsyncSession, *, party_id: UUID, side: str | None, page: PageParams
) -> tuple[Sequence[PurchaseOrder], str | None]:
    """A page of the party's own orders, newest first, and the next cursor."""
    rows = await queries.page_of(session, party_id=party_id, side=side, page=page)
    return paged(rows, page=page, key=lambda order: (order.id,))


async def one(session: AsyncSession, *, order_id: UUID, party_id: UUID) -> PurchaseOrder:
    """An order of the party's, as buyer or seller. Raises NotFound for anybody else's."""
    order = await queries.one(session, order_id=order_id, party_id=party_id)
    if order is None:
        raise NotFound
    return order


async def locked(
    session: AsyncSession,
    *,
    order_id: UUID,
    buyer_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> PurchaseOrder:
    """The order with its lines, held until the transaction ends, if the party given is its own.

    Raises NotFound for anybody else's.
    """
    order = await queries.locked(session, order_id=order_id, buyer_id=buyer_id, seller_id=seller_id)
    if order is None:
        raise NotFound
    return order


async def review_eligibility(session: AsyncSession, *, product_id: UUID) -> None:
    """Judge the open lines of a product again by its offers as they are now.

    A line that is no longer eligible on its delivery date is flagged and both parties are told,
    once per change; one that is eligible again loses its flag. Running it twice changes nothing.
    """
    offers = await queries.offers_of_product(session, product_id=product_id)
    orders = await queries.open_with_product(
        session, product_id=product_id, from_on=bangkok_today()
    )
    for order in orders:
        judged = await eligibility_service.judgements(
            session,
            buyer_kind=order.buyer_kind,
            buyer_id=order.buyer_id,
            on=order.need_by_on,
            offers=offers.values(),
        )
        ours = [line for line in order.lines if line.product_id == product_id]
        eligible = {
            line.id: line.variant_id in judged and judged[line.variant_id].eligible for line in ours
        }
        await _flag(session, order, ours, eligible)


async def _flag(
    session: AsyncSession,
    order: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    eligible: Mapping[UUID, bool],
) -> None:
    lost = [line for line in lines if not eligible[line.id] and line.eligibility_lost_at is None]
    regained = [line for line in lines if eligible[line.id] and line.eligibility_lost_at]
    if not lost and not regained:
        return
    at = now()
    for line in lost:
        line.eligibility_lost_at = at
    for line in regained:
        line.eligibility_lost_at = None
    order.version += 1
    await session.flush()
    if lost:
        await notices.eligibility_lost(session, order, lost)


async def _confirm_by(
    session: AsyncSession, requisition: Requisition, buyer: Party, *, at: datetime
) -> datetime:
    """The end of the last working day to confirm on, at the latest that of the delivery date."""
    last = await term_service.last_working_day(
        session,
        name=TermName.CONFIRM_WITHIN_WORKING_DAYS,
        buyer_kind=buyer.kind,
        on=bangkok_date(at),
    )
    return bangkok_midnight(min(last, requisition.need_by_on) + timedelta(days=1))


def _by_seller(lines: Sequence[RequisitionLine]) -> dict[UUID, list[RequisitionLine]]:
    ordered = sorted(lines, key=lambda line: (str(line.seller_id), line.line_no))
    return {
        seller_id: list(group)
        for seller_id, group in groupby(ordered, key=lambda line: line.seller_id)
        if seller_id is not None
    }


def _copies(lines: Sequence[RequisitionLine], marks: Marks) -> list[PurchaseOrderLine]:
    copies = []
    for line in lines:
        copied = {name: getattr(line, name) for name in _COPIED}
        mark = marks[line.variant_id]
        copies.append(
            PurchaseOrderLine(
                id=uuid7(),
                requisition_line_id=line.id,
                mark_scheme=mark.scheme.value if mark else None,
                mark_certificate_id=mark.certificate_id if mark else None,
                mark_number=mark.number if mark else None,
                mark_until_on=mark.until_on if mark else None,
                **copied,
            )
        )
    return copies


def _order(
    requisition: Requisition, buyer: Party, copies: list[PurchaseOrderLine], *, at: datetime
) -> PurchaseOrder:
    net = sum(line.net_satang for line in copies)
    vat = sum(line.vat_satang for line in copies)
    return PurchaseOrder(
        id=uuid7(),
        requisition_id=requisition.id,
        requisition_status="approved",
        content_hash=requisition.content_hash,
        buyer_id=buyer.id,
        buyer_kind=buyer.kind,
        buyer_name_th=buyer.name_th,
        method=requisition.method,
        need_by_on=requisition.need_by_on,
        status="placed",
        version=1,
        net_satang=net,
        vat_satang=vat,
        total_satang=net + vat,
        placed_at=at,
        lines=copies,
    )


def _placed(order: PurchaseOrder) -> PurchaseOrderPlaced:
    return PurchaseOrderPlaced(
        version=order.version,
        purchase_order_id=order.id,
        requisition_id=order.requisition_id,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        number=order.number,
        deliver_on=order.need_by_on,
        # The contract's prices are before VAT.
        total_satang=order.net_satang,
        lines=tuple(
            OrderLineSnapshot(
                variant_id=line.variant_id,
                product_id=line.product_id,
                name_th=line.product_name_th,
                unit=line.unit,
                quantity=line.quantity,
                unit_price_satang=line.unit_price_satang,
                total_satang=line.net_satang,
            )
            for line in order.lines
        ),
        occurred_at=order.placed_at,
    )
