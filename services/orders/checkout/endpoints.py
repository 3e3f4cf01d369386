"""Routes of the checkout, and a shopper's view of their orders."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from fastapi import APIRouter, Response

from kit.errors import NotFound, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.cart.errors import (
    CartChanged,
    CartEmpty,
    CartNotFound,
    NoSuchSubdistrict,
    NotForSale,
    PostcodeDoesNotFit,
    QuantityNotInStep,
)
from services.orders.cart.service import hash_token
from services.orders.checkout import service
from services.orders.checkout.errors import (
    CheckoutCancelled,
    MailNeeded,
    PaymentNotReplaceable,
    TotalTooLarge,
    TotalTooSmall,
)
from services.orders.checkout.schemas import CheckoutRead, CheckoutRequest, GroupRead, PayAgain
from services.orders.deps import CartToken, ResourcesDep, Session, TermsDep
from services.orders.payment.schemas import PaymentRead
from services.orders.ports import PaymentRefused, PaymentUnavailable
from services.orders.stock.errors import OutOfStock

router = APIRouter(prefix="/storefront/v1", tags=["storefront · สั่งซื้อ"])


@router.post(
    "/carts/{cart_id}/checkout",
    status_code=service.CREATED,
    response_model=CheckoutRead,
    responses=problem_responses(
        CartNotFound,
        CartChanged,
        NotForSale,
        OutOfStock,
        CheckoutCancelled,
        CartEmpty,
        QuantityNotInStep,
        NoSuchSubdistrict,
        PostcodeDoesNotFit,
        TotalTooSmall,
        TotalTooLarge,
        PaymentRefused,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        PaymentUnavailable,
        Unprocessable,
    ),
)
async def check_out(
    *,
    cart_id: UUID,
    body: CheckoutRequest,
    token: CartToken,
    key: RequiredIdempotencyKey,
    resources: ResourcesDep,
    terms: TermsDep,
) -> Response:
    """Order the cart: one order for each seller, one payment for all of them.

    The stock is held until `payment.expires_at`. Whatever happens to the answer, send the same
    request with the same Idempotency-Key: it goes on where it stopped and charges once.
    """
    checkout = service.Checkout(cart_id, hash_token(token), body, key, terms)
    answer = await service.check_out(resources.database, resources.payments, checkout=checkout)
    return cast(Response, answer)


@router.post(
    "/orders/{group_id}/payment",
    status_code=service.CREATED,
    response_model=PaymentRead,
    responses=problem_responses(
        NotFound,
        PaymentNotReplaceable,
        MailNeeded,
        PaymentRefused,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        PaymentUnavailable,
        Unprocessable,
    ),
)
async def pay_again(
    *,
    group_id: UUID,
    body: PayAgain,
    token: CartToken,
    key: RequiredIdempotencyKey,
    resources: ResourcesDep,
    terms: TermsDep,
) -> Response:
    """Pay for your orders with another card, by the other method, or with a new QR code.

    The earlier attempt is cancelled first, so you pay once. If it was paid after all, the answer
    says `succeeded`. The time to pay does not grow. A card that was declined needs none of this:
    the same `client_secret` takes another card.
    """
    wish = service.Replacement(group_id, token, body.payment_method, body, key, terms)
    answer = await service.pay_again(resources.database, resources.payments, wish=wish)
    return cast(Response, answer)


@router.get("/orders/{group_id}", responses=problem_responses(NotFound, Unprocessable))
async def read_group(group_id: UUID, token: CartToken, session: Session) -> GroupRead:
    """Your orders and their payment, with the token of the cart that they came from."""
    return await service.read_group(session, group_id=group_id, token=token)
