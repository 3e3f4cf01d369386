"""Fiscal years, numbers and amounts as text."""

from datetime import date

import pytest

from services.orders.purchase.rules import Document, baht, fiscal_year, number_of


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2023, 9, 30), 2566),
        (date(2023, 10, 1), 2567),
        (date(2023, 12, 31), 2567),
        (date(2024, 1, 1), 2567),
        (date(2024, 9, 30), 2567),
        (date(2024, 10, 1), 2568),
    ],
)
def test_fiscal_year_runs_from_october_to_september(on: date, year: int) -> None:
    assert fiscal_year(on) == year


def test_numbers() -> None:
    assert number_of(Document.PURCHASE_ORDER, 2570, 1) == "PO-2570-0001"
    assert number_of(Document.REQUISITION, 2570, 12_345) == "RQ-2570-12345"


@pytest.mark.parametrize(
    ("satang", "said"),
    [(0, "0.00"), (5, "0.05"), (480_000, "4,800.00"), (10_000_001, "100,000.01")],
)
def test_baht(satang: int, said: str) -> None:
    assert baht(satang) == said
