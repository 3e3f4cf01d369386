"""Routes of payments of invoices."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.deps import Acting, FinanceMember, ReadSession, Session, acting
from services.orders.invoice.errors import PaymentLocked
from services.orders.remittance import service as remittance_service
from services.orders.remittance.errors import (
    PaidOnNotPlausible,
    PaymentAlreadyAnnounced,
    PaymentExceedsPayable,
    PaymentNotAnnounced,
)
from services.orders.remittance.schemas import PaymentList, PaymentRead, PaymentWrite
from services.orders.remittance.service import Actor

router = APIRouter(prefix="/orders/v1", tags=["payments of invoices · การชำระใบแจ้งหนี้"])

_PAYMENTS = "/invoices/{invoice_id}/payments"
_KEY = (IdempotencyKeyInFlight, IdempotencyKeyReused, IdempotencyKeyRequired, Unprocessable)
_ANSWER: dict[str, Any] = {
    "response_model": PaymentRead,
    "responses": problem_responses(
        Unauthenticated, Forbidden, NotFound, PaymentNotAnnounced, PaymentExceedsPayable, *_KEY
    ),
}
FinanceReader = Annotated[Acting, Depends(acting(Scope.FINANCE, Scope.READ))]


def _actor(caller: Acting) -> Actor:
    return Actor(caller.person_id, caller.organisation_id)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    _PAYMENTS,
    status_code=201,
    response_model=PaymentRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        PaymentLocked,
        PaymentExceedsPayable,
        PaymentAlreadyAnnounced,
        PaidOnNotPlausible,
        *_KEY,
    ),
)
async def pay_invoice(
    invoice_id: UUID,
    body: PaymentWrite,
    session: Session,
    caller: FinanceMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Record a payment of an invoice: by transfer, PromptPay bill payment or cheque.

    As the seller you say that the money is there: it is posted at once, with the receipt and the
    50 ทวิ certificate. As the buyer you announce it; the seller or the seller's bank statement
    confirms it.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: remittance_service.record(
            session, actor=_actor(caller), invoice_id=invoice_id, wanted=body
        ),
        status=201,
    )


@router.get(_PAYMENTS, responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def list_payments(
    invoice_id: UUID, session: ReadSession, caller: FinanceReader
) -> PaymentList:
    """The payments of an invoice of yours, oldest first."""
    return await remittance_service.of_invoice(
        session, invoice_id=invoice_id, party_id=caller.organisation_id
    )


@router.post("/invoice-payments/{payment_id}/confirm", **_ANSWER)
async def confirm_payment(
    payment_id: UUID, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Say that the money that a buyer announced is on your account; it is posted at once."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=None,
        action=lambda: remittance_service.answer(
            session, actor=_actor(caller), remittance_id=payment_id, received=True
        ),
    )


@router.post("/invoice-payments/{payment_id}/deny", **_ANSWER)
async def deny_payment(
    payment_id: UUID, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Say that the money that a buyer announced has not come; the buyer is told."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=None,
        action=lambda: remittance_service.answer(
            session, actor=_actor(caller), remittance_id=payment_id, received=False
        ),
    )
