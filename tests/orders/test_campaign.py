"""The shop's invariants under everything at once; `scripts/test --long` for the full size."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from services.orders.doctor import CHECKS
from tests.factories.shop import Guest, Seller, Shop


async def _sell_out(shop: Shop, *, clients: int, in_stock: int, at_once: int) -> None:
    seller = await shop.seller()
    product = await shop.product(seller, str(in_stock))
    turn = asyncio.Semaphore(at_once)

    async def buy() -> int:
        async with turn:
            guest = await shop.guest((product, "1"))
            answer = await guest.check_out()
            if answer.status_code == 201:
                await shop.paid(answer.json())
            return answer.status_code

    codes = await asyncio.gather(*(buy() for _ in range(clients)))
    assert sorted(codes) == [201] * in_stock + [409] * (clients - in_stock)
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("0", "0")
    sold = "SELECT sum(quantity) FROM order_line WHERE variant_id = :id"
    assert await shop.scalar(sold, id=product.variant_id) == Decimal(in_stock)
    assert await seller.owed() == in_stock * 101_650


async def test_sixty_want_ten(shop: Shop) -> None:
    """Oversell: exactly what is there is sold."""
    await _sell_out(shop, clients=60, in_stock=10, at_once=12)


@pytest.mark.long
async def test_a_thousand_want_a_hundred(shop: Shop) -> None:
    """The same in the full size."""
    await _sell_out(shop, clients=1_000, in_stock=100, at_once=50)


async def _pay_or_not(
    shop: Shop, guest: Guest, dice: random.Random
) -> tuple[Guest, str, str] | None:
    """One shopper's fate: paid, expired, or both at once; None when the goods were gone."""
    answer = await guest.check_out(method=dice.choice(["promptpay", "card"]))
    if answer.status_code != 201:
        assert answer.json()["code"] == "out_of_stock"
        return None
    body = answer.json()
    fate = dice.choice(["paid", "paid", "expired", "both"])
    if fate != "expired":
        await (_scan(shop) if body["payment"]["method"] == "promptpay" else _card(shop))(body)
    if fate != "paid":
        await shop.end_hold(body["order_group_id"])
    await asyncio.gather(
        shop.follow_up(),
        *(shop.deliver(event) for event in reversed(await shop.bank.events(body))),
    )
    return guest, body["order_group_id"], fate


async def _call_off_or_not(
    seller: Seller, dice: random.Random, guest: Guest, group_id: str, fate: str
) -> None:
    group = await guest.group(group_id)
    assert group["status"] == ("cancelled" if fate == "expired" else "paid")
    if group["status"] == "paid":
        move = dice.choice(["decline", "cancel", "accept"])
        sent = None if move == "accept" else {"reason": dice.choice(["closed", "out_of_stock"])}
        path = f"/orders/v1/orders/{group['orders'][0]['id']}/{move}"
        moved = await seller.desk.post(path, sent)
        assert moved.status_code == 200, moved.text


def _scan(shop: Shop) -> Callable[[Mapping[str, Any]], Awaitable[None]]:
    async def pay(body: Mapping[str, Any]) -> None:
        await shop.bank.pay(body)

    return pay


def _card(shop: Shop) -> Callable[[Mapping[str, Any]], Awaitable[None]]:
    async def pay(body: Mapping[str, Any]) -> None:
        assert (await shop.bank.confirm_card(body, "pm_card_visa")).status_code == 200

    return pay


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.long)])
async def test_whatever_happens_the_books_agree(shop: Shop, seed: int) -> None:
    """Carts, checkouts, payments, expiries, cancellations and refunds in random order, together:
    the doctor finds nothing wrong.
    """
    dice = random.Random(seed)
    seller = await shop.seller()
    products = [await shop.product(seller, str(dice.randint(3, 9))) for _ in range(2)]
    guests = [await shop.guest(*((p, str(dice.randint(1, 2))) for p in products)) for _ in range(6)]
    rolls = [random.Random(seed * 100 + number) for number in range(len(guests))]
    fates = await asyncio.gather(
        *(_pay_or_not(shop, guest, roll) for guest, roll in zip(guests, rolls, strict=True))
    )
    await shop.follow_up()
    await asyncio.gather(
        *(
            _call_off_or_not(seller, roll, *fate)
            for fate, roll in zip(fates, rolls, strict=True)
            if fate is not None
        )
    )
    await shop.follow_refunds(loops=3)
    for check in CHECKS:
        assert await shop.scalar(check.violations) == 0, check.name
