"""What seller and shopper see of a refund."""

from __future__ import annotations

from datetime import datetime

from kit.schemas import ResponseModel
from services.orders.ports import PaymentMethod, RefundStatus


class RefundRead(ResponseModel):
    """Money on its way back to the shopper, in satang.

    A card is refunded at once. PromptPay has no way back of its own: the payer is asked by mail
    for an account (`details_needed`), then it is `sent` and `settled`, or `failed`.
    """

    status: RefundStatus
    method: PaymentMethod
    amount_satang: int
    reason: str
    requested_at: datetime
    settled_at: datetime | None
