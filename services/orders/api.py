"""Every route of the orders service."""

from __future__ import annotations

from fastapi import APIRouter

from services.orders.acceptance import endpoints as acceptance
from services.orders.approval import endpoints as approval
from services.orders.assortment import endpoints as assortment
from services.orders.bank import endpoints as bank
from services.orders.billing import endpoints as billing
from services.orders.budget import endpoints as budget
from services.orders.cancellation import endpoints as cancellation
from services.orders.capacity import endpoints as capacity
from services.orders.cart import endpoints as cart
from services.orders.checkout import endpoints as checkout
from services.orders.confirmation import endpoints as confirmation
from services.orders.credit import endpoints as credit
from services.orders.delivery import endpoints as delivery
from services.orders.document import endpoints as document
from services.orders.eligibility import endpoints as eligibility
from services.orders.invoice import endpoints as invoice
from services.orders.ledger import endpoints as ledger
from services.orders.lot import endpoints as lot
from services.orders.order import endpoints as order
from services.orders.payment import endpoints as payment
from services.orders.procurement import endpoints as procurement
from services.orders.promptpay import endpoints as promptpay
from services.orders.purchase import endpoints as purchase
from services.orders.receivable import endpoints as receivable
from services.orders.receiving import endpoints as receiving
from services.orders.remittance import endpoints as remittance
from services.orders.requisition import endpoints as requisition
from services.orders.school_day import endpoints as school_day
from services.orders.stock import endpoints as stock

router = APIRouter()
router.include_router(stock.router)
router.include_router(cart.router)
router.include_router(checkout.router)
router.include_router(order.router)
router.include_router(cancellation.router)
router.include_router(ledger.router)
router.include_router(payment.router)
router.include_router(document.router)
router.include_router(eligibility.router)
router.include_router(eligibility.own_router)
router.include_router(assortment.router)
router.include_router(budget.router)
router.include_router(approval.router)
router.include_router(capacity.router)
router.include_router(requisition.router)
router.include_router(procurement.router)
router.include_router(purchase.router)
router.include_router(confirmation.router)
router.include_router(lot.router)
router.include_router(receiving.router)
router.include_router(delivery.router)
router.include_router(acceptance.router)
router.include_router(school_day.router)
router.include_router(promptpay.router)
router.include_router(credit.router)
router.include_router(invoice.router)
router.include_router(remittance.router)
router.include_router(receivable.router)
router.include_router(billing.router)
router.include_router(bank.router)
