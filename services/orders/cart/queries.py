"""Statements over carts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductStatus
from contracts.types import AvailabilityBand, Capability, OrganisationStatus
from services.orders.cart.rules import CartItem, CartView
from services.orders.models.cart import Cart, CartLine
from services.orders.models.ledger import Rate
from services.orders.models.offer import Offer
from services.orders.models.party import Party
from services.orders.models.stock import Stock


async def add(session: AsyncSession, *, cart_id: UUID, token_hash: bytes, at: datetime) -> None:
    """A new, empty cart."""
    await session.execute(
        insert(Cart).values(id=cart_id, token_hash=token_hash, created_at=at, updated_at=at)
    )


def rate_on(name: str) -> Any:
    """Scalar subquery: the rate in basis points that holds on the day bound as ``on``."""
    return (
        select(Rate.bps)
        .where(Rate.name == name, Rate.from_on <= bindparam("on"))
        .order_by(Rate.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )


_FOR_SALE: Final = and_(
    Offer.status == ProductStatus.PUBLISHED.value,
    Offer.withdrawn.is_(False),
    Party.status == OrganisationStatus.ACTIVE.value,
    Party.capabilities.contains([Capability.SELL.value]),
)

_VIEW: Final[Any] = (
    select(
        Cart.id,
        Cart.version,
        Cart.status.label("cart_status"),
        CartLine.variant_id.label("line_variant_id"),
        CartLine.quantity,
        Offer.variant_id,
        Offer.product_id,
        Offer.seller_id,
        Offer.name_th,
        Offer.name_en,
        Offer.sku,
        Offer.unit,
        Offer.order_step,
        Offer.price_satang,
        Offer.tiers,
        Offer.tax_class,
        Offer.marks,
        Offer.income_shares,
        func.coalesce(Party.name_th, "").label("seller_name_th"),
        func.coalesce(Party.vat_registered, False).label("vat_registered"),
        func.coalesce(_FOR_SALE, False).label("for_sale"),
        rate_on("vat").label("vat_bps"),
        rate_on("shop_commission").label("commission_bps"),
    )
    .select_from(Cart)
    .outerjoin(CartLine, CartLine.cart_id == Cart.id)
    .outerjoin(Offer, Offer.variant_id == CartLine.variant_id)
    .outerjoin(Party, Party.id == Offer.seller_id)
    .where(Cart.id == bindparam("cart_id"), Cart.token_hash == bindparam("token_hash"))
    .order_by(CartLine.variant_id)
)


async def view(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, on: date
) -> CartView | None:
    """The cart with what is on sale under each line, in one statement and without a lock."""
    parameters = {"cart_id": cart_id, "token_hash": token_hash, "on": on}
    rows = (await session.execute(_VIEW, parameters)).all()
    if not rows:
        return None
    first = rows[0]
    return CartView(
        id=first.id,
        version=first.version,
        status=first.cart_status,
        items=tuple(_item(row) for row in rows if row.variant_id is not None),
        unknown=tuple(
            row.line_variant_id
            for row in rows
            if row.line_variant_id is not None and row.variant_id is None
        ),
        vat_bps=first.vat_bps,
        commission_bps=first.commission_bps,
    )


def _item(row: Row[Any]) -> CartItem:
    return CartItem(
        variant_id=row.variant_id,
        product_id=row.product_id,
        seller_id=row.seller_id,
        seller_name_th=row.seller_name_th,
        vat_registered=row.vat_registered,
        name_th=row.name_th,
        name_en=row.name_en,
        sku=row.sku,
        unit=row.unit,
        quantity=row.quantity,
        order_step=row.order_step,
        price_satang=row.price_satang,
        tiers=row.tiers,
        tax_class=row.tax_class,
        marks=row.marks,
        income_shares=row.income_shares,
        for_sale=row.for_sale,
    )


async def touch(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, at: datetime
) -> int | None:
    """Lock an open cart and raise its version; None when there is no such open cart."""
    version: int | None = await session.scalar(
        update(Cart)
        .where(Cart.id == cart_id, Cart.token_hash == token_hash, Cart.status == "open")
        .values(version=Cart.version + 1, updated_at=at)
        .returning(Cart.version)
    )
    return version


async def close(session: AsyncSession, *, cart_id: UUID, version: int, at: datetime) -> bool:
    """Turn the open cart into an ordered one if it still has that version."""
    closed = await session.scalar(
        update(Cart)
        .where(Cart.id == cart_id, Cart.status == "open", Cart.version == version)
        .values(status="ordered", updated_at=at)
        .returning(Cart.id)
    )
    return closed is not None


async def is_known(session: AsyncSession, *, cart_id: UUID, token_hash: bytes) -> bool:
    """Whether the token opens the cart, whatever its state."""
    return bool(
        await session.scalar(
            select(exists().where(Cart.id == cart_id, Cart.token_hash == token_hash))
        )
    )


async def put_line(
    session: AsyncSession,
    *,
    cart_id: UUID,
    variant_id: UUID,
    quantity: Decimal,
    seen_price_satang: int,
    at: datetime,
) -> None:
    """Set a line's quantity, and the unit price that the shopper sees with it."""
    fresh = upsert(CartLine).values(
        cart_id=cart_id,
        variant_id=variant_id,
        quantity=quantity,
        seen_price_satang=seen_price_satang,
        added_at=at,
    )
    await session.execute(
        fresh.on_conflict_do_update(
            index_elements=[CartLine.cart_id, CartLine.variant_id],
            set_={
                "quantity": fresh.excluded.quantity,
                "seen_price_satang": fresh.excluded.seen_price_satang,
            },
        )
    )


async def remove_line(session: AsyncSession, *, cart_id: UUID, variant_id: UUID) -> None:
    """Take a line out; nothing happens when it is not there."""
    await session.execute(
        delete(CartLine).where(CartLine.cart_id == cart_id, CartLine.variant_id == variant_id)
    )


_SHOWN: Final[Any] = (
    select(
        CartLine.variant_id,
        CartLine.quantity,
        CartLine.seen_price_satang,
        Offer.product_id,
        Offer.name_th,
        Offer.name_en,
        Offer.unit,
        Offer.order_step,
        Offer.price_satang,
        Offer.tiers,
        Offer.marks,
        func.coalesce(_FOR_SALE, False).label("for_sale"),
        func.coalesce(Stock.band, AvailabilityBand.NONE.value).label("availability"),
        (func.coalesce(Stock.on_hand - Stock.reserved, 0) >= CartLine.quantity).label("enough"),
    )
    .outerjoin(Offer, Offer.variant_id == CartLine.variant_id)
    .outerjoin(Party, Party.id == Offer.seller_id)
    .outerjoin(Stock, Stock.variant_id == CartLine.variant_id)
    .where(CartLine.cart_id == bindparam("cart_id"))
    .order_by(CartLine.added_at, CartLine.variant_id)
)


async def lines(session: AsyncSession, cart_id: UUID) -> Sequence[Row[Any]]:
    """The cart's lines with what is on sale under them now, oldest first."""
    return (await session.execute(_SHOWN, {"cart_id": cart_id})).all()


async def forget(session: AsyncSession, *, before: datetime, most: int) -> int:
    """Remove open carts that nobody has touched since; how many there were, at most ``most``."""
    old = (
        select(Cart.id)
        .where(literal_column("cart.status = 'open'"), Cart.updated_at < before)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    gone = await session.execute(delete(Cart).where(Cart.id.in_(old)).returning(Cart.id))
    return len(gone.all())


async def for_sale(session: AsyncSession, variant_id: UUID) -> Offer | None:
    """The offer if it may be sold now."""
    statement = (
        select(Offer)
        .join(Party, Party.id == Offer.seller_id)
        .where(Offer.variant_id == variant_id, _FOR_SALE)
    )
    return (await session.scalars(statement)).one_or_none()
