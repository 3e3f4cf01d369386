"""Use cases of a guest's cart."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Mark
from kit.db import Database
from kit.errors import FieldError
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.orders.cart import queries
from services.orders.cart.errors import (
    CartChanged,
    CartEmpty,
    CartFull,
    CartNotFound,
    CartOrdered,
    NoSuchSubdistrict,
    NotForSale,
    PostcodeDoesNotFit,
    QuantityNotInStep,
)
from services.orders.cart.geothai import postcodes_of
from services.orders.cart.rules import (
    CartView,
    PricedItem,
    SellerPart,
    half_up,
    in_step,
    price_cart,
    unit_price,
)
from services.orders.cart.schemas import (
    Address,
    CartCreated,
    CartLineRead,
    CartRead,
    Quote,
    QuoteLine,
    QuoteSeller,
)

MOST_LINES: Final = 100
KEPT: Final = timedelta(days=30)
"""How long an open cart stays after its last change."""
_AT_ONCE: Final = 200


def hash_token(token: str) -> bytes:
    """What is kept of a cart's token. The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def create(session: AsyncSession) -> CartCreated:
    """Open a cart; its token is never shown again."""
    cart_id, token = uuid7(), secrets.token_urlsafe(32)
    await queries.add(session, cart_id=cart_id, token_hash=hash_token(token), at=now())
    return CartCreated(id=cart_id, token=token, version=1)


async def read(session: AsyncSession, *, cart_id: UUID, token: str) -> CartRead:
    """The cart.

    Raises:
        CartNotFound: no such cart, or not with this token.
    """
    cart = await find(session, cart_id=cart_id, token_hash=hash_token(token))
    return await _read(session, cart_id, cart.version, cart.status)


async def put_line(
    session: AsyncSession, *, cart_id: UUID, token: str, variant_id: UUID, quantity: Decimal
) -> CartRead:
    """Set how much of a variant the shopper wants.

    Raises:
        CartNotFound, CartOrdered, CartFull: there is no such cart to put it into.
        NotForSale: the variant is not on sale now.
        QuantityNotInStep: the seller does not sell such a quantity.
    """
    version = await _touch(session, cart_id=cart_id, token=token)
    offer = await queries.for_sale(session, variant_id)
    if offer is None:
        raise _not_for_sale([variant_id])
    if not in_step(quantity, offer.order_step):
        raise QuantityNotInStep(order_step=f"{offer.order_step.normalize():f}", unit=offer.unit)
    await queries.put_line(
        session,
        cart_id=cart_id,
        variant_id=variant_id,
        quantity=quantity,
        seen_price_satang=unit_price(offer.price_satang, offer.tiers, quantity),
        at=now(),
    )
    cart = await _read(session, cart_id, version, "open")
    if len(cart.lines) > MOST_LINES:
        raise CartFull(most=MOST_LINES)
    return cart


async def remove_line(
    session: AsyncSession, *, cart_id: UUID, token: str, variant_id: UUID
) -> CartRead:
    """Take a variant out of the cart; repeating it changes nothing more.

    Raises:
        CartNotFound, CartOrdered: there is no such cart to take it from.
    """
    version = await _touch(session, cart_id=cart_id, token=token)
    await queries.remove_line(session, cart_id=cart_id, variant_id=variant_id)
    return await _read(session, cart_id, version, "open")


async def quote(
    session: AsyncSession, *, cart_id: UUID, token: str, address: Address | None
) -> Quote:
    """What the cart costs now, every sum exact.

    Raises:
        CartNotFound, CartEmpty: there is nothing to price.
        NotForSale: lines that are no longer on sale.
        NoSuchSubdistrict, PostcodeDoesNotFit: the address is not one.
    """
    cart = await find(session, cart_id=cart_id, token_hash=hash_token(token))
    if address is not None:
        require_real(address)
    return _quote(price(cart), address=address, on=bangkok_today())


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with its figures at one instant; ``version`` tells whether it changed since."""

    id: UUID
    version: int
    status: str
    parts: tuple[SellerPart, ...]
    vat_bps: int
    commission_bps: int

    @property
    def total_satang(self) -> int:
        """What the shopper pays for everything."""
        return sum(part.total_satang for part in self.parts)

    @property
    def vat_satang(self) -> int:
        """The VAT inside the total."""
        return sum(part.vat_satang for part in self.parts)

    @property
    def quantities(self) -> dict[UUID, Decimal]:
        """How much of each variant; a cart has one line a variant."""
        return {
            line.item.variant_id: line.item.quantity for part in self.parts for line in part.lines
        }


async def find(session: AsyncSession, *, cart_id: UUID, token_hash: bytes) -> CartView:
    """The cart with what is on sale under its lines: one round trip, nothing locked.

    Raises:
        CartNotFound: no such cart, or not with this token.
    """
    cart = await queries.view(session, cart_id=cart_id, token_hash=token_hash, on=bangkok_today())
    if cart is None:
        raise CartNotFound
    return cart


def price(cart: CartView) -> PricedCart:
    """The cart's figures.

    Raises:
        CartEmpty, NotForSale, QuantityNotInStep: it cannot be ordered as it is.
    """
    refused = [*cart.unknown, *(item.variant_id for item in cart.items if not item.for_sale)]
    if refused:
        raise _not_for_sale(refused)
    if not cart.items:
        raise CartEmpty
    for item in cart.items:
        if not in_step(item.quantity, item.order_step):
            raise QuantityNotInStep(order_step=f"{item.order_step.normalize():f}", unit=item.unit)
    parts = tuple(price_cart(cart.items, vat_bps=cart.vat_bps))
    return PricedCart(cart.id, cart.version, cart.status, parts, cart.vat_bps, cart.commission_bps)


def require_real(address: Address) -> None:
    """Raise unless the tambon exists and the postcode is one of its own.

    Raises:
        NoSuchSubdistrict, PostcodeDoesNotFit: one of them does not.
    """
    postcodes = postcodes_of(address.subdistrict_code)
    if postcodes is None:
        raise NoSuchSubdistrict(subdistrict_code=address.subdistrict_code)
    if postcodes and address.postcode not in postcodes:
        raise PostcodeDoesNotFit(postcodes=", ".join(postcodes))


async def close(session: AsyncSession, *, cart: PricedCart) -> None:
    """Turn the priced cart into an ordered one; from here on nobody changes it.

    Raises:
        CartChanged: it was changed or ordered since it was priced.
    """
    if not await queries.close(session, cart_id=cart.id, version=cart.version, at=now()):
        raise CartChanged


async def require_token(session: AsyncSession, *, cart_id: UUID, token_hash: bytes) -> None:
    """Raise CartNotFound unless the token opens the cart."""
    if not await queries.is_known(session, cart_id=cart_id, token_hash=token_hash):
        raise CartNotFound


async def _touch(session: AsyncSession, *, cart_id: UUID, token: str) -> int:
    token_hash = hash_token(token)
    version = await queries.touch(session, cart_id=cart_id, token_hash=token_hash, at=now())
    if version is None:
        await require_token(session, cart_id=cart_id, token_hash=token_hash)
        raise CartOrdered
    return version


async def _read(session: AsyncSession, cart_id: UUID, version: int, status: str) -> CartRead:
    today = bangkok_today()
    lines = [_line(row, on=today) for row in await queries.lines(session, cart_id)]
    return CartRead.model_validate(
        {"id": cart_id, "version": version, "status": status, "lines": lines}
    )


def _line(row: Row[Any], *, on: date) -> CartLineRead:
    known = row.product_id is not None
    price = unit_price(row.price_satang, row.tiers, row.quantity) if known else None
    seen = row.seen_price_satang
    changed = None not in {price, seen} and price != seen
    marks = [Mark.model_validate(mark) for mark in row.marks or ()]
    return CartLineRead.model_validate(
        {
            **row._mapping,  # noqa: SLF001  (a row's columns by name have no other way out)
            "unit_price_satang": price,
            "total_satang": None if price is None else half_up(price * row.quantity),
            "tiers": row.tiers or [],
            "change": {"was_satang": seen, "now_satang": price} if changed else None,
            "marks": [mark for mark in marks if mark.valid_on(on)],
        }
    )


async def forget_old(database: Database) -> bool:
    """Remove some carts that nobody has touched for a month. True: there may be more."""
    async with database.transaction() as session:
        gone = await queries.forget(session, before=now() - KEPT, most=_AT_ONCE)
    return gone == _AT_ONCE


def _not_for_sale(variant_ids: Sequence[UUID]) -> NotForSale:
    return NotForSale(
        errors=[
            FieldError(
                f"lines.{variant_id}",
                "not_for_sale",
                "สินค้านี้ไม่ได้วางขายอยู่",
                "This is not on sale.",
            )
            for variant_id in variant_ids
        ]
    )


def _quote(cart: PricedCart, *, address: Address | None, on: date) -> Quote:
    return Quote(
        cart_id=cart.id,
        cart_version=cart.version,
        sellers=[
            QuoteSeller(
                seller_id=part.seller_id,
                seller_name_th=part.seller_name_th,
                vat_registered=part.vat_registered,
                lines=[_quote_line(line, on=on) for line in part.lines],
                net_satang=part.net_satang,
                vat_satang=part.vat_satang,
                total_satang=part.total_satang,
            )
            for part in cart.parts
        ],
        net_satang=cart.total_satang - cart.vat_satang,
        vat_satang=cart.vat_satang,
        total_satang=cart.total_satang,
        address=address,
    )


def _quote_line(line: PricedItem, *, on: date) -> QuoteLine:
    item, priced = line.item, line.priced
    marks = [Mark.model_validate(mark) for mark in item.marks]
    return QuoteLine.model_validate(
        {
            "variant_id": item.variant_id,
            "product_id": item.product_id,
            "name_th": item.name_th,
            "name_en": item.name_en,
            "unit": item.unit,
            "quantity": item.quantity,
            "unit_price_satang": priced.unit_price_satang,
            "tax_class": item.tax_class,
            "vat_bps": priced.vat_bps,
            "net_satang": priced.net_satang,
            "vat_satang": priced.vat_satang,
            "total_satang": priced.total_satang,
            "marks": [mark for mark in marks if mark.valid_on(on)],
        }
    )
