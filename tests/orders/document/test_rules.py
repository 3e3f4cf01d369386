"""Years, numbers, dates, amounts and addresses as they are printed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.time import bangkok_date
from services.orders.document import rules
from services.orders.document.geothai import address_lines

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2399, 12, 31))


def test_a_date_of_the_buddhist_era() -> None:
    assert rules.thai_date(date(2026, 11, 22)) == "22 พฤศจิกายน 2569"
    assert rules.thai_date_short(date(2026, 11, 2)) == "02/11/2569"
    assert rules.thai_date(date(2028, 2, 29)) == "29 กุมภาพันธ์ 2571"


@pytest.mark.parametrize("year", [2569, 2401, 1899])
def test_a_year_of_the_wrong_era_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="common era"):
        rules.thai_date(date(year, 1, 1))


@given(DAYS)
def test_a_short_date_reads_back(day: date) -> None:
    number, month, year = map(int, rules.thai_date_short(day).split("/"))
    assert date(year - 543, month, number) == day


@given(DAYS)
def test_a_fiscal_year_begins_on_the_first_of_october(day: date) -> None:
    changes = rules.fiscal_year(day + timedelta(days=1)) - rules.fiscal_year(day)
    assert changes == (1 if (day.month, day.day) == (9, 30) else 0)


def test_fiscal_year_at_midnight_in_bangkok() -> None:
    before = datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC)
    assert rules.fiscal_year(bangkok_date(before)) == 2569
    assert rules.fiscal_year(bangkok_date(before + timedelta(seconds=1))) == 2570
    assert rules.fiscal_year(date(2023, 10, 1)) == rules.fiscal_year(date(2024, 9, 30)) == 2567


def test_numbers() -> None:
    assert rules.document_number("IV", 2570, 123) == "IV2570-000123"
    assert rules.document_number("IV", 2570, 1_234_567) == "IV2570-1234567"


def test_amounts_quantities_and_rates() -> None:
    amounts = [0, 5, 100, 480_000, -42_000, 10**14]
    assert [rules.baht(satang) for satang in amounts] == [
        "0.00",
        "0.05",
        "1.00",
        "4,800.00",
        "-420.00",
        "1,000,000,000,000.00",
    ]
    assert [rules.quantity(Decimal(text)) for text in ("40.000", "1250.500", "100")] == [
        "40",
        "1,250.5",
        "100",
    ]
    assert [rules.percent(bps) for bps in (700, 1_000, 75)] == ["7", "10", "0.75"]


def test_tax_ids_and_branches() -> None:
    assert rules.tax_id_text("0155559000017") == "0-1555-59000-01-7"
    assert rules.tax_id_text("๐๑๕๕๕-๕๙๐๐๐ ๐๑๗") == "0-1555-59000-01-7"
    assert rules.tax_id_text("123") == "123"
    assert [rules.branch_text(branch) for branch in ("00000", "00012", None)] == [
        "สำนักงานใหญ่",
        "สาขาที่ 00012",
        "",
    ]


def test_addresses_from_codes() -> None:
    assert address_lines(line="99 หมู่ 1", province_code="15", subdistrict_code="150208") == (
        "99 หมู่ 1",
        "ตำบลชะไว อำเภอไชโย จังหวัดอ่างทอง 14140",
    )
    assert address_lines(subdistrict_code="100101", postcode="10200") == (
        "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร 10200",
    )
    assert address_lines(province_code="15") == ("จังหวัดอ่างทอง",)
    assert address_lines(line="99", subdistrict_code="999999", postcode="14000") == ("99", "14000")
    assert address_lines() == ()


def test_how_long_it_is_kept() -> None:
    assert rules.retained_until(date(2026, 11, 22), years=5) == date(2031, 11, 22)
    assert rules.retained_until(date(2028, 2, 29), years=5) == date(2033, 3, 1)


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    one = rules.content_hash(data={"a": 1, "b": "ก"}, page={})
    assert one == rules.content_hash(data={"b": "ก", "a": 1}, page={})
    assert one != rules.content_hash(data={"a": 1, "b": "ข"}, page={})
