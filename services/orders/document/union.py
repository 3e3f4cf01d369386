"""Any document's data; ``kind`` says which."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from services.orders.document.buying_data import (
    Acceptance,
    BillingNote,
    CreditNote,
    DeliveryNote,
    Invoice,
    PurchaseOrderData,
    RequisitionReport,
    WithholdingCertificate,
)
from services.orders.document.data import OrderConfirmation, Receipt, TaxInvoice

DocumentData = Annotated[
    OrderConfirmation
    | Receipt
    | TaxInvoice
    | RequisitionReport
    | PurchaseOrderData
    | DeliveryNote
    | Acceptance
    | Invoice
    | CreditNote
    | BillingNote
    | WithholdingCertificate,
    Field(discriminator="kind"),
]
"""Any document's data; ``kind`` says which."""


def plain(data: BaseModel) -> dict[str, Any]:
    """The data as JSON can carry it."""
    return data.model_dump(mode="json")
