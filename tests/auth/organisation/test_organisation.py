"""Organisations: making, reading, changing."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from contracts.events.auth import MembershipChanged, OrganisationChanged
from kit.db import Database
from kit.events.rebuild import read_snapshots
from kit.ids import uuid7
from services.auth.models import Organisation
from services.auth.organisation.rules import check_tax_id
from services.auth.snapshots import SNAPSHOTS
from tests.auth.parties import Parties
from tests.support.bus import OutboxView

ORGANISATIONS = "/auth/v1/organisations"
HOSPITAL = {"kind": "hospital", "name_th": "โรงพยาบาลอ่างทอง", "province_code": "15"}


def new_tax_id() -> str:
    """A juristic number that nobody has, with its check digit."""
    body = f"0{uuid7().int % 10**11:011d}"
    total = sum((13 - index) * int(digit) for index, digit in enumerate(body))
    return f"{body}{(11 - total % 11) % 10}"


async def count_organisations(database: Database) -> int:
    """How many there are."""
    async with database.reading() as session:
        statement = select(func.count()).select_from(Organisation)
        return (await session.execute(statement)).scalar_one()


async def test_the_maker_is_the_owner_and_both_are_published(
    parties: Parties, auth_outbox: OutboxView
) -> None:
    person = await parties.person()
    await auth_outbox.mark()
    response = await person.post(
        ORGANISATIONS,
        json={
            "kind": "community_enterprise",
            "name_th": " วิสาหกิจชุมชน\u200bปลาส้ม  ตำบลชะไว ",
            "name_en": "Chawai Pla Som",
            "registration_code": "๓-๑๕-๐๒-๐๘/๑-๐๐๑๗",
            "subdistrict_code": "150208",
            "phone": "035 611 222",
            "address_line": "99 หมู่ 4",
            "provenance": "synthetic",
        },
    )
    assert (response.status_code, response.headers["ETag"]) == (201, '"1"')
    made = response.json()
    assert made["name_th"] == "วิสาหกิจชุมชนปลาส้ม ตำบลชะไว"
    assert (made["province_code"], made["registration_code"]) == ("15", "315020810017")
    assert (made["phone"], made["capabilities"], made["status"]) == ("+6635611222", [], "active")
    [changed] = await auth_outbox.events(OrganisationChanged)
    assert (changed.organisation_id, changed.version) == (UUID(made["id"]), 1)
    assert (changed.province_code, changed.provenance) == ("15", "synthetic")
    assert changed.address_line == "99 หมู่ 4"
    [joined] = await auth_outbox.events(MembershipChanged)
    assert (joined.person_id, joined.roles) == (person.person_id, ("owner",))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"province_code": "99"}, "place_not_known"),
        ({"province_code": None}, "place_not_known"),
        ({"province_code": "15", "subdistrict_code": "170101"}, "place_not_known"),
        ({"subdistrict_code": "150299"}, "place_not_known"),
        ({"tax_id": "0105561177672"}, "tax_id_not_valid"),
        ({"tax_branch": "00001"}, "tax_id_not_valid"),
        ({"registration_code": "1069"}, "registration_code_not_valid"),
        ({"vat_registered": True}, "vat_needs_tax_id"),
        ({"phone": "1"}, "contact_not_valid"),
        ({"kind": "kingdom"}, "invalid_request"),
        ({"capabilities": ["sell"]}, "invalid_request"),
        ({"status": "active"}, "invalid_request"),
        ({"name_th": " \u200b "}, "invalid_request"),
    ],
)
async def test_what_is_not_accepted_makes_nothing(
    parties: Parties,
    auth_database: Database,
    auth_outbox: OutboxView,
    change: dict[str, Any],
    code: str,
) -> None:
    person = await parties.person()
    before = await count_organisations(auth_database)
    response = await person.post(ORGANISATIONS, json={**HOSPITAL, **change})
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert await count_organisations(auth_database) == before
    await auth_outbox.assert_nothing()


async def test_of_two_with_one_tax_id_one_is_made(
    parties: Parties, auth_database: Database
) -> None:
    tax_id = new_tax_id()
    first, second = await parties.person(), await parties.person()
    before = await count_organisations(auth_database)
    body = {**HOSPITAL, "tax_id": tax_id}
    answers = await asyncio.gather(
        first.post(ORGANISATIONS, json=body), second.post(ORGANISATIONS, json=body)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await count_organisations(auth_database) == before + 1
    branch = await first.post(ORGANISATIONS, json={**body, "tax_branch": "00001"})
    assert branch.status_code == 201
    owner = await first.acting_for(UUID(branch.json()["id"]))
    taken = await owner.patch(
        f"{ORGANISATIONS}/{branch.json()['id']}", json={"tax_branch": "00000"}, version=1
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "tax_id_taken")
    unchanged = await owner.get(f"{ORGANISATIONS}/{branch.json()['id']}")
    assert (unchanged.json()["tax_branch"], unchanged.json()["version"]) == ("00001", 1)


async def test_changing_publishes_and_a_lost_race_is_412(
    parties: Parties, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    path = f"{ORGANISATIONS}/{owner.organisation_id}"
    await auth_outbox.mark()
    answers = await asyncio.gather(
        owner.patch(path, json={"name_en": "One"}, version=1),
        owner.patch(path, json={"name_en": "Two"}, version=1),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    [event] = await auth_outbox.events(OrganisationChanged)
    assert (event.version, event.name_en) == (2, won["name_en"])
    assert (await owner.patch(path, json={"name_en": "Three"})).status_code == 428
    assert (await owner.patch(path, json={"name_th": None}, version=2)).status_code == 422
    moved = await owner.patch(path, json={"subdistrict_code": "170101"}, version=2)
    assert moved.status_code == 200
    assert (moved.json()["province_code"], moved.json()["version"]) == ("17", 3)
    emptied = await owner.patch(path, json={"subdistrict_code": None}, version=3)
    assert (emptied.json()["subdistrict_code"], emptied.json()["province_code"]) == (None, "17")


async def test_an_approved_organisation_stays_in_its_province(parties: Parties) -> None:
    owner = await parties.owner()
    officer = await parties.officer()
    application = await parties.submitted(owner)
    approved = await officer.post(
        f"/auth/v1/applications/{application['id']}/decision", json={"outcome": "approved"}
    )
    assert approved.status_code == 200
    path = f"{ORGANISATIONS}/{owner.organisation_id}"
    moved = await owner.patch(path, json={"subdistrict_code": "170101"}, version=2)
    assert (moved.status_code, moved.json()["code"]) == (409, "province_is_fixed")
    within = await owner.patch(path, json={"subdistrict_code": "150113"}, version=2)
    assert within.status_code == 200


async def test_who_reaches_an_organisation(
    parties: Parties, anonymous: httpx.AsyncClient, auth_outbox: OutboxView
) -> None:
    owner, other = await parties.owner(), await parties.owner()
    viewer = await parties.member(owner, "viewer")
    officer, operator = await parties.officer(), await parties.operator()
    path = f"{ORGANISATIONS}/{owner.organisation_id}"
    await auth_outbox.mark()
    assert (await owner.get(path)).status_code == 200
    assert (await viewer.get(path)).status_code == 200
    assert (await anonymous.get(path)).status_code == 401
    for stranger in (other, officer, operator):
        assert (await stranger.get(path)).status_code == 404
        change = await stranger.patch(path, json={"name_en": "Mine"}, version=1)
        assert change.status_code == 404
    change = await viewer.patch(path, json={"name_en": "Mine"}, version=1)
    assert (change.status_code, change.json()["code"]) == (403, "missing_scope")
    assert (await anonymous.patch(path, json={}, headers={"If-Match": '"1"'})).status_code == 401
    assert (await anonymous.post(ORGANISATIONS, json=HOSPITAL)).status_code == 401
    await auth_outbox.assert_nothing()


async def test_a_person_without_a_party_token_does_not_see_their_organisation(
    parties: Parties,
) -> None:
    owner = await parties.owner()
    personal = await owner.acting_for(None)
    response = await personal.get(f"{ORGANISATIONS}/{owner.organisation_id}")
    assert response.status_code == 404


async def test_snapshots_are_what_the_last_events_told(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    member = await parties.member(owner, "orders")
    await owner.patch(
        f"{ORGANISATIONS}/{owner.organisation_id}", json={"name_en": "New"}, version=1
    )
    await member.delete(f"{ORGANISATIONS}/{owner.organisation_id}/members/{member.person_id}")
    for contract, key in (
        (OrganisationChanged, "organisation_id"),
        (MembershipChanged, "membership_id"),
    ):
        last = {getattr(event, key): event for event in await auth_outbox.events(contract)}
        present = {
            getattr(event, key): event
            async for event, _ in read_snapshots(auth_database, SNAPSHOTS[contract.type])
        }
        assert last
        assert {key: present[key] for key in last} == last


def test_the_tests_tax_ids_are_valid() -> None:
    tax_id = new_tax_id()
    assert check_tax_id(tax_id, None) == (tax_id, "00000")
