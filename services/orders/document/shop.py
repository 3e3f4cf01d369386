"""What a paid shop order becomes on paper: its confirmation, and its receipt or tax invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from contracts.types import TaxClass
from kit.time import bangkok_date
from services.orders.document.data import (
    Charge,
    Line,
    OrderConfirmation,
    PartyData,
    Receipt,
    Reference,
    TaxInvoice,
    Totals,
)
from services.orders.document.geothai import address_lines
from services.orders.document.parties import is_demo, party_data
from services.orders.document.schemas import Draft
from services.orders.models.party import Party

_METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {"card": "บัตรเครดิต/เดบิต", "promptpay": "พร้อมเพย์"}
)
_NAMELESS: Final = "ลูกค้าทั่วไป"


def drafts(
    group: Any, order: Any, lines: Sequence[Any], *, seller: Party, method: str, paid_on: date
) -> list[Draft]:
    """The papers of one order of a paid group; the rows are those of the order's own tables.

    A registered seller gives a tax invoice for what bears VAT, everybody else a receipt.
    """
    common = {
        "seller": party_data(seller),
        "buyer": _buyer(group),
        "lines": tuple(_line(line) for line in lines),
        "totals": _totals(order, lines),
        "demo": is_demo(seller),
        "payment_method": _METHODS.get(method, method),
    }
    confirmation = OrderConfirmation(
        **common,
        order_number=order.number,
        ordered_on=bangkok_date(group.created_at),
        ship_to=_ship_to(group.address),
    )
    paid = common | {
        "paid_on": paid_on,
        "references": (Reference(label="เลขที่คำสั่งซื้อ", value=order.number),),
    }
    taxed = order.vat_satang > 0 and seller.vat_registered and seller.tax_id is not None
    receipt = TaxInvoice(**paid) if taxed else Receipt(**paid | {"totals": _untaxed(common)})
    return [
        Draft(
            issuer_id=order.seller_id,
            seller_id=order.seller_id,
            buyer_id=None,
            file_id=group.id,
            cause=f"order-paid-{order.id}",
            data=data,
        )
        for data in (confirmation, receipt)
    ]


def _line(line: Any) -> Line:
    return Line(
        name=line.name_th,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_satang=line.unit_price_satang,
        amount_satang=line.total_satang,
        vat_exempt=line.tax_class == TaxClass.EXEMPT_AGRI.value,
    )


def _totals(order: Any, lines: Sequence[Any]) -> Totals:
    """The order's own figures; what its lines do not explain is shipping less vouchers."""
    goods = sum(line.total_satang for line in lines)
    rest = order.total_satang - goods
    vat: int = order.vat_satang
    rates = {line.vat_bps for line in lines if line.vat_satang}
    exempt = sum(line.total_satang for line in lines if not line.vat_satang)
    # A voucher may be worth more than what bears VAT; without VAT everything stands here.
    exempt = min(exempt, order.total_satang - vat) if vat else order.total_satang
    return Totals(
        charges=(Charge(label="ค่าจัดส่งและส่วนลด", amount_satang=rest),) if rest else (),
        exempt_satang=exempt,
        taxable_satang=order.total_satang - exempt - vat,
        vat_bps=max(rates, default=0),
        vat_satang=vat,
        total_satang=order.total_satang,
        vat_included=True,
    )


def _untaxed(common: Mapping[str, Any]) -> Totals:
    """The same total without a word of VAT, for who may not write one."""
    totals: Totals = common["totals"]
    return totals.model_copy(
        update={
            "exempt_satang": totals.total_satang,
            "taxable_satang": 0,
            "vat_bps": 0,
            "vat_satang": 0,
        }
    )


def _address(address: Mapping[str, Any]) -> tuple[str, ...]:
    return address_lines(
        line=address.get("line"),
        subdistrict_code=address.get("subdistrict_code"),
        postcode=address.get("postcode"),
    )


def _buyer(group: Any) -> PartyData:
    name = group.contact.get("name") or group.address.get("recipient") or _NAMELESS
    return PartyData(name=name, address=_address(group.address))


def _ship_to(address: Mapping[str, Any]) -> PartyData:
    return PartyData(
        name=address.get("recipient") or _NAMELESS,
        address=_address(address),
        phone=address.get("phone"),
    )
