"""Withholding: kinds of payer and payee, crops, floors, dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.db import Database
from services.orders.models.billing import WithholdingRule
from services.orders.models.party import Party
from services.orders.withholding import service as withholding_service
from services.orders.withholding.rules import NOTHING, chosen, payee_kind, withheld

TODAY = date(2026, 11, 22)
PERSON = "1159900123458"
FIRM = "0155559000017"


@pytest.mark.parametrize(
    ("payer", "tax_id", "net", "crops", "tax"),
    [
        ("hospital", PERSON, 1_000_000, 0, 10_000),
        ("hospital", PERSON, 999_999, 0, 0),
        ("hospital", PERSON, 5_000_000, 5_000_000, 0),
        ("hospital", PERSON, 1_500_000, 500_000, 10_000),
        ("hospital", PERSON, 1_400_000, 500_000, 0),
        ("school", None, 1_000_050, 0, 10_001),
        ("hospital", FIRM, 50_000, 0, 500),
        ("hospital", FIRM, 49_999, 0, 0),
        ("other_government", FIRM, 1_000_000, 1_000_000, 10_000),
        ("hotel", FIRM, 10_000_000, 0, 0),
        ("restaurant", PERSON, 10_000_000, 0, 0),
    ],
)
async def test_the_rows_in_force(
    orders_database: Database, payer: str, tax_id: str | None, net: int, crops: int, tax: int
) -> None:
    """The rows of the migration, by payer, payee, crop and floor."""
    async with orders_database.reading() as session:
        found = await withholding_service.expected(
            session,
            payer_kind=payer,
            payee=Party(tax_id=tax_id),
            net_satang=net,
            crops_satang=crops,
            on=TODAY,
        )
    assert found.tax_satang == tax


def _rule(bps: int, floor: int, from_on: date, until_on: date | None = None) -> WithholdingRule:
    return WithholdingRule(
        payer_kinds=["hospital"],
        payee_kind="individual",
        crops_excluded=True,
        bps=bps,
        floor_satang=floor,
        from_on=from_on,
        until_on=until_on,
        source_th="",
        source_en="",
    )


def test_the_rule_of_the_day_counts() -> None:
    """A later row takes over on its first day; nothing counts outside the dates."""
    old = _rule(100, 0, date(2020, 1, 1), date(2026, 11, 30))
    new = _rule(75, 0, date(2026, 11, 22))

    def on(day: date) -> WithholdingRule | None:
        return chosen([old, new], payer_kind="hospital", payee="individual", on=day)

    assert on(date(2026, 11, 21)) is old
    assert on(date(2026, 11, 22)) is new
    assert on(date(2019, 12, 31)) is None
    assert chosen([old], payer_kind="hospital", payee="juristic", on=TODAY) is None


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10_000))
def test_never_more_than_its_share(net: int, crops: int, bps: int) -> None:
    """The tax is within half a satang of its share of the base."""
    crops = min(crops, net)
    found = withheld(_rule(bps, 1, TODAY), net_satang=net, crops_satang=crops)
    assert found == NOTHING or abs(found.tax_satang * 10_000 - (net - crops) * bps) <= 5_000


def test_who_is_a_juristic_person() -> None:
    """By the first digit of the tax id."""
    assert payee_kind(FIRM) == "juristic"
    assert payee_kind(PERSON) == payee_kind(None) == "individual"
