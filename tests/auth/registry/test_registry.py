"""Groups that an office enters, claims with a code, suspension and closing."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select

from contracts.events.auth import MembershipChanged, OrganisationChanged
from contracts.types import OrganisationStatus
from kit.db import Database
from kit.ids import uuid7
from services.auth.models import AccessDenial, Membership, Organisation
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView

GROUP = {
    "kind": "community_enterprise",
    "name_th": "กลุ่มจักสานผักตบชวาบ้านรี",
    "subdistrict_code": "150112",
    "phone": "๐๓๕ ๖๑๑ ๒๒๒ ต่อ ๑๒",
}


async def registered(officer: Party) -> dict[str, Any]:
    response = await officer.post("/auth/v1/registrations", json=GROUP)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def organisations(database: Database) -> int:
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(Organisation))).scalar_one()


async def reasons(database: Database, person_id: UUID) -> list[tuple[str, str]]:
    """What an officer was refused: reason and action."""
    async with database.reading() as session:
        rows = await session.execute(
            select(AccessDenial.reason, AccessDenial.action)
            .where(AccessDenial.person_id == person_id)
            .order_by(AccessDenial.id)
        )
        return [(row.reason, row.action) for row in rows]


async def test_an_officer_enters_a_group_and_a_member_claims_it(
    parties: Parties, auth_outbox: OutboxView
) -> None:
    officer = await parties.officer()
    made = await registered(officer)
    group = made["organisation"]
    assert (group["unclaimed"], group["phone"]) == (True, "+6635611222;ext=12")
    member = await parties.person()
    await auth_outbox.mark()
    code = made["claim"]["code"]
    claimed = await member.post("/auth/v1/claims", json={"code": f" {code.lower()} "})
    assert (claimed.status_code, claimed.json()["unclaimed"]) == (201, False)
    assert await auth_outbox.types() == [MembershipChanged.type, OrganisationChanged.type]
    owner = await member.acting_for(UUID(group["id"]))
    history = await owner.get(f"/auth/v1/organisations/{group['id']}/history")
    assert [step["action"] for step in history.json()["items"]] == ["registered", "claimed"]
    again = await (await parties.person()).post("/auth/v1/claims", json={"code": code})
    assert (again.status_code, again.json()["code"]) == (422, "claim_code_not_valid")
    late = await officer.post(f"/auth/v1/organisations/{group['id']}/claim-code")
    assert (late.status_code, late.json()["code"]) == (409, "organisation_claimed")


async def test_of_two_claims_at_once_one_wins(parties: Parties, auth_database: Database) -> None:
    officer = await parties.officer()
    made = await registered(officer)
    first, second = await parties.person(), await parties.person()
    answers = await asyncio.gather(
        *(
            party.post("/auth/v1/claims", json={"code": made["claim"]["code"]})
            for party in (first, second)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    async with auth_database.reading() as session:
        members = await session.execute(
            select(func.count()).where(
                Membership.organisation_id == UUID(made["organisation"]["id"])
            )
        )
        assert members.scalar_one() == 1


async def test_a_new_code_makes_the_former_void(parties: Parties) -> None:
    officer = await parties.officer()
    made = await registered(officer)
    path = f"/auth/v1/organisations/{made['organisation']['id']}/claim-code"
    renewed = (await officer.post(path)).json()
    member = await parties.person()
    old = await member.post("/auth/v1/claims", json={"code": made["claim"]["code"]})
    assert old.status_code == 422
    new = await member.post("/auth/v1/claims", json={"code": renewed["code"]})
    assert new.status_code == 201


async def test_who_may_enter_a_group(
    parties: Parties,
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    auth_outbox: OutboxView,
) -> None:
    elsewhere = await parties.officer(provinces=("17",))
    health = await parties.officer(agency="public_health")
    owner, stranger = await parties.owner(), await parties.person()
    await auth_outbox.mark()
    before = await organisations(auth_database)
    path = "/auth/v1/registrations"
    assert (await anonymous.post(path, json=GROUP)).status_code == 401
    assert (await stranger.post(path, json=GROUP)).status_code == 404
    assert (await owner.post(path, json=GROUP)).json()["code"] == "missing_scope"
    for officer, code in (
        (elsewhere, "officer_wrong_province"),
        (health, "officer_wrong_agency"),
    ):
        response = await officer.post(path, json=GROUP)
        assert (response.status_code, response.json()["code"]) == (403, code)
        assert await reasons(auth_database, officer.person_id) == [(code, "register")]
    assert await organisations(auth_database) == before
    await auth_outbox.assert_nothing()


async def test_suspend_reinstate_and_close(parties: Parties, auth_outbox: OutboxView) -> None:
    owner, officer = await parties.owner(), await parties.officer()
    path = f"/auth/v1/organisations/{owner.organisation_id}"
    await auth_outbox.mark()
    reason = {"reason": "ไม่ยืนยันการดำเนินการต่อ"}
    suspended = await officer.post(f"{path}/suspend", json=reason)
    assert suspended.json()["status"] == "suspended"
    twice = await officer.post(f"{path}/suspend", json=reason)
    assert (twice.status_code, twice.json()["code"]) == (409, "organisation_status_conflict")
    assert (await officer.post(f"{path}/reinstate", json=reason)).json()["status"] == "active"
    assert (await owner.post(f"{path}/suspend", json=reason)).status_code == 403
    manager = await parties.member(owner, "manager")
    refused = await manager.post(f"{path}/close", json=reason)
    assert (refused.status_code, refused.json()["code"]) == (403, "owner_needed")
    assert (await owner.post(f"{path}/close", json=reason)).json()["status"] == "closed"
    events = await auth_outbox.events(OrganisationChanged)
    assert [event.status for event in events] == [
        OrganisationStatus.SUSPENDED,
        OrganisationStatus.ACTIVE,
        OrganisationStatus.CLOSED,
    ]


async def test_wrong_officers_and_strangers_suspend_nobody(
    parties: Parties,
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    auth_outbox: OutboxView,
) -> None:
    owner, other, stranger = await parties.owner(), await parties.owner(), await parties.person()
    elsewhere = await parties.officer(provinces=("17",))
    await auth_outbox.mark()
    body = {"reason": "ทดสอบ"}
    for action in ("suspend", "reinstate", "close"):
        path = f"/auth/v1/organisations/{owner.organisation_id}/{action}"
        assert (await anonymous.post(path, json=body)).status_code == 401
        assert (await stranger.post(path, json=body)).status_code == 404
        assert (await other.post(path, json=body)).status_code in {403, 404}
        refused = await elsewhere.post(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "officer_wrong_province")
    officer = await parties.officer()
    unknown = await officer.post(f"/auth/v1/organisations/{uuid7()}/suspend", json=body)
    assert unknown.status_code == 404
    assert await reasons(auth_database, elsewhere.person_id) == [
        ("officer_wrong_province", "suspended"),
        ("officer_wrong_province", "reinstated"),
        ("officer_wrong_province", "closed"),
    ]
    await auth_outbox.assert_nothing()
