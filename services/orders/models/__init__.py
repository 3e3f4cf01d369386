"""All tables of the orders service; importing this package fills ``Base.metadata``."""

from services.orders.models.acceptance import (
    CommitteeMember,
    CommitteeRule,
    Inspection,
    InspectionSignature,
)
from services.orders.models.approval import (
    ApprovalChain,
    ApprovalChainStep,
    ApprovalDelegation,
    ApprovalStep,
)
from services.orders.models.base import BUS, IDEMPOTENCY_KEYS, Base
from services.orders.models.billing import (
    BankLine,
    BankStatement,
    BillingNote,
    WithholdingRule,
)
from services.orders.models.budget import Budget, BudgetEntry, BudgetHold
from services.orders.models.capacity import CapacityUse, WeeklyCapacity
from services.orders.models.cart import Cart, CartLine
from services.orders.models.credit import CreditLine, CreditTerm
from services.orders.models.delivery import Delivery, DeliveryLine
from services.orders.models.document import Document, DocumentSeries, DocumentType
from services.orders.models.eligibility import BuyerRequirement, EligibilityRequirement
from services.orders.models.guest_notice import GuestNotice
from services.orders.models.invoice import (
    CreditNote,
    Invoice,
    InvoiceLine,
    PromptPayBiller,
    Remittance,
)
from services.orders.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction, Rate
from services.orders.models.lot import Lot, LotAbbreviation, LotCounter, LotInput
from services.orders.models.offer import Offer
from services.orders.models.order import Order, OrderGroup, OrderLine
from services.orders.models.party import Membership, Party
from services.orders.models.payment import MoneyIn, Payment, PaymentAttempt, PaymentEvent
from services.orders.models.procurement import EgpNumber, RequisitionAppointee, UrgentReport
from services.orders.models.purchase import DocumentCounter, PurchaseOrder, PurchaseOrderLine
from services.orders.models.receiving import ReceivingSite, ReceivingSlot, ReceivingWindow
from services.orders.models.reconciliation import ReconciliationFinding, ReconciliationRun
from services.orders.models.refund import Refund
from services.orders.models.requisition import ProcurementMethodRule, Requisition, RequisitionLine
from services.orders.models.school_day import SchoolDay
from services.orders.models.stock import Stock, StockAdjustment
from services.orders.models.term import BuyingTerm, TemperatureLimit

__all__ = [
    "BUS",
    "IDEMPOTENCY_KEYS",
    "ApprovalChain",
    "ApprovalChainStep",
    "ApprovalDelegation",
    "ApprovalStep",
    "BankLine",
    "BankStatement",
    "Base",
    "BillingNote",
    "Budget",
    "BudgetEntry",
    "BudgetHold",
    "BuyerRequirement",
    "BuyingTerm",
    "CapacityUse",
    "Cart",
    "CartLine",
    "CommitteeMember",
    "CommitteeRule",
    "CreditLine",
    "CreditNote",
    "CreditTerm",
    "Delivery",
    "DeliveryLine",
    "Document",
    "DocumentCounter",
    "DocumentSeries",
    "DocumentType",
    "EgpNumber",
    "EligibilityRequirement",
    "GuestNotice",
    "Inspection",
    "InspectionSignature",
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Lot",
    "LotAbbreviation",
    "LotCounter",
    "LotInput",
    "Membership",
    "MoneyIn",
    "Offer",
    "Order",
    "OrderGroup",
    "OrderLine",
    "Party",
    "Payment",
    "PaymentAttempt",
    "PaymentEvent",
    "ProcurementMethodRule",
    "PromptPayBiller",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Rate",
    "ReceivingSite",
    "ReceivingSlot",
    "ReceivingWindow",
    "ReconciliationFinding",
    "ReconciliationRun",
    "Refund",
    "Remittance",
    "Requisition",
    "RequisitionAppointee",
    "RequisitionLine",
    "SchoolDay",
    "Stock",
    "StockAdjustment",
    "TemperatureLimit",
    "UrgentReport",
    "WeeklyCapacity",
    "WithholdingRule",
]
