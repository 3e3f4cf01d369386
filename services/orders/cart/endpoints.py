"""Routes of the cart feature, for shoppers."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from kit.errors import Unprocessable, problem_responses
from services.orders.cart import service
from services.orders.cart.errors import (
    CartEmpty,
    CartFull,
    CartNotFound,
    CartOrdered,
    NoSuchSubdistrict,
    NotForSale,
    PostcodeDoesNotFit,
    QuantityNotInStep,
)
from services.orders.cart.schemas import CartCreated, CartRead, LinePut, Quote, QuoteRequest
from services.orders.deps import CartToken, Session

router = APIRouter(prefix="/storefront/v1/carts", tags=["storefront · ตะกร้า"])


@router.post("", status_code=201)
async def create_cart(session: Session) -> CartCreated:
    """Open a guest's cart. Keep the token: it opens the cart and, later, its orders."""
    return await service.create(session)


@router.get("/{cart_id}", responses=problem_responses(CartNotFound, Unprocessable))
async def read_cart(cart_id: UUID, token: CartToken, session: Session) -> CartRead:
    """The cart's lines and version."""
    return await service.read(session, cart_id=cart_id, token=token)


@router.put(
    "/{cart_id}/lines/{variant_id}",
    responses=problem_responses(
        CartNotFound, CartOrdered, NotForSale, CartFull, QuantityNotInStep, Unprocessable
    ),
)
async def put_line(
    cart_id: UUID, variant_id: UUID, body: LinePut, token: CartToken, session: Session
) -> CartRead:
    """Set how much of a variant is wanted: decimals where its order step allows them."""
    return await service.put_line(
        session, cart_id=cart_id, token=token, variant_id=variant_id, quantity=body.quantity
    )


@router.delete(
    "/{cart_id}/lines/{variant_id}",
    responses=problem_responses(CartNotFound, CartOrdered, Unprocessable),
)
async def remove_line(
    cart_id: UUID, variant_id: UUID, token: CartToken, session: Session
) -> CartRead:
    """Take a variant out of the cart."""
    return await service.remove_line(session, cart_id=cart_id, token=token, variant_id=variant_id)


@router.post(
    "/{cart_id}/quote",
    responses=problem_responses(
        CartNotFound,
        NotForSale,
        CartEmpty,
        QuantityNotInStep,
        NoSuchSubdistrict,
        PostcodeDoesNotFit,
        Unprocessable,
    ),
)
async def quote_cart(
    cart_id: UUID, token: CartToken, session: Session, body: QuoteRequest | None = None
) -> Quote:
    """What the cart costs now, by seller and line; net + VAT = total on every level."""
    address = body.address if body else None
    return await service.quote(session, cart_id=cart_id, token=token, address=address)
