"""Duplicates are shown to officers and merged by an officer."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from contracts.events.auth import MembershipChanged, OrganisationChanged
from kit.db import Database
from services.auth.models import Organisation
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView

REASON = {"reason": "กลุ่มเดียวกัน ลงทะเบียนสองครั้ง"}


async def two(parties: Parties) -> tuple[Party, Party]:
    """Two rows of one group of a tambon in which this test is alone with its code."""
    kept = await parties.owner(name_th="กลุ่มเลี้ยงปลาหนองขโมย", subdistrict_code="150103")
    gone = await parties.owner(name_th="วิสาหกิจชุมชนเลี้ยงปลาหนองขโมย", subdistrict_code="150103")
    return kept, gone


def pair_of(response: httpx.Response, one: Party, other: Party) -> dict[str, Any] | None:
    ids = {str(one.organisation_id), str(other.organisation_id)}
    for pair in response.json()["items"]:
        if {pair["first"]["id"], pair["second"]["id"]} == ids:
            found: dict[str, Any] = pair
            return found
    return None


async def stored(database: Database, party: Party) -> Organisation:
    async with database.reading() as session:
        found = await session.get(Organisation, party.organisation_id)
        assert found is not None
        return found


async def merge(officer: Party, gone: Party, kept: Party) -> httpx.Response:
    return await officer.post(
        f"/auth/v1/organisations/{gone.organisation_id}/merge",
        json={"into": str(kept.organisation_id), **REASON},
    )


async def test_a_merge_moves_members_applications_and_rights(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    kept, gone = await two(parties)
    officer = await parties.officer()
    application = await parties.submitted(gone)
    approved = await officer.post(
        f"/auth/v1/applications/{application['id']}/decision", json={"outcome": "approved"}
    )
    assert approved.status_code == 200
    shown = await officer.get("/auth/v1/duplicates?province=15")
    pair = pair_of(shown, kept, gone)
    assert pair is not None
    assert pair["reasons"] == ["similar_name"]
    await auth_outbox.mark()

    response = await merge(officer, gone, kept)

    assert response.status_code == 200
    assert response.json()["capabilities"] == ["sell"]
    tombstone = await stored(auth_database, gone)
    assert (tombstone.status, tombstone.merged_into, tombstone.capabilities) == (
        "closed",
        kept.organisation_id,
        [],
    )
    events = await auth_outbox.events(OrganisationChanged)
    assert [(event.organisation_id, event.merged_into) for event in events] == [
        (gone.organisation_id, kept.organisation_id),
        (kept.organisation_id, None),
    ]
    members = await auth_outbox.events(MembershipChanged)
    assert [(m.organisation_id, m.person_id, m.roles) for m in members] == [
        (gone.organisation_id, gone.person_id, ()),
        (kept.organisation_id, gone.person_id, ("owner",)),
    ]
    moved = await (await gone.acting_for(kept.organisation_id)).get(
        f"/auth/v1/applications/{application['id']}"
    )
    assert moved.json()["organisation_id"] == str(kept.organisation_id)
    again = await officer.get("/auth/v1/duplicates?province=15")
    assert pair_of(again, kept, gone) is None


async def test_of_two_mergers_at_once_one_wins(parties: Parties, auth_database: Database) -> None:
    kept, gone = await two(parties)
    first, second = await parties.officer(), await parties.officer()
    answers = await asyncio.gather(
        merge(first, gone, kept), merge(second, kept, gone), merge(first, gone, kept)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    rows = [await stored(auth_database, party) for party in (kept, gone)]
    assert sorted(row.status for row in rows) == ["active", "closed"]


async def test_a_dismissed_pair_is_not_shown_again(parties: Parties) -> None:
    kept, gone = await two(parties)
    officer = await parties.officer()
    response = await officer.post(
        f"/auth/v1/organisations/{gone.organisation_id}/not-duplicate",
        json={"other": str(kept.organisation_id), "reason": "คนละกลุ่ม"},
    )
    assert response.status_code == 204
    assert pair_of(await officer.get("/auth/v1/duplicates?province=15"), kept, gone) is None


async def test_who_may_not_merge(
    parties: Parties, anonymous: httpx.AsyncClient, auth_outbox: OutboxView
) -> None:
    kept, gone = await two(parties)
    hospital = await parties.owner(kind="hospital", name_th="โรงพยาบาลอ่างทอง")
    elsewhere = await parties.officer(provinces=("17",))
    stranger, officer = await parties.person(), await parties.officer()
    await auth_outbox.mark()
    path = f"/auth/v1/organisations/{gone.organisation_id}/merge"
    body = {"into": str(kept.organisation_id), **REASON}
    assert (await anonymous.post(path, json=body)).status_code == 401
    assert (await stranger.post(path, json=body)).status_code == 404
    assert (await kept.post(path, json=body)).status_code == 403
    refused = await elsewhere.post(path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "officer_wrong_province")
    other = await merge(officer, gone, hospital)
    assert (other.status_code, other.json()["code"]) == (403, "officer_wrong_agency")
    itself = await merge(officer, gone, gone)
    assert (itself.status_code, itself.json()["code"]) == (422, "merge_mismatch")
    assert (await stranger.get("/auth/v1/duplicates?province=15")).status_code == 403
    assert (await elsewhere.get("/auth/v1/duplicates?province=15")).status_code == 403
    assert (await anonymous.get("/auth/v1/duplicates?province=15")).status_code == 401
    await auth_outbox.assert_nothing()


async def test_a_member_does_not_merge_the_own_group(parties: Parties) -> None:
    kept, gone = await two(parties)
    officer = await parties.officer()
    added = await gone.post(
        f"/auth/v1/organisations/{gone.organisation_id}/members",
        json={"person_id": str(officer.person_id), "roles": ["viewer"]},
    )
    assert added.status_code == 201
    response = await merge(officer, gone, kept)
    assert (response.status_code, response.json()["code"]) == (403, "officer_is_member")
    assert UUID(str(kept.organisation_id)) != gone.organisation_id
