"""kill -9 of every part while shoppers buy: nothing acknowledged is lost, everything comes back."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import httpx
import psutil
import pytest

from talat.demo.accounts import email_of
from talat.demo.shopper import scan
from talat.demo.stage import letters_to
from tests.faults.shopping import Acknowledged, Shoppers, only_unavailable
from tests.support.system import RunningSystem, wait_for

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]

SELLER = "don-bo"
"""Sells the ข้าวสาร that `variant_id` finds."""
PARTS = ("orders", "catalog", "auth", "postgres", "nats", "seaweedfs", "stripe-sandbox", "gateway")


@pytest.fixture(scope="module")
def variant_id(demo: RunningSystem) -> str:
    """Something that the demonstration has plenty of."""
    found = httpx.get(f"{demo.url}/storefront/v1/products", params={"q": "ข้าวสาร"}).json()
    return str(found["items"][0]["variants"][0]["id"])


def _order(system: RunningSystem, order: Acknowledged) -> dict[str, object]:
    response = httpx.get(
        f"{system.url}/storefront/v1/orders/{order.group_id}",
        headers={"Cart-Token": order.token},
        timeout=20,
    )
    assert response.status_code == 200, response.text
    body: dict[str, object] = response.json()
    return body


def _more_than(shoppers: Shoppers, count: int) -> Callable[[], bool]:
    return lambda: len(shoppers.diary.acknowledged) > count


def _kill_while_buying(system: RunningSystem, part: str, variant_id: str) -> Shoppers:
    """Kill a part in the midst of buying, wait until it is back and buying goes on."""
    with Shoppers(system.url, variant_id) as shoppers:
        wait_for(_more_than(shoppers, 2), "buying has begun")
        pid = system.pid(part)
        system.kill(part)
        system.await_restart(part, pid)
        before = len(shoppers.diary.acknowledged)
        wait_for(_more_than(shoppers, before + 2), "buying goes on")
    return shoppers


@pytest.mark.parametrize("part", PARTS)
def test_what_was_acknowledged_is_there_after_a_kill(
    demo: RunningSystem, variant_id: str, part: str
) -> None:
    shoppers = _kill_while_buying(demo, part, variant_id)
    assert only_unavailable(shoppers.diary), shoppers.diary.refused
    for order in shoppers.diary.acknowledged:
        _order(demo, order)


@pytest.mark.parametrize("minimum_seconds", [0, pytest.param(60, marks=pytest.mark.long)])
def test_orders_paid_while_the_bus_is_away_reach_the_sellers(
    demo: RunningSystem, variant_id: str, minimum_seconds: int
) -> None:
    bus = psutil.Process(demo.pid("nats"))
    bus.send_signal(signal.SIGSTOP)
    try:
        with Shoppers(demo.url, variant_id) as shoppers:
            over_at = time.monotonic() + minimum_seconds
            wait_for(
                lambda: len(shoppers.diary.acknowledged) > 4 and time.monotonic() >= over_at,
                "buying goes on without the bus",
            )
        paid = shoppers.diary.acknowledged
        for order in paid:
            scan(order.payment)
        wait_for(
            lambda: all(_statuses(_order(demo, order)) == {"paid"} for order in paid),
            "the orders are paid without the bus",
        )
        assert shoppers.diary.refused == []
    finally:
        bus.send_signal(signal.SIGCONT)
    numbers = {number for order in paid for number in _numbers(_order(demo, order))}
    # The seller's own letters: a guest's mail goes without the bus and would prove nothing.
    wait_for(lambda: numbers <= _told(demo, numbers), "the seller is told of every order")


def _numbers(group: dict[str, object]) -> set[str]:
    orders = group["orders"]
    assert isinstance(orders, list)
    return {order["number"] for order in orders}


def _told(system: RunningSystem, numbers: set[str]) -> set[str]:
    text = "\n".join(letters_to(system.home / "mail", email_of(SELLER)))
    return {number for number in numbers if number in text}


def _statuses(group: dict[str, object]) -> set[str]:
    orders = group["orders"]
    assert isinstance(orders, list)
    return {order["status"] for order in orders}


def test_afterwards_the_doctor_is_content(demo: RunningSystem) -> None:
    wait_for(lambda: demo.talat("doctor").returncode == 0, "talat doctor is green")


@pytest.mark.long
@pytest.mark.timeout(3_000)
@pytest.mark.parametrize("part", PARTS * 5)
def test_a_campaign_of_kills(demo: RunningSystem, variant_id: str, part: str) -> None:
    shoppers = _kill_while_buying(demo, part, variant_id)
    assert only_unavailable(shoppers.diary), shoppers.diary.refused
    for order in shoppers.diary.acknowledged:
        _order(demo, order)
    wait_for(lambda: demo.talat("doctor").returncode == 0, "talat doctor is green")
