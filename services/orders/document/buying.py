"""What an approved requisition becomes on paper: the report, and an order for each seller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from contracts.types import GOVERNMENT_BUYERS, TaxClass
from kit.time import bangkok_date
from services.orders.document.buying_data import PurchaseOrderData, RequisitionReport
from services.orders.document.data import Line, Reference, Signature, Totals
from services.orders.document.parties import is_demo, party_data
from services.orders.document.rules import thai_date
from services.orders.document.schemas import Draft
from services.orders.models.party import Membership, Party
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import ProcurementMethodRule, Requisition

_AWARD: Final = "เกณฑ์ราคา ประกอบกับมาตรฐานและใบรับรองของสินค้าในวันที่ส่งมอบ"
_WHY: Final = "เพื่อใช้ในการประกอบอาหารและดำเนินงานของหน่วยงาน"
_TERMS: Final = (
    "ราคาต่อหน่วยเป็นราคาก่อนภาษีมูลค่าเพิ่ม",
    "ใบรับรองของสินค้าที่ระบุต้องมีผลในวันที่ส่งมอบ",
    "ผู้ซื้อชำระเงินตามจำนวนที่คณะกรรมการตรวจรับพัสดุ/ผู้ตรวจรับพัสดุรับไว้ถูกต้อง",
)


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved requisition with everybody in it."""

    requisition: Requisition
    buyer: Party
    sellers: Mapping[UUID, Party]
    method: ProcurementMethodRule | None
    requester: Membership | None
    approver: Membership | None


def drafts(approved: Approved, orders: Sequence[PurchaseOrder]) -> list[Draft]:
    """The report, for buyers whom the Act binds, and a purchase order for each seller."""
    report = [_report_draft(approved)] if approved.buyer.kind in GOVERNMENT_BUYERS else []
    return report + [_order_draft(approved, order) for order in orders]


def _report_draft(approved: Approved) -> Draft:
    requisition = approved.requisition
    return Draft(
        issuer_id=approved.buyer.id,
        seller_id=None,
        buyer_id=approved.buyer.id,
        file_id=requisition.id,
        cause=f"requisition-approved-{requisition.id}",
        data=_report(approved),
        number=requisition.number,
    )


def _report(approved: Approved) -> RequisitionReport:
    requisition, method = approved.requisition, approved.method
    return RequisitionReport(
        demo=is_demo(approved.buyer, *approved.sellers.values()),
        buyer=party_data(approved.buyer),
        addressed_to="หัวหน้าหน่วยงานของรัฐ",
        subject="รายงานขอซื้อพัสดุ",
        reason=requisition.note or _WHY,
        method=method.name_th if method else requisition.method,
        method_reason=f"ตาม{method.source_th}" if method else "",
        need_by_on=requisition.need_by_on,
        award_criterion=_AWARD,
        lines=tuple(
            _line(line, seller=approved.sellers[line.seller_id] if line.seller_id else None)
            for line in requisition.lines
        ),
        totals=_totals(requisition, requisition.lines),
        requester=_signature(
            "ผู้รายงานขอซื้อ",
            requisition.requester_name,
            approved.requester,
            on=bangkok_date(requisition.submitted_at) if requisition.submitted_at else None,
        ),
        approver=_approver("อนุมัติ", approved),
    )


def _order_draft(approved: Approved, order: PurchaseOrder) -> Draft:
    return Draft(
        issuer_id=order.buyer_id,
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        file_id=order.id,
        cause=f"purchase-order-{order.id}",
        data=_order(approved, order),
        number=order.number,
    )


def _order(approved: Approved, order: PurchaseOrder) -> PurchaseOrderData:
    seller, buyer = approved.sellers[order.seller_id], party_data(approved.buyer)
    report = approved.requisition.number
    references = [Reference(label="รายงานขอซื้อเลขที่", value=report)] if report else []
    if approved.method is not None:
        references.append(Reference(label="วิธีจัดซื้อ", value=approved.method.name_th))
    return PurchaseOrderData(
        demo=is_demo(approved.buyer, seller),
        references=tuple(references),
        buyer=buyer,
        seller=party_data(seller),
        lines=tuple(_line(line) for line in order.lines),
        totals=_totals(order, order.lines),
        deliver_on=order.need_by_on,
        deliver_to=" ".join((buyer.name, *buyer.address)),
        terms=_TERMS,
        orderer=_approver("ผู้สั่งซื้อ", approved),
        acceptor=Signature(role="ผู้รับใบสั่งซื้อ"),
    )


def _approver(role: str, approved: Approved) -> Signature:
    decided = approved.requisition.decided_at
    return _signature(
        role,
        approved.requisition.decided_by_name,
        approved.approver,
        on=bangkok_date(decided) if decided else None,
    )


def _signature(
    role: str, name: str | None, member: Membership | None, *, on: date | None
) -> Signature:
    position = member.position if member else None
    return Signature(role=role, name=name, position=position, signed_on=on)


def _line(line: Any, *, seller: Party | None = None) -> Line:
    """A line of a requisition or an order; both have the same columns."""
    mark = None
    if line.mark_number:
        until = f" ถึง {thai_date(line.mark_until_on)}" if line.mark_until_on else ""
        mark = f"ใบรับรอง {line.mark_number}{until}"
    details = (line.variant_name_th, seller.name_th if seller else None, mark)
    return Line(
        name=line.product_name_th,
        detail=" · ".join(part for part in details if part),
        quantity=line.quantity,
        unit=line.unit,
        unit_price_satang=line.unit_price_satang,
        amount_satang=line.net_satang,
        vat_exempt=line.tax_class == TaxClass.EXEMPT_AGRI.value,
    )


def _totals(paper: Requisition | PurchaseOrder, lines: Sequence[Any]) -> Totals:
    taxable = sum(line.net_satang for line in lines if line.vat_satang)
    return Totals(
        exempt_satang=paper.net_satang - taxable,
        taxable_satang=taxable,
        vat_bps=max((line.vat_bps for line in lines if line.vat_satang), default=0),
        vat_satang=paper.vat_satang,
        total_satang=paper.total_satang,
        vat_included=False,
    )
