"""An officer fills an application in for a group in the office, and another one decides."""

import httpx

from kit.db import Database
from tests.auth.onboarding.test_onboarding import denials
from tests.auth.parties import Parties
from tests.auth.registry.test_registry import registered

SELL = {"capability": "sell"}


async def test_whoever_fills_it_in_does_not_decide(
    parties: Parties, auth_database: Database, anonymous: httpx.AsyncClient
) -> None:
    officer, colleague = await parties.officer(), await parties.officer()
    elsewhere = await parties.officer(provinces=("17",))
    group = (await registered(officer))["organisation"]
    path = f"/auth/v1/organisations/{group['id']}/applications"
    assert (await anonymous.post(path, json=SELL)).status_code == 401
    assert (await (await parties.person()).post(path, json=SELL)).status_code == 404
    refused = await elsewhere.post(path, json=SELL)
    assert (refused.status_code, refused.json()["code"]) == (403, "officer_wrong_province")
    assert [row[:2] for row in await denials(auth_database, elsewhere.person_id)] == [
        ("officer_wrong_province", "assist")
    ]
    application = (await officer.post(path, json=SELL)).json()
    own = f"/auth/v1/applications/{application['id']}"
    for key, value in (("member_count", 9), ("payee", "กลุ่ม"), ("terms_accepted", True)):
        stated = await officer.put(
            f"{own}/requirements/{key}", json={"value": value}, version=application["version"]
        )
        assert stated.status_code == 200, stated.text
        application = stated.json()
    assert (await officer.post(f"{own}/submit")).json()["status"] == "submitted"
    same = await officer.post(f"{own}/decision", json={"outcome": "approved"})
    assert (same.status_code, same.json()["code"]) == (403, "officer_assisted")
    approved = await colleague.post(f"{own}/decision", json={"outcome": "approved"})
    assert approved.json()["status"] == "approved"


async def test_a_claimed_group_acts_for_itself(parties: Parties) -> None:
    officer, member = await parties.officer(), await parties.person()
    made = await registered(officer)
    await member.post("/auth/v1/claims", json={"code": made["claim"]["code"]})
    path = f"/auth/v1/organisations/{made['organisation']['id']}/applications"
    assert (await officer.post(path, json=SELL)).status_code == 404


async def test_an_applicant_withdraws_and_applies_again(parties: Parties) -> None:
    owner, other = await parties.owner(), await parties.owner()
    application = await parties.submitted(owner)
    path = f"/auth/v1/applications/{application['id']}/withdraw"
    assert (await other.post(path)).status_code == 404
    assert (await owner.post(path)).json()["status"] == "withdrawn"
    again = await owner.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "application_not_editable")
    opened = await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/applications", json=SELL
    )
    assert opened.status_code == 201
