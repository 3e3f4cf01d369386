"""The checkout, as steps: order and hold the stock, ask Stripe, keep Stripe's answer.

Each step commits before the next, and nothing is locked while Stripe is asked. A request that
is repeated with its Idempotency-Key, or the due loop, goes on at the first unfinished step; the
intent's key is made from the group's id, so however often the steps run, one charge exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import NotFound
from kit.idempotency import IdempotencyKey
from kit.ids import uuid7
from kit.time import BANGKOK, now
from services.orders.cart import service as cart_service
from services.orders.cart.errors import CartChanged
from services.orders.cart.service import PricedCart
from services.orders.checkout.errors import (
    CheckoutCancelled,
    MailNeeded,
    PaymentNotReplaceable,
    TotalTooLarge,
    TotalTooSmall,
)
from services.orders.checkout.rules import freeze
from services.orders.checkout.schemas import (
    CheckoutRead,
    CheckoutRequest,
    GroupLine,
    GroupOrder,
    GroupRead,
    PayAgain,
)
from services.orders.collection import service as collection_service
from services.orders.guest_notice import service as guest_notice_service
from services.orders.guest_notice.rules import GuestTemplate, baht
from services.orders.order import service as order_service
from services.orders.order.service import GroupView
from services.orders.payment import service as payment_service
from services.orders.ports import (
    Intent,
    IntentRequest,
    PaymentMethod,
    PaymentPort,
    PaymentRefused,
    Terms,
)
from services.orders.refund import service as refund_service
from services.orders.refund.schemas import RefundRead
from services.orders.stock import service as stock_service

LEAST_SATANG: Final = 1_000
"""Stripe collects no less than 10 baht."""
MOST_SATANG: Final = 99_999_999
"""Stripe's amounts have at most eight digits."""
CREATED: Final = 201


Answer = object
"""An answer that the key keeps. Its type is the web framework's, which stays outside."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """One request to check a cart out."""

    cart_id: UUID
    token_hash: bytes
    body: CheckoutRequest
    key: IdempotencyKey
    terms: Terms

    @property
    def caller(self) -> str:
        """Whose keys these are: the cart's."""
        return f"cart:{self.cart_id}"


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the checkout stands after its first step."""

    group_id: UUID
    stored: Answer | None
    request: IntentRequest | None


async def check_out(database: Database, port: PaymentPort, *, checkout: Checkout) -> Answer:
    """Order a cart and ask for its payment; repeated with the same key it resumes.

    Raises:
        CartNotFound, CartEmpty, NotForSale, CartChanged, TotalTooSmall, TotalTooLarge, OutOfStock,
        NoSuchSubdistrict, PostcodeDoesNotFit:
            nothing was ordered, held or charged, and the key may be used again.
        PaymentUnavailable: the order stands; the same request goes on with it.
        PaymentRefused, CheckoutCancelled: the order is cancelled and its stock free.
    """
    cart_service.require_real(checkout.body.address)
    step = await _order_step(database, checkout)
    if step.stored is not None:
        return step.stored
    intent = None
    if step.request is not None:
        intent = await _ask(database, port, step.request)
    async with database.transaction() as session:
        return await _answer_step(session, checkout, step.group_id, intent)


async def _order_step(database: Database, checkout: Checkout) -> _Step:
    """Take the key and, unless an earlier request did it, place the order."""
    group_id = uuid7()
    async with database.transaction() as session:
        cart = await cart_service.find(
            session, cart_id=checkout.cart_id, token_hash=checkout.token_hash
        )
        claim = await checkout.key.claim(
            session, caller=checkout.caller, body=checkout.body, resource_id=group_id
        )
        if claim.stored is not None:
            return _Step(claim.resource_id, claim.stored, None)
        if claim.resumed:
            request = await payment_service.unanswered_request(session, group_id=claim.resource_id)
        else:
            request = await _place(session, checkout, cart_service.price(cart), group_id)
        return _Step(claim.resource_id, None, request)


async def _place(
    session: AsyncSession, checkout: Checkout, cart: PricedCart, group_id: UUID
) -> IntentRequest:
    """Close the cart, hold the stock, insert the orders: few round trips, short locks."""
    _require_unchanged(cart, checkout.body)
    at = now()
    frozen = [
        freeze(
            part,
            group_id=group_id,
            commission_bps=cart.commission_bps,
            vat_bps=cart.vat_bps,
            at=at,
        )
        for part in cart.parts
    ]
    await cart_service.close(session, cart=cart)
    await stock_service.reserve(session, quantities=cart.quantities)
    group = _group_row(cart, checkout, group_id, at)
    await order_service.place(
        session,
        group=group,
        orders=[each.order for each in frozen],
        lines=[line for each in frozen for line in each.lines],
        at=at,
    )
    numbers = [each.order["number"] for each in frozen]
    await _tell_placed(session, group=group, numbers=numbers)
    return await payment_service.open_payment(
        session,
        group_id=group_id,
        method=checkout.body.payment_method,
        amount_satang=cart.total_satang,
        email=checkout.body.contact.email,
        at=at,
    )


async def _tell_placed(
    session: AsyncSession,
    *,
    group: Mapping[str, Any],
    numbers: Sequence[str],
) -> None:
    await guest_notice_service.tell(
        session,
        group_id=group["id"],
        template=GuestTemplate.ORDER_PLACED,
        data={
            "numbers": ", ".join(numbers),
            "total_baht": baht(group["total_satang"]),
            "pay_by": f"{group['expires_at'].astimezone(BANGKOK):%d/%m/%Y %H:%M}",
        },
        dedupe_key=f"order-placed-{group['id']}",
    )


def _require_unchanged(cart: PricedCart, body: CheckoutRequest) -> None:
    """Raise CartChanged unless the cart is what the shopper saw."""
    if body.cart_version not in {None, cart.version}:
        raise CartChanged
    if body.total_satang not in {None, cart.total_satang}:
        raise CartChanged
    if cart.total_satang < LEAST_SATANG:
        raise TotalTooSmall(least_satang=LEAST_SATANG)
    if cart.total_satang > MOST_SATANG:
        raise TotalTooLarge(most_satang=MOST_SATANG)


def _group_row(
    cart: PricedCart, checkout: Checkout, group_id: UUID, at: datetime
) -> dict[str, Any]:
    return {
        "id": group_id,
        "cart_id": cart.id,
        "status": "awaiting_payment",
        "total_satang": cart.total_satang,
        "vat_satang": cart.vat_satang,
        "contact": checkout.body.contact.model_dump(mode="json"),
        "address": checkout.body.address.model_dump(mode="json"),
        "created_at": at,
        "expires_at": at + checkout.terms.hold,
    }


async def _ask(database: Database, port: PaymentPort, request: IntentRequest) -> Intent:
    """Create the intent, outside any transaction; a refusal ends the order."""
    try:
        return await port.create(request)
    except PaymentRefused:
        async with database.transaction() as session:
            await payment_service.give_up(
                session, group_id=request.group_id, reason="payment_refused"
            )
        raise


async def _answer_step(
    session: AsyncSession, checkout: Checkout, group_id: UUID, intent: Intent | None
) -> Answer:
    """Keep Stripe's answer and ours."""
    if intent is not None:
        await payment_service.record_intent(
            session, group_id=group_id, intent=intent, terms=checkout.terms
        )
    payment = await payment_service.read(session, group_id=group_id)
    if payment.status == "cancelled":
        raise CheckoutCancelled
    answer = CheckoutRead(
        order_group_id=group_id, total_satang=payment.amount_satang, payment=payment
    )
    return await checkout.key.complete(session, caller=checkout.caller, status=CREATED, body=answer)


@dataclass(frozen=True, slots=True)
class Replacement:
    """One request to pay for a group in another way."""

    group_id: UUID
    token: str
    method: PaymentMethod
    body: PayAgain
    key: IdempotencyKey
    terms: Terms

    @property
    def caller(self) -> str:
        """Whose keys these are: the group's."""
        return f"group:{self.group_id}"


async def pay_again(database: Database, port: PaymentPort, *, wish: Replacement) -> Answer:
    """Begin another attempt to pay for a group; repeated with the same key it resumes.

    The old intent is cancelled at Stripe before a new one is made, so that one charge exists. If
    it turns out to be paid, that is the answer.

    Raises:
        NotFound: no such group, or not with this token.
        PaymentNotReplaceable, MailNeeded: nothing was changed.
        PaymentUnavailable: the same request goes on.
        PaymentRefused: the order is cancelled and its stock free.
    """
    async with database.transaction() as session:
        claim = await _replace_step(session, wish)
        if claim.stored is not None:
            return claim.stored
    await collection_service.close(database, port, attempt_id=claim.group_id)
    async with database.transaction() as session:
        request = await payment_service.unanswered_request(session, group_id=wish.group_id)
    intent = None
    if request is not None:
        intent = await _ask(database, port, request)
    async with database.transaction() as session:
        if intent is not None:
            await payment_service.record_intent(
                session, group_id=wish.group_id, intent=intent, terms=wish.terms
            )
        payment = await payment_service.read(session, group_id=wish.group_id)
        return await wish.key.complete(session, caller=wish.caller, status=CREATED, body=payment)


async def _replace_step(session: AsyncSession, wish: Replacement) -> _Step:
    """Take the key and, unless an earlier request did it, put the present attempt aside."""
    view = await order_service.find_group(session, group_id=wish.group_id)
    await _require_owner(session, view, wish.token)
    attempt_id = uuid7()
    claim = await wish.key.claim(
        session, caller=wish.caller, body=wish.body, resource_id=attempt_id
    )
    if claim.stored is None and not claim.resumed:
        if wish.method is PaymentMethod.PROMPTPAY and not view.group.contact.get("email"):
            raise MailNeeded
        payment = await payment_service.find(session, group_id=wish.group_id)
        replaced = await collection_service.replace(
            session, payment_id=payment.id, attempt_id=attempt_id, method=wish.method.value
        )
        if replaced is None:
            raise PaymentNotReplaceable(status=payment.status)
    return _Step(claim.resource_id, claim.stored, None)


async def _require_owner(session: AsyncSession, view: GroupView, token: str) -> None:
    """Raise NotFound unless the token is that of the cart that the group came from."""
    try:
        await cart_service.require_token(
            session, cart_id=view.group.cart_id, token_hash=cart_service.hash_token(token)
        )
    except NotFound as error:
        raise NotFound from error


async def read_group(session: AsyncSession, *, group_id: UUID, token: str) -> GroupRead:
    """What the shopper with the cart's token bought.

    Raises:
        NotFound: no such group, or not with this token.
    """
    view = await order_service.find_group(session, group_id=group_id)
    await _require_owner(session, view, token)
    return GroupRead(
        id=group_id,
        status=view.group.status,
        total_satang=view.group.total_satang,
        vat_satang=view.group.vat_satang,
        created_at=view.group.created_at,
        payment=await payment_service.read(session, group_id=group_id),
        orders=_orders(
            view,
            await refund_service.of_orders(session, order_ids=[o.id for o in view.orders]),
        ),
    )


def _orders(view: GroupView, refunds: Mapping[UUID, RefundRead]) -> list[GroupOrder]:
    return [
        GroupOrder(
            id=order.id,
            number=order.number,
            seller_id=order.seller_id,
            seller_name_th=order.seller_name_th,
            status=order.status,
            total_satang=order.total_satang,
            vat_satang=order.vat_satang,
            carrier=order.carrier,
            tracking=order.tracking,
            cancel_reason=order.cancel_reason,
            refund=refunds.get(order.id),
            lines=[
                GroupLine.model_validate(line) for line in view.lines if line.order_id == order.id
            ],
        )
        for order in view.orders
    ]
