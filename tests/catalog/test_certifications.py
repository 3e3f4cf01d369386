"""Cases and decisions: who, where, when, and what a refusal leaves."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from contracts.events.catalog import CatalogNoticeRequested, ProductChanged
from contracts.types import Agency, Scheme
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.catalog.models import CertificationRefusal
from tests.factories.catalogue import CHAWAI, SING_BURI, Catalogue
from tests.support.bus import OutboxView

CASES = "/catalog/v1/certifications"
TODAY = bangkok_today


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def refusals(database: Database, case_id: str) -> list[tuple[str, str]]:
    async with database.reading() as session:
        rows = await session.execute(
            select(CertificationRefusal.wanted, CertificationRefusal.cause)
            .where(CertificationRefusal.certification_id == UUID(case_id))
            .order_by(CertificationRefusal.id)
        )
        return [(wanted, cause) for wanted, cause in rows.all()]


async def test_from_draft_to_badge(catalogue: Catalogue, catalog_outbox: OutboxView) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"], round="1/2569")
    assert (case["state"], case["province_code"]) == ("submitted", "15")
    assert case["title_th"] == "ปลาส้มตำบลชะไว"
    await catalog_outbox.mark()
    until_on = TODAY() + timedelta(days=90)
    decided = await catalogue.officer().certify(case["id"], until_on=until_on, number="อท 7/2569")
    states = [step["state"] for step in decided["history"]]
    assert states == ["submitted", "sampling", "testing", "certified"]
    assert await catalogue.marks_shown(product["id"]) == ["tcps"]
    (event,) = await catalog_outbox.events(ProductChanged)
    (mark,) = event.marks
    assert (mark.scheme, mark.number) == (Scheme.TCPS, "อท 7/2569")
    assert (mark.from_on, mark.until_on) == (TODAY(), until_on)
    (notice,) = await catalog_outbox.events(CatalogNoticeRequested)
    assert notice.template == "certificate_decided"
    assert notice.recipient.organisation_id == shop.organisation_id
    assert notice.data["product"] == "ปลาส้มตำบลชะไว"


async def test_suspension_cuts_from_today_and_reinstatement_opens_again(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    first = TODAY() - timedelta(days=10)
    product, case = await catalogue.certified(shop, from_on=first)
    officer = catalogue.officer()
    await catalog_outbox.mark()
    await officer.move(case["id"], "suspended", reason="ตัวอย่างไม่ผ่าน")
    assert await catalogue.marks_shown(product["id"]) == []
    await officer.move(case["id"], "reinstated")
    assert await catalogue.marks_shown(product["id"]) == ["tcps"]
    await officer.move(case["id"], "cancelled", reason="เลิกผลิต")
    assert await catalogue.marks_shown(product["id"]) == []
    suspended, reinstated, cancelled = await catalog_outbox.events(ProductChanged)
    yesterday = TODAY() - timedelta(days=1)
    assert [m.until_on for m in suspended.marks] == [yesterday]
    assert [m.from_on for m in reinstated.marks] == [first]
    assert [m.until_on for m in cancelled.marks] == [yesterday]
    assert suspended.version + 2 == reinstated.version + 1 == cancelled.version
    templates = [n.template for n in await catalog_outbox.events(CatalogNoticeRequested)]
    assert templates == ["certificate_suspended", "certificate_decided", "certificate_cancelled"]


@pytest.mark.parametrize(
    ("agency", "province", "schemes", "expected"),
    [
        (Agency.INDUSTRY, SING_BURI, frozenset(), "officer_wrong_province"),
        (Agency.AGRICULTURE, "15", frozenset(), "officer_wrong_agency"),
        (Agency.OPERATOR_VERIFIER, "15", frozenset(), "officer_wrong_agency"),
        (Agency.INDUSTRY, "15", frozenset({Scheme.HALAL}), "officer_wrong_scheme"),
    ],
)
async def test_an_officer_outside_their_remit_is_refused_and_recorded(
    catalogue: Catalogue,
    catalog_database: Database,
    catalog_outbox: OutboxView,
    agency: Agency,
    province: str,
    schemes: frozenset[Scheme],
    expected: str,
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"])
    await catalog_outbox.mark()
    officer = catalogue.officer(agency, province, schemes)
    answer = await officer.try_move(case["id"], "sampling")
    assert code(answer) == (403, expected)
    assert answer.json()["detail"]
    assert code(await officer.call("GET", f"{CASES}/{case['id']}")) == (403, expected)
    after = await shop.get(f"{CASES}/{case['id']}")
    assert (after["state"], after["version"]) == ("submitted", case["version"])
    assert await refusals(catalog_database, case["id"]) == [("sampling", expected)]
    await catalog_outbox.assert_nothing()


async def test_the_production_place_decides_the_province(catalogue: Catalogue) -> None:
    shop = await catalogue.shop(province_code=SING_BURI)
    product = await shop.published(subdistrict_code=CHAWAI)
    case = await shop.case(product["id"])
    assert case["province_code"] == "15"
    away = await catalogue.officer(province=SING_BURI).try_move(case["id"], "sampling")
    assert code(away) == (403, "officer_wrong_province")
    await catalogue.officer().move(case["id"], "sampling")


async def test_parties_cannot_decide(
    catalogue: Catalogue, catalog_database: Database, catalog_outbox: OutboxView
) -> None:
    shop, other = await catalogue.shop(), await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"])
    await catalog_outbox.mark()
    path, body = f"{CASES}/{case['id']}/transitions", {"to": "sampling"}
    assert code(await catalogue.anonymous().call("POST", path, body)) == (401, "unauthenticated")
    assert code(await other.call("POST", path, body)) == (404, "certification_not_found")
    assert code(await shop.call("POST", path, body)) == (403, "officer_required")
    operator = await catalogue.operator().call("POST", path, body)
    assert code(operator) == (404, "certification_not_found")
    unknown = await catalogue.officer().try_move(str(uuid7()), "sampling")
    assert code(unknown) == (404, "certification_not_found")
    assert (await shop.get(f"{CASES}/{case['id']}"))["state"] == "submitted"
    assert await refusals(catalog_database, case["id"]) == [("sampling", "officer_required")]
    await catalog_outbox.assert_nothing()


async def test_cases_are_their_partys(catalogue: Catalogue) -> None:
    shop, other = await catalogue.shop(), await catalogue.shop()
    product = await shop.product()
    body = {"scheme": "tcps", "product_id": product["id"], "standard": "มผช.26/2557"}
    assert code(await catalogue.anonymous().call("POST", CASES, body))[0] == 401
    assert code(await other.call("POST", CASES, body)) == (404, "product_not_found")
    assert code(await catalogue.officer().call("POST", CASES, body)) == (403, "no_organisation")
    draft = await shop.post(CASES, body)
    for caller in (other, catalogue.officer(), catalogue.operator()):
        hidden = await caller.call("GET", f"{CASES}/{draft['id']}")
        assert code(hidden) == (404, "certification_not_found")
    stolen = await other.call("POST", f"{CASES}/{draft['id']}/submit")
    assert code(stolen) == (404, "certification_not_found")
    await shop.post(f"{CASES}/{draft['id']}/submit")
    again = await shop.call("POST", f"{CASES}/{draft['id']}/submit")
    assert code(again) == (409, "transition_not_allowed")


@pytest.mark.parametrize(
    ("to", "more"),
    [
        ("testing", {}),
        ("certified", {"valid_from_on": "2026-01-01", "valid_until_on": "2027-01-01"}),
        ("suspended", {"reason": "x"}),
        ("reinstated", {}),
        ("cancelled", {"reason": "x"}),
    ],
)
async def test_a_submitted_case_goes_to_sampling_only(
    catalogue: Catalogue, catalog_outbox: OutboxView, to: str, more: dict[str, Any]
) -> None:
    shop = await catalogue.shop()
    case = await shop.case((await shop.product())["id"])
    await catalog_outbox.mark()
    answer = await catalogue.officer().try_move(case["id"], to, **more)
    assert code(answer) == (409, "transition_not_allowed")
    assert (await shop.get(f"{CASES}/{case['id']}"))["version"] == case["version"]
    await catalog_outbox.assert_nothing()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"to": "certified"}, {"valid_from_on", "valid_until_on"}),
        (
            {"to": "certified", "valid_from_on": "2026-05-02", "valid_until_on": "2026-05-01"},
            {"valid_until_on"},
        ),
        ({"to": "not_certified"}, {"reason"}),
        ({"to": "not_certified", "reason": "x", "valid_from_on": "2026-05-02"}, {"to"}),
    ],
)
async def test_what_a_decision_must_bring(
    catalogue: Catalogue, catalog_outbox: OutboxView, body: dict[str, str], fields: set[str]
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"])
    officer = catalogue.officer()
    for state in ("sampling", "testing"):
        await officer.move(case["id"], state)
    await catalog_outbox.mark()
    answer = await officer.call("POST", f"{CASES}/{case['id']}/transitions", body)
    assert code(answer) == (422, "certification_incomplete")
    assert {error["field"] for error in answer.json()["errors"]} == fields
    assert (await shop.get(f"{CASES}/{case['id']}"))["state"] == "testing"
    await catalog_outbox.assert_nothing()


async def test_two_officers_at_once_one_decides(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"])
    for state in ("sampling", "testing"):
        await catalogue.officer().move(case["id"], state)
    await catalog_outbox.mark()
    dates = {"valid_from_on": "2026-01-01", "valid_until_on": "2099-01-01"}
    answers = await asyncio.gather(
        catalogue.officer().try_move(case["id"], "certified", **dates),
        catalogue.officer().try_move(case["id"], "not_certified", reason="ไม่ผ่าน"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    after = await shop.get(f"{CASES}/{case['id']}")
    assert len(after["history"]) == 4
    assert len(await catalog_outbox.events(CatalogNoticeRequested)) == 1


async def test_a_version_that_has_moved_on_is_refused(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    case = await shop.case((await shop.product())["id"])
    answers = await asyncio.gather(
        *(
            catalogue.officer().try_move(case["id"], "sampling", if_match=case["version"])
            for _ in range(2)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_certificate_number_is_given_once_in_a_province(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    number = f"อท {uuid7().hex[:8]}/2569"
    _, first = await catalogue.certified(shop, number=number)
    second = await shop.case((await shop.published())["id"])
    officer = catalogue.officer()
    for state in ("sampling", "testing"):
        await officer.move(second["id"], state)
    answer = await officer.try_move(
        second["id"],
        "certified",
        number=number,
        valid_from_on="2026-01-01",
        valid_until_on="2027-01-01",
    )
    assert code(answer) == (409, "certificate_number_taken")
    assert (await shop.get(f"{CASES}/{second['id']}"))["state"] == "testing"
    assert first["number"] == number


@pytest.mark.parametrize(
    ("scheme", "agency", "number", "ok"),
    [
        ("fda", Agency.PUBLIC_HEALTH, "15-2-00159-2-0012", True),
        ("fda", Agency.PUBLIC_HEALTH, "๑๕-๒-๐๐๑๕๙-๒-๐๐๑๒", True),
        ("fda", Agency.PUBLIC_HEALTH, "05-2-00159-2-0012", False),
        ("halal", Agency.OPERATOR_VERIFIER, "123456789012", True),
        ("halal", Agency.OPERATOR_VERIFIER, "12345", False),
        ("otop_star", Agency.COMMUNITY_DEVELOPMENT, "2567 / 5 ดาว", True),
    ],
)
async def test_one_step_schemes_and_their_numbers(
    catalogue: Catalogue, scheme: str, agency: Agency, number: str, *, ok: bool
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(product["id"], scheme=scheme, standard=None)
    answer = await catalogue.officer(agency).try_move(
        case["id"],
        "certified",
        number=number,
        valid_from_on="2026-01-01",
        valid_until_on="2099-01-01",
    )
    if not ok:
        assert code(answer) == (422, "certification_incomplete")
        return
    assert answer.status_code == 200, answer.text
    (mark,) = (await catalogue.shown(product["id"]))["marks"]
    assert mark["scheme"] == scheme
    assert mark["quality_mark"] is (scheme != "fda")


async def test_gi_needs_its_area_and_the_product_in_it(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    inside = await shop.published(subdistrict_code="150414")
    outside = await shop.published()
    officer = catalogue.officer(Agency.COMMERCE)
    dates = {"valid_from_on": "2026-01-01", "valid_until_on": "2099-01-01"}
    for product, expected in ((inside, ["gi"]), (outside, [])):
        case = await shop.case(product["id"], scheme="gi", standard=None)
        nowhere = await officer.try_move(case["id"], "certified", **dates)
        assert [e["field"] for e in nowhere.json()["errors"]] == ["area"]
        await officer.move(case["id"], "certified", area=["150414"], **dates)
        assert await catalogue.marks_shown(product["id"]) == expected


async def test_a_homestay_marks_the_shop(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    case = await shop.case(None, scheme="homestay", standard=None)
    await catalogue.operator().move(
        case["id"], "certified", valid_from_on="2026-01-01", valid_until_on="2099-01-01"
    )
    page = await catalogue.anonymous().get(f"/storefront/v1/shops/{shop.organisation_id}")
    assert [mark["scheme"] for mark in page["marks"]] == ["homestay"]
    assert await catalogue.marks_shown(product["id"]) == []


async def test_what_a_case_must_hold(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    wrong = await shop.call("POST", CASES, {"scheme": "tcps", "standard": "มอก. 1"})
    assert code(wrong) == (422, "certification_incomplete")
    draft = await shop.post(CASES, {"scheme": "tcps"})
    answer = await shop.call("POST", f"{CASES}/{draft['id']}/submit")
    assert code(answer) == (422, "certification_incomplete")
    assert {e["field"] for e in answer.json()["errors"]} == {"product_id", "standard"}
    assert (await shop.get(f"{CASES}/{draft['id']}"))["state"] == "draft"


async def test_queue_and_own_list(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product = await shop.product()
    round_name = f"คิว {uuid7().hex[:8]}"
    cases = [await shop.case(product["id"], round=round_name) for _ in range(3)]
    await shop.post(CASES, {"scheme": "tcps", "product_id": product["id"], "round": round_name})
    ids = [case["id"] for case in reversed(cases)]
    officer = catalogue.officer()
    seen: list[str] = []
    cursor = ""
    while True:
        page = await officer.get(f"{CASES}?round={round_name}&limit=2{cursor}")
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ids
    assert len((await shop.get(f"{CASES}?round={round_name}"))["items"]) == 4
    for other in (catalogue.officer(province=SING_BURI), catalogue.officer(Agency.AGRICULTURE)):
        assert (await other.get(f"{CASES}?round={round_name}"))["items"] == []
    assert code(await catalogue.anonymous().call("GET", CASES)) == (401, "unauthenticated")
    assert code(await shop.call("GET", f"{CASES}?view=queue")) == (403, "officer_required")


async def test_a_cancelled_case_stays_readable(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    _, case = await catalogue.certified(shop)
    await catalogue.officer().move(case["id"], "cancelled", reason="ย้ายที่ผลิต")
    page = await catalogue.anonymous().get(f"/storefront/v1/certificates/{case['id']}")
    assert page["standing"] == "cancelled"
    deleted = await shop.call("DELETE", f"{CASES}/{case['id']}")
    assert deleted.status_code == 405


async def test_the_public_check_knows_no_undecided_case(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    case = await shop.case((await shop.product())["id"])
    answer = await catalogue.anonymous().call("GET", f"/storefront/v1/certificates/{case['id']}")
    assert code(answer) == (404, "certificate_not_found")


async def test_a_refused_decision_on_a_draft_product_is_not_public(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.product()
    case = await shop.case(product["id"])
    await catalogue.officer().certify(case["id"], from_on=date(2026, 1, 1))
    assert await catalog_outbox.events(ProductChanged) == []
    await shop.post(f"/catalog/v1/products/{product['id']}/publish")
    (event,) = await catalog_outbox.events(ProductChanged)
    assert [mark.scheme for mark in event.marks] == [Scheme.TCPS]


async def test_every_scheme_is_seeded(catalogue: Catalogue, catalog_database: Database) -> None:
    listed = (await catalogue.anonymous().get("/catalog/v1/schemes"))["items"]
    assert [item["code"] for item in listed] == [scheme.value for scheme in Scheme]
    async with catalog_database.reading() as session:
        assert (
            await session.execute(select(func.count(CertificationRefusal.id)))
        ).scalar_one() >= 0
