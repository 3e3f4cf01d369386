"""All tables of the orders service; importing this package fills ``Base.metadata``."""

from services.orders.models.base import BUS, IDEMPOTENCY_KEYS, Base
from services.orders.models.cart import Cart, CartLine
from services.orders.models.document import Document, DocumentSeries, DocumentType
from services.orders.models.eligibility import EligibilityRequirement
from services.orders.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction, Rate
from services.orders.models.offer import Offer
from services.orders.models.order import Order, OrderGroup, OrderLine
from services.orders.models.party import Membership, Party
from services.orders.models.payment import Payment, PaymentEvent
from services.orders.models.purchase import DocumentCounter, PurchaseOrder, PurchaseOrderLine
from services.orders.models.requisition import ProcurementMethodRule, Requisition, RequisitionLine
from services.orders.models.stock import Stock

__all__ = [
    "BUS",
    "IDEMPOTENCY_KEYS",
    "Base",
    "Cart",
    "CartLine",
    "Document",
    "DocumentCounter",
    "DocumentSeries",
    "DocumentType",
    "EligibilityRequirement",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Membership",
    "Offer",
    "Order",
    "OrderGroup",
    "OrderLine",
    "Party",
    "Payment",
    "PaymentEvent",
    "ProcurementMethodRule",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Rate",
    "Requisition",
    "RequisitionLine",
    "Stock",
]
