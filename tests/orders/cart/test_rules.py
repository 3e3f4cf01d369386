"""Prices, VAT and commission: every split adds up to the last satang."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.ids import uuid7
from services.orders.cart.rules import half_up, in_step, price_line, unit_price, vat_rate
from services.orders.checkout.rules import order_number, split_line

prices = st.integers(min_value=0, max_value=10**9)
quantities = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10_000), places=3)
rates = st.integers(min_value=0, max_value=10_000)


@given(prices, quantities, rates, rates, rates)
def test_a_split_loses_nothing(
    price: int, quantity: Decimal, vat: int, commission: int, fee_vat: int
) -> None:
    """net + VAT = total = commission + its VAT + seller, and nobody's part is below nought."""
    priced = price_line(price, quantity, vat)
    assert priced.net_satang + priced.vat_satang == priced.total_satang
    assert abs(priced.total_satang - price * quantity) <= Decimal("0.5")
    assert priced.net_satang >= 0
    assert priced.vat_satang >= 0
    split = split_line(priced, commission_bps=commission, vat_bps=fee_vat)
    parts = (split.commission_satang, split.commission_vat_satang, split.seller_satang)
    assert sum(parts) == priced.total_satang
    assert min(parts) >= 0


@given(prices, quantities, rates)
def test_vat_inside_is_within_half_a_satang(price: int, quantity: Decimal, vat: int) -> None:
    """The VAT inside a total is the exact share, rounded once."""
    priced = price_line(price, quantity, vat)
    exact = Decimal(priced.total_satang) * vat / (10_000 + vat)
    assert abs(priced.vat_satang - exact) <= Decimal("0.5")


def test_the_house_example() -> None:
    """1,070.00 baht with 7 % inside, 5 % commission: 53.50 and 1,016.50."""
    priced = price_line(107_000, Decimal(1), 700)
    assert (priced.net_satang, priced.vat_satang) == (100_000, 7_000)
    split = split_line(priced, commission_bps=500, vat_bps=700)
    assert split.commission_satang + split.commission_vat_satang == 5_350
    assert split.seller_satang == 101_650


@pytest.mark.parametrize(
    ("amount", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("0", 0)]
)
def test_half_up(amount: str, whole: int) -> None:
    """Halves go up, never to the even neighbour."""
    assert half_up(Decimal(amount)) == whole


@pytest.mark.parametrize(
    ("quantity", "price"), [("1", 100), ("9.999", 100), ("10", 90), ("49", 90), ("50", 80)]
)
def test_tiers(quantity: str, price: int) -> None:
    """The highest tier that the quantity reaches, in whatever order they are told."""
    tiers = [
        {"min_quantity": "50", "price_satang": 80},
        {"min_quantity": "10", "price_satang": 90},
    ]
    assert unit_price(100, tiers, Decimal(quantity)) == price


@pytest.mark.parametrize(
    ("registered", "tax_class", "rate"),
    [(True, "standard", 700), (True, "exempt_agri", 0), (False, "standard", 0)],
)
def test_vat_needs_both(registered: bool, tax_class: str, rate: int) -> None:  # noqa: FBT001
    """A registered seller and a taxed class."""
    assert vat_rate(vat_registered=registered, tax_class=tax_class, vat_bps=700) == rate


def test_steps() -> None:
    """Whole numbers of the step, exactly."""
    assert in_step(Decimal("0.3"), Decimal("0.1"))
    assert not in_step(Decimal("0.25"), Decimal("0.1"))
    assert in_step(Decimal(3), Decimal(1))


def test_order_numbers() -> None:
    """Year, month and ten characters that nobody mistakes, different for each order."""
    numbers = {order_number(uuid7(), date(2026, 11, 22)) for _ in range(2_000)}
    assert len(numbers) == 2_000
    assert all(number.startswith("TL2611-") and len(number) == 17 for number in numbers)
    assert not set("".join(n[7:] for n in numbers)) & set("ILOU")
