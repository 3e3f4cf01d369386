"""Appointments, and which agency decides what."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from contracts.types import Agency, Capability, OrganisationKind
from kit.db import Database
from kit.time import bangkok_today
from services.auth.models import Appointment
from services.auth.officer import rules
from services.auth.officer.errors import Denial
from tests.auth.parties import Parties, new_email

APPOINTMENTS = "/auth/v1/appointments"
TODAY = date(2026, 11, 22)


def body(**values: Any) -> dict[str, Any]:
    """An appointment to the industry office of Ang Thong."""
    return {
        "agency": "industry",
        "provinces": ["15"],
        "schemes": ["tcps"],
        "valid_from_on": str(bangkok_today()),
        **values,
    }


async def count_appointments(database: Database) -> int:
    """How many there are."""
    async with database.reading() as session:
        statement = select(func.count()).select_from(Appointment)
        return (await session.execute(statement)).scalar_one()


async def test_the_operator_appoints_and_lists(parties: Parties) -> None:
    operator, person = await parties.operator(), await parties.person("วิชัย อุตสาหะ")
    made = await operator.post(
        APPOINTMENTS, json=body(email=person.email, provinces=["๑๗", "15", "15"])
    )
    assert made.status_code == 201
    assert made.json()["provinces"] == ["15", "17"]
    assert made.json()["display_name"] == "วิชัย อุตสาหะ"
    second = await operator.post(
        APPOINTMENTS, json=body(person_id=str(person.person_id), agency="fishery", schemes=[])
    )
    query = f"?person_id={person.person_id}&limit=1"
    page = (await operator.get(APPOINTMENTS + query)).json()
    assert [item["id"] for item in page["items"]] == [second.json()["id"]]
    rest = (await operator.get(f"{APPOINTMENTS}{query}&cursor={page['next_cursor']}")).json()
    assert [item["id"] for item in rest["items"]] == [made.json()["id"]]
    assert rest["next_cursor"] is None
    me = (await (await person.acting_for(None)).get("/auth/v1/me")).json()
    assert [item["agency"] for item in me["appointments"]] == ["industry", "fishery"]


async def test_only_an_operator_appoints(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    person, officer, owner = (
        await parties.person(),
        await parties.officer(),
        await parties.owner(),
    )
    appointment = body(person_id=str(person.person_id))
    before = await count_appointments(auth_database)
    assert (await anonymous.post(APPOINTMENTS, json=appointment)).status_code == 401
    assert (await anonymous.get(APPOINTMENTS)).status_code == 401
    for party in (person, officer, owner):
        response = await party.post(APPOINTMENTS, json=appointment)
        assert (response.status_code, response.json()["code"]) == (403, "missing_scope")
        assert (await party.get(APPOINTMENTS)).status_code == 403
    assert await count_appointments(auth_database) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"provinces": ["98"]}, "province_not_known"),
        ({"provinces": []}, "invalid_request"),
        ({"agency": "army"}, "invalid_request"),
        ({"schemes": ["magic"]}, "invalid_request"),
        ({"email": None}, "invalid_request"),
        ({"email": "nobody@talat.example"}, "person_not_found"),
        ({"valid_until_on": "2000-01-01"}, "invalid_request"),
    ],
)
async def test_what_is_not_accepted_appoints_nobody(
    parties: Parties, auth_database: Database, change: dict[str, Any], code: str
) -> None:
    operator, person = await parties.operator(), await parties.person()
    before = await count_appointments(auth_database)
    response = await operator.post(APPOINTMENTS, json=body(email=person.email) | change)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert await count_appointments(auth_database) == before


def rights(**values: Any) -> rules.Rights:
    """An appointment to community development in Ang Thong, in force."""
    facts: dict[str, Any] = {
        "agency": Agency.COMMUNITY_DEVELOPMENT,
        "provinces": frozenset({"15"}),
        "schemes": frozenset(),
        "valid_from_on": TODAY,
        "valid_until_on": TODAY,
        **values,
    }
    return rules.Rights(**facts)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("appointments", "denial"),
    [
        ([], Denial.WRONG_AGENCY),
        ([rights()], None),
        ([rights(valid_until_on=None)], None),
        ([rights(agency=Agency.INDUSTRY)], Denial.WRONG_AGENCY),
        ([rights(provinces=frozenset({"17"}))], Denial.WRONG_PROVINCE),
        ([rights(valid_from_on=TODAY + DAY, valid_until_on=None)], Denial.OUTSIDE_DATES),
        ([rights(valid_from_on=TODAY - DAY, valid_until_on=TODAY - DAY)], Denial.OUTSIDE_DATES),
        ([rights(provinces=frozenset({"17"})), rights()], None),
        # Two appointments do not add up to a third: the agency of one, the province of another.
        (
            [rights(agency=Agency.INDUSTRY), rights(provinces=frozenset({"17"}))],
            Denial.WRONG_PROVINCE,
        ),
    ],
)
def test_judging(appointments: list[rules.Rights], denial: Denial | None) -> None:
    judged = rules.judge(
        appointments, agency=Agency.COMMUNITY_DEVELOPMENT, province_code="15", today=TODAY
    )
    assert judged is denial


def test_which_agency_decides() -> None:
    decides = rules.deciding_agency
    assert decides(Capability.SELL, OrganisationKind.COMMUNITY_ENTERPRISE) is (
        Agency.COMMUNITY_DEVELOPMENT
    )
    assert decides(Capability.BUY, OrganisationKind.HOSPITAL) is Agency.PUBLIC_HEALTH
    assert decides(Capability.BUY, OrganisationKind.SCHOOL) is Agency.COMMERCE
    assert decides(Capability.AGGREGATE, OrganisationKind.SOCIAL_ENTERPRISE) is Agency.COMMERCE
    assert decides(Capability.SELL, OrganisationKind.HOSPITAL) is None
    assert decides(Capability.BUY, OrganisationKind.AGENCY) is None


async def test_an_appointment_needs_an_account(parties: Parties) -> None:
    operator = await parties.operator()
    response = await operator.post(APPOINTMENTS, json=body(email=new_email()))
    assert response.json()["code"] == "person_not_found"
