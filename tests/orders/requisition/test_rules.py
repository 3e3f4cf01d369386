"""Amounts, the content hash and the limits of methods as pure rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.ids import uuid7
from services.orders.purchase.rules import Amounts, line_amounts
from services.orders.requisition.rules import (
    FrozenLine,
    MethodRule,
    content_hash,
    exceeds,
    price_before_vat,
    rule_for,
    total,
)

BUYER = UUID(int=1)
quantities = st.decimals(Decimal("0.001"), Decimal(100_000), places=3)
prices = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("quantity", "price", "bps", "net", "vat"),
    [
        ("40", 12_000, 0, 480_000, 0),
        ("40", 11_215, 700, 448_600, 31_402),
        ("0.5", 1, 0, 1, 0),  # half a satang goes up
        ("0.333", 1_000, 700, 333, 23),  # 23.31
        ("1", 50, 700, 50, 4),  # 3.5 goes up
    ],
)
def test_line_amounts(quantity: str, price: int, bps: int, net: int, vat: int) -> None:
    assert line_amounts(Decimal(quantity), price, bps) == Amounts(net, vat)


@pytest.mark.parametrize(
    ("shop_price", "bps", "before"),
    [(12_000, 0, 12_000), (10_700, 700, 10_000), (12_000, 700, 11_215)],
)
def test_price_before_vat(shop_price: int, bps: int, before: int) -> None:
    assert price_before_vat(shop_price, bps) == before


@given(st.lists(st.tuples(quantities, prices, st.sampled_from([0, 700])), max_size=20))
def test_totals_are_the_sums_of_rounded_lines(lines: list[tuple[Decimal, int, int]]) -> None:
    amounts = [line_amounts(*line) for line in lines]
    sums = total(amounts)
    assert sums.net_satang == sum(line.net_satang for line in amounts)
    assert sums.total_satang == sum(line.net_satang + line.vat_satang for line in amounts)
    for (quantity, price, bps), line in zip(lines, amounts, strict=True):
        assert abs(Decimal(line.net_satang) - quantity * price) <= Decimal("0.5")
        assert abs(Decimal(line.vat_satang) - Decimal(line.net_satang * bps) / 10_000) <= Decimal(
            "0.5"
        )


@given(prices, st.integers(0, 2_000))
def test_price_before_vat_and_its_vat_give_the_shop_price_back(price: int, bps: int) -> None:
    before = price_before_vat(price, bps)
    assert abs(Decimal(before * (10_000 + bps)) / 10_000 - price) <= 1


def frozen(line_no: int = 1, **changes: object) -> FrozenLine:
    line = FrozenLine(
        line_no=line_no,
        variant_id=UUID(int=2),
        product_id=UUID(int=3),
        seller_id=UUID(int=4),
        quantity=Decimal("40.000"),
        unit="กก.",
        unit_price_satang=12_000,
        vat_bps=0,
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def hashed(*lines: FrozenLine, need_by_on: date = date(2026, 12, 1), method: str = "w119") -> str:
    return content_hash(buyer_id=BUYER, method=method, need_by_on=need_by_on, lines=lines)


def test_equal_content_has_one_hash() -> None:
    one, two = frozen(1), frozen(2, variant_id=UUID(int=9))
    assert hashed(one, two) == hashed(two, one)
    assert hashed(one) == hashed(frozen(1, quantity=Decimal(40)))


@pytest.mark.parametrize(
    "change",
    [
        {"variant_id": uuid7()},
        {"seller_id": uuid7()},
        {"product_id": uuid7()},
        {"quantity": Decimal("40.001")},
        {"unit": "แพ็ก"},
        {"unit_price_satang": 12_001},
        {"vat_bps": 700},
    ],
)
def test_any_change_of_a_line_has_another_hash(change: dict[str, object]) -> None:
    assert hashed(frozen(1, **change)) != hashed(frozen(1))


def test_date_and_method_are_part_of_the_hash() -> None:
    assert hashed(frozen(), need_by_on=date(2026, 12, 2)) != hashed(frozen())
    assert hashed(frozen(), method="specific") != hashed(frozen())


def method_rule(
    ceiling: int | None, from_on: date = date(2018, 1, 1), until_on: date | None = None
) -> MethodRule:
    kinds = frozenset({"hospital"})
    return MethodRule("w119", kinds, ceiling, from_on, until_on, source_th="", source_en="")


def test_the_rule_that_began_last_counts_within_its_dates() -> None:
    old = method_rule(1_000_000, until_on=date(2026, 12, 31))
    new = method_rule(2_000_000, from_on=date(2026, 12, 1))
    on = {
        day: rule_for([old, new], buyer_kind="hospital", on=day)
        for day in (date(2017, 12, 31), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))
    }
    assert list(on.values()) == [None, old, new, new]
    assert rule_for([old], buyer_kind="hotel", on=date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("ceiling", "spent", "over"),
    [(1_000_000, 1_000_000, False), (1_000_000, 1_000_001, True), (None, 10**14, False)],
)
def test_the_ceiling_itself_is_allowed(ceiling: int | None, spent: int, *, over: bool) -> None:
    assert exceeds(method_rule(ceiling), spent) is over
