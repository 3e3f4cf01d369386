"""What a requisition's lines become on submission, and the checks that rest on it; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.events.catalog import ProductStatus
from contracts.types import Capability, Mark, OrganisationStatus
from kit.errors import FieldError
from services.orders.capacity.service import Need
from services.orders.cart.rules import in_step, unit_price, vat_rate
from services.orders.models.offer import Offer
from services.orders.models.party import Party
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import Requisition, RequisitionLine
from services.orders.offer.errors import OfferNotAvailable
from services.orders.purchase.rules import Amounts, baht, line_amounts
from services.orders.requisition.errors import (
    ProcurementCeilingExceeded,
    ProcurementMethodNotAllowed,
    QuantityNotInOrderSteps,
    RequisitionTooLarge,
)
from services.orders.requisition.rules import (
    MAX_SATANG,
    FrozenLine,
    MethodRule,
    content_hash,
    exceeds,
    price_before_vat,
    rule_for,
    total,
)


def require_on_sale(
    lines: Sequence[RequisitionLine], offers: Mapping[UUID, Offer], sellers: Mapping[UUID, Party]
) -> None:
    """Every line is on sale by a seller who may sell, in whole order steps.

    Raises OfferNotAvailable or QuantityNotInOrderSteps, which name every bad line.
    """
    _refuse_unavailable(lines, offers, sellers)
    _refuse_out_of_step(lines, offers)


def freeze(
    requisition: Requisition,
    *,
    offers: Mapping[UUID, Offer],
    sellers: Mapping[UUID, Party],
    marks: Mapping[UUID, Mark | None],
    standard_vat_bps: int,
) -> None:
    """Write offer, price before VAT, VAT and mark into each line, and the sums into the head.

    Raises RequisitionTooLarge.
    """
    amounts = []
    for line in requisition.lines:
        offer = offers[line.variant_id]
        bps = vat_rate(
            vat_registered=sellers[offer.seller_id].vat_registered,
            tax_class=offer.tax_class,
            vat_bps=standard_vat_bps,
        )
        amounts.append(_freeze(line, offer, bps, marks[line.variant_id]))
    sums = total(amounts)
    if sums.total_satang > MAX_SATANG:
        raise RequisitionTooLarge(limit_baht=baht(MAX_SATANG))
    requisition.net_satang, requisition.vat_satang = sums.net_satang, sums.vat_satang
    requisition.total_satang = sums.total_satang


def require_method(
    requisition: Requisition, rules: Iterable[MethodRule], *, buyer_kind: str, on: date
) -> None:
    """Raise unless a rule in force lets the buyer spend the total, VAT included, by the method."""
    rule = rule_for(rules, buyer_kind=buyer_kind, on=on)
    if rule is None:
        raise ProcurementMethodNotAllowed(method=requisition.method, buyer_kind=buyer_kind, on=on)
    if exceeds(rule, requisition.total_satang):
        raise ProcurementCeilingExceeded(
            method=requisition.method,
            ceiling_satang=rule.ceiling_satang,
            total_satang=requisition.total_satang,
            ceiling_baht=baht(rule.ceiling_satang or 0),
            total_baht=baht(requisition.total_satang),
            source_th=rule.source_th,
            source_en=rule.source_en,
        )


def totals_by_seller(requisition: Requisition) -> dict[UUID, int]:
    """What each seller's order will come to, VAT included, in satang; the lines are frozen."""
    totals: dict[UUID, int] = {}
    for line in requisition.lines:
        if line.seller_id is not None:
            amount = (line.net_satang or 0) + (line.vat_satang or 0)
            totals[line.seller_id] = totals.get(line.seller_id, 0) + amount
    return totals


def needs(requisition: Requisition) -> list[Need]:
    """What the frozen lines will take of their sellers' weeks."""
    return [
        Need(
            line_no=line.line_no,
            variant_id=line.variant_id,
            seller_id=line.seller_id,
            deliver_on=requisition.need_by_on,
            quantity=line.quantity,
        )
        for line in requisition.lines
        if line.seller_id is not None
    ]


def needs_of_orders(orders: Iterable[PurchaseOrder]) -> list[Need]:
    """What the lines of orders take of their sellers' weeks."""
    return [
        Need(
            line_no=line.line_no,
            variant_id=line.variant_id,
            seller_id=order.seller_id,
            deliver_on=order.need_by_on,
            quantity=line.quantity,
            line_id=line.id,
            purchase_order_id=order.id,
        )
        for order in orders
        for line in order.lines
    ]


def hash_of(requisition: Requisition) -> str:
    """The hash of a requisition whose lines are frozen."""
    return content_hash(
        buyer_id=requisition.buyer_id,
        method=requisition.method,
        need_by_on=requisition.need_by_on,
        lines=[_frozen(line) for line in requisition.lines],
    )


def _freeze(line: RequisitionLine, offer: Offer, bps: int, mark: Mark | None) -> Amounts:
    shop_price = unit_price(offer.price_satang, offer.tiers, line.quantity)
    price = price_before_vat(shop_price, bps)
    amounts = line_amounts(line.quantity, price, bps)
    line.seller_id, line.product_id = offer.seller_id, offer.product_id
    line.product_name_th, line.variant_name_th = offer.name_th, offer.variant_name_th
    line.unit, line.category, line.tax_class = offer.unit, offer.category, offer.tax_class
    line.unit_price_satang, line.vat_bps = price, bps
    line.net_satang, line.vat_satang = amounts.net_satang, amounts.vat_satang
    line.mark_scheme = mark.scheme.value if mark else None
    line.mark_certificate_id = mark.certificate_id if mark else None
    line.mark_number = mark.number if mark else None
    line.mark_until_on = mark.until_on if mark else None
    return amounts


def _frozen(line: RequisitionLine) -> FrozenLine:
    if (
        line.product_id is None
        or line.seller_id is None
        or line.unit is None
        or line.unit_price_satang is None
        or line.vat_bps is None
    ):
        raise ValueError(f"line {line.line_no} is not frozen")
    return FrozenLine(
        line_no=line.line_no,
        variant_id=line.variant_id,
        product_id=line.product_id,
        seller_id=line.seller_id,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_satang=line.unit_price_satang,
        vat_bps=line.vat_bps,
    )


def _on_sale(offer: Offer | None, sellers: Mapping[UUID, Party]) -> bool:
    if offer is None or offer.withdrawn or offer.status != ProductStatus.PUBLISHED:
        return False
    seller = sellers.get(offer.seller_id)
    return (
        seller is not None
        and seller.status == OrganisationStatus.ACTIVE
        and Capability.SELL in seller.capabilities
    )


def _refuse_unavailable(
    lines: Sequence[RequisitionLine], offers: Mapping[UUID, Offer], sellers: Mapping[UUID, Party]
) -> None:
    missing = [line for line in lines if not _on_sale(offers.get(line.variant_id), sellers)]
    if not missing:
        return
    errors = [
        FieldError(
            field=f"lines.{line.line_no - 1}.variant_id",
            code=OfferNotAvailable.code,
            message_th="ไม่พบสินค้านี้ หรือผู้ขายหยุดขายแล้ว",
            message_en="There is no such offer, or its seller has stopped selling it.",
        )
        for line in missing
    ]
    raise OfferNotAvailable(
        errors=errors, line_no=missing[0].line_no, variant_id=str(missing[0].variant_id)
    )


def _refuse_out_of_step(lines: Sequence[RequisitionLine], offers: Mapping[UUID, Offer]) -> None:
    bad = [line for line in lines if not in_step(line.quantity, offers[line.variant_id].order_step)]
    if not bad:
        return
    errors = [
        FieldError(
            field=f"lines.{line.line_no - 1}.quantity",
            code=QuantityNotInOrderSteps.code,
            message_th=f"ต้องเพิ่มทีละ {offers[line.variant_id].order_step:f}",
            message_en=f"The order step is {offers[line.variant_id].order_step:f}",
        )
        for line in bad
    ]
    offer = offers[bad[0].variant_id]
    raise QuantityNotInOrderSteps(
        errors=errors,
        line_no=bad[0].line_no,
        quantity=f"{bad[0].quantity:f}",
        order_step=f"{offer.order_step:f}",
        unit=offer.unit,
    )
