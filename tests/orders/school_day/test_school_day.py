"""A school says which days it is open and how many it cooks for; nobody else does."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from contracts.scopes import Scope
from contracts.types import OrganisationKind
from kit.time import bangkok_today
from tests.factories.buying import Buying, Person
from tests.factories.supply import good, ordered
from tests.support.bus import OutboxView

DAYS = "/orders/v1/school-days"
TODAY = bangkok_today()


async def state(person: Person, on: Any, body: dict[str, Any]) -> httpx.Response:
    """The answer to a statement of a day."""
    return await person.client.put(f"{DAYS}/{on}", json=body, headers=person._headers())


async def test_stated_and_stated_again(buying: Buying) -> None:
    school = buying.requester(await buying.organisation(OrganisationKind.SCHOOL))
    tomorrow = TODAY + timedelta(days=1)
    first = good(await state(school, TODAY, {"is_open": True, "headcount": 35}))
    assert (first["on_date"], first["is_open"], first["headcount"]) == (str(TODAY), True, 35)
    good(await state(school, tomorrow, {"is_open": False, "note": "ปิดภาคเรียน"}))
    changed = good(await state(school, TODAY, {"is_open": True, "headcount": 33}))
    assert changed["headcount"] == 33
    span = {"from_on": str(TODAY), "until_on": str(tomorrow)}
    listed = good(await school.get(DAYS, **span))["items"]
    assert [(each["is_open"], each["headcount"]) for each in listed] == [(True, 33), (False, None)]
    assert good(await school.get(DAYS, from_on=str(tomorrow), until_on=str(TODAY)))["items"] == []


@pytest.mark.parametrize(
    ("on", "body"),
    [
        (TODAY, {"is_open": False, "headcount": 1}),
        (TODAY, {"is_open": True, "headcount": -1}),
        (TODAY, {"is_open": True, "pupils": ["ก"]}),
        ("2569-12-01", {"is_open": True}),
    ],
)
async def test_refused(buying: Buying, on: Any, body: dict[str, Any]) -> None:
    school = buying.requester(await buying.organisation(OrganisationKind.SCHOOL))
    assert (await state(school, on, body)).status_code == 422
    span = {"from_on": str(TODAY), "until_on": str(TODAY)}
    assert good(await school.get(DAYS, **span))["items"] == []


async def test_who_may(buying: Buying) -> None:
    span = {"from_on": str(TODAY), "until_on": str(TODAY)}
    open_day = {"is_open": True}
    assert (await buying.client.put(f"{DAYS}/{TODAY}", json=open_day)).status_code == 401
    assert (await buying.client.get(DAYS, params=span)).status_code == 401
    hospital = buying.requester(await buying.organisation())
    assert (await state(hospital, TODAY, open_day)).json()["code"] == "not_a_school"
    assert (await hospital.get(DAYS, **span)).json()["code"] == "not_a_school"
    school_id = await buying.organisation(OrganisationKind.SCHOOL)
    good(await state(buying.requester(school_id), TODAY, {"is_open": True, "headcount": 35}))
    reader = buying.person(school_id, Scope.READ)
    assert (await state(reader, TODAY, open_day)).json()["code"] == "missing_scope"
    other = buying.requester(await buying.organisation(OrganisationKind.SCHOOL))
    assert good(await other.get(DAYS, **span))["items"] == []


async def test_nothing_is_delivered_to_a_closed_school(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "10", kind=OrganisationKind.SCHOOL)
    lot = await trade.lot("10")
    good(await state(trade.requester, TODAY, {"is_open": False, "note": "ปิดภาคเรียน"}))
    await orders_outbox.mark()
    answer = await trade.send((lot, "10"))
    assert (answer.status_code, answer.json()["code"]) == (422, "school_closed_on_delivery_date")
    assert (await trade.stock())["on_hand"] == "10"
    await orders_outbox.assert_nothing()
    good(await state(trade.requester, TODAY, {"is_open": True, "headcount": 35}))
    await trade.ship((lot, "10"))
