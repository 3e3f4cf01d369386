"""The story through the gateway of a whole system, as `talat up` runs it the first time."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from talat.demo import story
from talat.demo.accounts import Accounts
from talat.demo.client import Gateway
from talat.demo.narrate import Narrator
from talat.demo.stage import StoryFacts
from tests.support.system import RunningSystem

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def told(demo: RunningSystem) -> tuple[StoryFacts, str]:
    paper = io.StringIO()
    with Gateway(demo.url) as gateway:
        facts = story.tell(
            gateway,
            Accounts.load(demo.home),
            Narrator(Console(file=paper, width=100)),
            demo.home / "mail",
        )
    return facts, paper.getvalue()


def test_events_arrive_within_two_seconds(told: tuple[StoryFacts, str]) -> None:
    facts, _ = told
    assert facts.seconds_to_badge < 2
    assert facts.seconds_to_no_badge < 2


def test_the_officer_of_the_neighbouring_province_is_refused(
    told: tuple[StoryFacts, str],
) -> None:
    assert told[0].wrong_province == "officer_wrong_province"


def test_one_payment_pays_both_sellers(told: tuple[StoryFacts, str]) -> None:
    facts, _ = told
    # 2 kg at 200 baht and 1.5 kg at 180 baht
    assert (facts.order_total_satang, facts.paid_orders) == (67_000, 2)
    assert [facts.stock_before[v] for v in facts.stock_before] == ["120", "100"]
    assert [facts.stock_after[v] for v in facts.stock_after] == ["118", "98.5"]
    assert facts.sellers_told == 2


def test_the_ledger_owes_each_seller_the_price_less_the_fee(
    told: tuple[StoryFacts, str],
) -> None:
    # 400.00 and 270.00 baht; sellers without VAT registration: 5 % and 7 % VAT on the fee
    assert list(told[0].ledger.values()) == [40_000 - 2_000 - 140, 27_000 - 1_350 - 95]


def test_the_hospital_buys_only_while_the_certificate_is_valid(
    told: tuple[StoryFacts, str],
) -> None:
    facts, _ = told
    assert facts.purchase_order_satang == 40 * 20_000
    assert facts.purchase_order
    assert facts.after_expiry == "certificate_not_valid_on_delivery_date"
    assert facts.while_suspended == "certificate_not_valid_on_delivery_date"


def test_the_narration_names_every_party_and_figure(told: tuple[StoryFacts, str]) -> None:
    facts, text = told
    for words in ("฿670.00", facts.purchase_order, "อุตสาหกรรมสิงห์บุรี", "ข้อมูลสาธิต"):
        assert words in text


def test_the_round_counts_nine_one_twenty(demo: RunningSystem) -> None:
    with Gateway(demo.url) as gateway:
        accounts = Accounts.load(demo.home)
        officer = accounts.party(gateway, "industry.15@demo.talat.example")
        report = officer.get(
            "/catalog/v1/reports/certifications", scheme="tcps", province="15", round="3/2564"
        )
    assert (report["certified"], report["not_certified"], report["awaiting"]) == (9, 1, 20)


def test_loading_again_changes_nothing(demo: RunningSystem) -> None:
    with Gateway(demo.url) as gateway:
        before = gateway.get("/storefront/v1/products", q="ชะไว", limit=50)
        assert demo.talat("demo", "load").returncode == 0
        assert gateway.get("/storefront/v1/products", q="ชะไว", limit=50) == before


@pytest.mark.parametrize(
    ("service", "projection"),
    [
        ("catalog", "shop"),
        ("catalog", "stock_level"),
        ("orders", "party"),
        ("orders", "membership"),
        ("orders", "offer"),
    ],
)
def test_a_projection_is_rebuilt_from_its_source_while_serving(
    demo: RunningSystem, service: str, projection: str
) -> None:
    with Gateway(demo.url) as gateway:
        before = gateway.get("/storefront/v1/products", q="ปลาส้ม", limit=50)
        replayed = demo.talat("events", "replay", service, "--projection", projection)
        assert replayed.returncode == 0, replayed.stdout + replayed.stderr
        assert gateway.get("/storefront/v1/products", q="ปลาส้ม", limit=50) == before


def test_the_doctor_is_content(demo: RunningSystem) -> None:
    doctor = demo.talat("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
