"""Which page a document's data become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from services.orders.document import buying_pages, shop_pages, withholding_page
from services.orders.document.data import DocumentKind
from services.orders.document.page import Page
from services.orders.document.union import DocumentData

_LAYOUTS: Final[Mapping[DocumentKind, Callable[[Any, str, date], Page]]] = MappingProxyType(
    {
        DocumentKind.ORDER_CONFIRMATION: shop_pages.order_confirmation,
        DocumentKind.RECEIPT: shop_pages.receipt,
        DocumentKind.TAX_INVOICE: shop_pages.tax_invoice,
        DocumentKind.REQUISITION_REPORT: buying_pages.requisition_report,
        DocumentKind.PURCHASE_ORDER: buying_pages.purchase_order,
        DocumentKind.DELIVERY_NOTE: buying_pages.delivery_note,
        DocumentKind.ACCEPTANCE: buying_pages.acceptance,
        DocumentKind.INVOICE: buying_pages.invoice,
        DocumentKind.CREDIT_NOTE: buying_pages.credit_note,
        DocumentKind.BILLING_NOTE: buying_pages.billing_note,
        DocumentKind.WITHHOLDING_CERTIFICATE: withholding_page.withholding_certificate,
    }
)


def page_of(data: DocumentData, *, number: str, issued_on: date) -> Page:
    """The page of a document with this number and date; pure, so always the same."""
    return _LAYOUTS[data.kind](data, number, issued_on)
