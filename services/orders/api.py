"""Every route of the orders service."""

from __future__ import annotations

from fastapi import APIRouter

from services.orders.eligibility import endpoints as eligibility
from services.orders.purchase import endpoints as purchase
from services.orders.requisition import endpoints as requisition

router = APIRouter()
router.include_router(eligibility.router)
router.include_router(requisition.router)
router.include_router(purchase.router)
