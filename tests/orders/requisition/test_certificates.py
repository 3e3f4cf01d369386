"""Certificates on the delivery date: the last day counts, the next is refused."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from contracts.types import OrganisationKind, Scheme
from kit.ids import uuid7
from kit.time import bangkok_midnight, bangkok_today
from tests.factories.buying import Buying, drafted, mark, refused, wanted
from tests.support.bus import OutboxView

TOMORROW = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def test_last_day_of_the_certificate_is_accepted_and_the_next_refused(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    last_day = bangkok_today() + timedelta(days=10)
    bears = mark(until_on=last_day, number="15-0007/2569")
    product = await buying.product(await buying.seller(), bears)
    requester = buying.requester(await buying.organisation())

    late = await drafted(requester, wanted((product, "40"), need_by_on=last_day + TOMORROW))
    answer = await refused(
        requester, late, orders_outbox, status=422, code="certificate_not_valid_on_delivery_date"
    )
    problem = answer.json()
    assert problem["line_no"] == 1
    assert problem["variant_id"] == str(product.variant_id)
    assert problem["product_id"] == str(product.product_id)
    assert problem["product_name_th"] == "ปลาส้มตำบลชะไว"
    assert problem["certificate_number"] == "15-0007/2569"
    assert problem["certificate_id"] == str(bears.certificate_id)
    assert problem["certificate_until_on"] == last_day.isoformat()
    assert problem["delivery_on"] == (last_day + TOMORROW).isoformat()
    assert problem["reason"] == "expired"
    assert problem["errors"][0]["field"] == "lines.0"
    assert "15-0007/2569" in problem["detail"]
    assert f"{last_day.year + 543}" in problem["detail"]

    in_time = await drafted(requester, wanted((product, "40"), need_by_on=last_day))
    assert (await requester.post(f"{in_time}/submit")).status_code == 200


async def test_the_refusal_speaks_english(buying: Buying) -> None:
    last_day = bangkok_today() + timedelta(days=10)
    product = await buying.product(await buying.seller(), mark(until_on=last_day))
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1"), need_by_on=last_day + TOMORROW))
    answer = await requester.post(f"{path}/submit", headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "No certificate is valid on the delivery date"
    assert f"is valid until {last_day} only" in answer.json()["detail"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock one second before a Bangkok midnight, standing still until it is moved."""
    midnight = bangkok_midnight(bangkok_today() + timedelta(days=30))
    with time_machine.travel(midnight - SECOND, tick=False) as traveller:
        yield traveller


async def test_exactly_at_midnight_in_bangkok(
    buying: Buying, orders_outbox: OutboxView, clock: time_machine.Traveller
) -> None:
    today = bangkok_today()
    product = await buying.product(await buying.seller(), mark(until_on=today))
    requester = buying.requester(await buying.organisation())
    body = wanted((product, "1"), need_by_on=today)
    before, after = await drafted(requester, body), await drafted(requester, body)
    eligibility = f"/orders/v1/eligibility/{product.variant_id}"

    assert (await requester.post(f"{before}/submit")).status_code == 200
    assert (await requester.get(eligibility)).json()["eligible"] is True

    clock.shift(SECOND)
    assert bangkok_today() == today + TOMORROW
    await refused(requester, after, orders_outbox, status=422, code="delivery_date_passed")
    said = (await requester.get(eligibility)).json()
    assert (said["eligible"], said["refusal"]) == (False, "expired")
    next_day = await drafted(requester, wanted((product, "1"), need_by_on=bangkok_today()))
    await refused(
        requester,
        next_day,
        orders_outbox,
        status=422,
        code="certificate_not_valid_on_delivery_date",
    )
    approver = buying.approver(requester.organisation_id or uuid7())
    await orders_outbox.mark()
    late = await approver.post(f"{before}/approve")
    assert (late.status_code, late.json()["code"]) == (422, "delivery_date_passed")
    assert (await requester.get(before)).json()["status"] == "submitted"
    await orders_outbox.assert_nothing()


async def test_a_suspended_mark_refuses_the_next_requisition(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(await buying.organisation())
    before = await drafted(requester, wanted((product, "1")))
    assert (await requester.post(f"{before}/submit")).status_code == 200

    await buying.change(product, marks=())
    after = await drafted(requester, wanted((product, "1")))
    answer = await refused(
        requester, after, orders_outbox, status=422, code="certificate_not_valid_on_delivery_date"
    )
    assert answer.json()["reason"] == "no_mark"
    assert answer.json()["certificate_number"] is None
    assert answer.json()["accepted_schemes"] == [
        "fda",
        "gap_crop",
        "organic_thailand",
        "q_mark",
        "tcps",
    ]


async def test_every_bad_line_is_named(buying: Buying, orders_outbox: OutboxView) -> None:
    seller = await buying.seller()
    good = await buying.product(seller, mark())
    star = await buying.product(seller, mark(scheme=Scheme.OTOP_STAR))
    none = await buying.product(seller)
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((good, "1"), (star, "1"), (none, "1")))
    answer = await refused(
        requester, path, orders_outbox, status=422, code="certificate_not_valid_on_delivery_date"
    )
    assert answer.json()["line_no"] == 2
    assert [error["field"] for error in answer.json()["errors"]] == ["lines.1", "lines.2"]


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (OrganisationKind.HOSPITAL, "mystery"),
        (OrganisationKind.AGENCY, "food"),
        (OrganisationKind.TRADER, "food.processed_fish"),
    ],
)
async def test_without_a_rule_nothing_is_assumed(
    buying: Buying, orders_outbox: OutboxView, kind: OrganisationKind, category: str
) -> None:
    product = await buying.product(await buying.seller(), mark(), category=category)
    requester = buying.requester(await buying.organisation(kind))
    path = await drafted(requester, wanted((product, "1")))
    await refused(
        requester, path, orders_outbox, status=422, code="category_has_no_eligibility_rule"
    )


async def test_a_category_that_needs_no_mark(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), category="textile")
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1")))
    [line] = (await requester.post(f"{path}/submit")).json()["lines"]
    assert (line["mark_scheme"], line["mark_until_on"]) == (None, None)


async def test_pgs_serves_a_hotel_and_not_a_hospital(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    product = await buying.product(await buying.seller(), mark(scheme=Scheme.PGS))
    hotel = buying.requester(await buying.organisation(OrganisationKind.HOTEL))
    path = await drafted(hotel, wanted((product, "1"), method="direct"))
    assert (await hotel.post(f"{path}/submit")).status_code == 200
    hospital = buying.requester(await buying.organisation())
    path = await drafted(hospital, wanted((product, "1")))
    await refused(
        hospital, path, orders_outbox, status=422, code="certificate_not_valid_on_delivery_date"
    )
