"""Networks: create, ask, join, leave."""

import asyncio

import httpx

from tests.auth.parties import Parties

NAME = {"name_th": "เครือข่ายจักสานอ่างทอง"}


async def test_a_network_is_made_joined_and_handed_on(parties: Parties) -> None:
    lead, second, third = [await parties.owner() for _ in range(3)]
    network = (await lead.post("/auth/v1/networks", json=NAME)).json()
    path = f"/auth/v1/networks/{network['id']}"
    assert (await second.get(path)).status_code == 404
    for party in (second, third):
        asked = await lead.post(
            f"{path}/invitations", json={"organisation_id": str(party.organisation_id)}
        )
        assert asked.status_code == 200
    twice = await lead.post(
        f"{path}/invitations", json={"organisation_id": str(second.organisation_id)}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "already_in_network")
    answers = await asyncio.gather(second.post(f"{path}/accept"), second.post(f"{path}/accept"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (await third.post(f"{path}/accept")).status_code == 200
    not_lead = await second.post(
        f"{path}/invitations", json={"organisation_id": str(third.organisation_id)}
    )
    assert (not_lead.status_code, not_lead.json()["code"]) == (409, "network_lead_only")
    assert (await lead.post(f"{path}/leave")).status_code == 204
    assert (await lead.get(path)).status_code == 404
    after = (await second.get(path)).json()
    assert after["lead_id"] == str(second.organisation_id)
    assert [m["status"] for m in after["members"]] == ["active", "active"]
    for party in (third, second):
        assert (await party.post(f"{path}/leave")).status_code == 204
    assert (await second.get("/auth/v1/networks")).json() == {"items": []}


async def test_declining_and_who_may_not(parties: Parties, anonymous: httpx.AsyncClient) -> None:
    lead, asked = await parties.owner(), await parties.owner()
    hospital = await parties.owner(kind="hospital", name_th="โรงพยาบาลอ่างทอง")
    viewer, person = await parties.member(lead, "viewer"), await parties.person()
    assert (await anonymous.post("/auth/v1/networks", json=NAME)).status_code == 401
    assert (await person.post("/auth/v1/networks", json=NAME)).status_code == 403
    assert (await viewer.post("/auth/v1/networks", json=NAME)).status_code == 403
    unfit = await hospital.post("/auth/v1/networks", json=NAME)
    assert (unfit.status_code, unfit.json()["code"]) == (422, "not_a_network_kind")
    network = (await lead.post("/auth/v1/networks", json=NAME)).json()
    path = f"/auth/v1/networks/{network['id']}"
    for action in ("accept", "leave"):
        assert (await asked.post(f"{path}/{action}")).status_code == 404
        assert (await anonymous.post(f"{path}/{action}")).status_code == 401
    body = {"organisation_id": str(asked.organisation_id)}
    assert (await asked.post(f"{path}/invitations", json=body)).status_code == 404
    assert (await lead.post(f"{path}/invitations", json=body)).status_code == 200
    assert (await asked.get("/auth/v1/networks")).json()["items"][0]["id"] == network["id"]
    assert (await asked.post(f"{path}/leave")).status_code == 204
    assert (await asked.get("/auth/v1/networks")).json() == {"items": []}
