"""Lists of applications: an officer's queue by age, an organisation's own."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from kit.db import Database
from kit.time import now
from services.auth.models import Application
from services.auth.queue import rules
from tests.auth.parties import Parties, Party

APPLICATIONS = "/auth/v1/applications"


async def listed(party: Party, query: str = "") -> list[str]:
    """The ids in all pages of the list, two at a time."""
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        address = f"{APPLICATIONS}?limit=2{query}" + (f"&cursor={cursor}" if cursor else "")
        response = await party.get(address)
        assert response.status_code == 200, response.text
        seen += [item["id"] for item in response.json()["items"]]
        cursor = response.json()["next_cursor"]
    return seen


async def submitted_at(database: Database, application_id: str, at: datetime) -> None:
    """Make an application as old as the test needs it."""
    async with database.transaction() as session:
        await session.execute(
            update(Application)
            .where(Application.id == UUID(application_id))
            .values(submitted_at=at)
        )


async def test_the_queue_is_of_the_officers_provinces_and_agency_by_age(
    parties: Parties, auth_database: Database
) -> None:
    # Provinces of this test's own, so that no other test's applications stand in between.
    here = await parties.officer(provinces=("95", "96"))
    industry = await parties.officer(agency="industry", provinces=("95",))
    ids = []
    for tambon in ("950101", "960101", "950101", "940101"):
        owner = await parties.owner(subdistrict_code=tambon)
        ids.append((await parties.submitted(owner))["id"])
    await submitted_at(auth_database, ids[2], now() - timedelta(days=3))
    assert await listed(here) == [ids[2], ids[0], ids[1]]
    assert await listed(industry) == []
    first = (await here.get(f"{APPLICATIONS}?limit=1")).json()["items"][0]
    assert (first["waiting_days"], first["status"]) == (3, "submitted")
    decided = await here.post(
        f"{APPLICATIONS}/{ids[0]}/decision", json={"outcome": "rejected", "reason": "ซ้ำ"}
    )
    assert decided.status_code == 200
    assert await listed(here) == [ids[2], ids[1]]
    assert await listed(here, "&status=rejected") == [ids[0]]


async def test_an_organisation_sees_its_own(parties: Parties) -> None:
    owner, other = await parties.owner(), await parties.owner()
    application = await parties.submitted(owner)
    assert await listed(owner) == [application["id"]]
    assert await listed(owner, "&status=draft") == []
    assert await listed(other) == []


async def test_who_has_no_queue(parties: Parties, anonymous: httpx.AsyncClient) -> None:
    person, operator = await parties.person(), await parties.operator()
    assert (await anonymous.get(APPLICATIONS)).status_code == 401
    for party in (person, operator):
        response = await party.get(APPLICATIONS)
        assert (response.status_code, response.json()["code"]) == (403, "missing_scope")
    officer = await parties.officer()
    assert (await officer.get(f"{APPLICATIONS}?cursor=nonsense")).status_code == 422
    assert (await officer.get(f"{APPLICATIONS}?status=nonsense")).status_code == 422


@pytest.mark.parametrize(
    ("submitted", "at", "days"),
    [
        (None, datetime(2026, 11, 22, tzinfo=UTC), 0),
        # 23:59 and 00:01 in Bangkok are different days.
        (datetime(2026, 11, 21, 16, 59, tzinfo=UTC), datetime(2026, 11, 21, 17, 1, tzinfo=UTC), 1),
        (datetime(2026, 11, 21, 17, 1, tzinfo=UTC), datetime(2026, 11, 22, 16, 59, tzinfo=UTC), 0),
    ],
)
def test_waiting_days_are_of_bangkok(submitted: datetime | None, at: datetime, days: int) -> None:
    assert rules.waiting_days(submitted, at) == days
