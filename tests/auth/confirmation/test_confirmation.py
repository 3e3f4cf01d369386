"""The yearly confirmation: derived from the date, reminded three times, late allowed."""

from datetime import date, timedelta

import httpx
import pytest
from sqlalchemy import func, select, update

from contracts.events.auth import OrganisationChanged
from contracts.types import OrganisationKind
from kit.db import Database
from kit.time import bangkok_today, now
from services.auth.confirmation import service
from services.auth.confirmation.rules import stage_on, state_on
from services.auth.confirmation.schemas import ConfirmationState
from services.auth.models import Notice, Organisation
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView


@pytest.mark.parametrize(
    ("today", "confirmed", "expected"),
    [
        (date(2026, 1, 1), 2025, ConfirmationState.OPEN),
        (date(2026, 1, 30), None, ConfirmationState.OPEN),
        (date(2026, 1, 31), 2025, ConfirmationState.UNCONFIRMED),
        (date(2026, 1, 31), 2026, ConfirmationState.CONFIRMED),
        (date(2026, 12, 31), 2026, ConfirmationState.CONFIRMED),
        (date(2027, 1, 1), 2026, ConfirmationState.OPEN),
        (date(2024, 6, 1), None, ConfirmationState.NOT_REQUIRED),
    ],
)
def test_the_state_follows_the_date(
    today: date, confirmed: int | None, expected: ConfirmationState
) -> None:
    found = state_on(
        today,
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        registered_on=date(2024, 5, 1),
        confirmed_year=confirmed,
    )
    assert found is expected


def test_reminders_fall_into_january() -> None:
    days = [date(2026, 1, day) for day in (1, 14, 15, 24, 25, 30, 31)]
    assert [stage_on(day) for day in days] == [1, 1, 15, 15, 25, 25, None]
    assert stage_on(date(2025, 12, 31)) is None


async def old(database: Database, party: Party) -> None:
    """As if it had been registered two years ago."""
    async with database.transaction() as session:
        await session.execute(
            update(Organisation)
            .where(Organisation.id == party.organisation_id)
            .values(created_at=now() - timedelta(days=730))
        )


async def told(database: Database, party: Party) -> int:
    async with database.reading() as session:
        count = select(func.count()).where(
            Notice.dedupe_key.like(f"confirmation:{party.organisation_id}:%")
        )
        return (await session.execute(count)).scalar_one()


async def test_confirming_and_its_refusals(
    parties: Parties,
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    auth_outbox: OutboxView,
) -> None:
    owner, other = await parties.owner(), await parties.owner()
    viewer = await parties.member(owner, "viewer")
    hospital = await parties.owner(kind="hospital", name_th="โรงพยาบาลอ่างทอง")
    await old(auth_database, owner)
    path = f"/auth/v1/organisations/{owner.organisation_id}/confirmation"
    await auth_outbox.mark()
    assert (await anonymous.post(path)).status_code == 401
    assert (await other.post(path)).status_code == 404
    assert (await viewer.post(path)).status_code == 403
    unfit = await hospital.post(f"/auth/v1/organisations/{hospital.organisation_id}/confirmation")
    assert (unfit.status_code, unfit.json()["code"]) == (422, "confirmation_not_for_kind")
    assert (await owner.get(path)).json()["state"] in {"open", "unconfirmed"}
    await auth_outbox.assert_nothing()
    confirmed = await owner.post(path)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    again = await owner.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "already_confirmed")
    events = await auth_outbox.events(OrganisationChanged)
    assert [event.confirmed_year for event in events] == [bangkok_today().year]


async def test_each_is_reminded_once_at_each_stage(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner()
    await old(auth_database, owner)
    year = bangkok_today().year
    for day in (date(year, 1, 2), date(year, 1, 3), date(year, 1, 16), date(year, 2, 1)):
        while await service.remind_on(auth_database, day):
            pass
    assert await told(auth_database, owner) == 2
    path = f"/auth/v1/organisations/{owner.organisation_id}/confirmation"
    assert (await owner.post(path)).status_code == 200
    while await service.remind_on(auth_database, date(year, 1, 26)):
        pass
    assert await told(auth_database, owner) == 2
