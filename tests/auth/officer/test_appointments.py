"""Ending and lending appointments."""

from datetime import timedelta
from typing import Any

import httpx

from kit.time import bangkok_today
from tests.auth.parties import Parties, Party


async def own_appointment(officer: Party) -> str:
    me: dict[str, Any] = (await officer.get("/auth/v1/me")).json()
    return str(me["appointments"][0]["appointment_id"])


def loan(appointment: str, to: Party, days: int = 7) -> dict[str, Any]:
    today = bangkok_today()
    return {
        "appointment_id": appointment,
        "email": to.email,
        "valid_from_on": str(today),
        "valid_until_on": str(today + timedelta(days=days)),
    }


async def decide(party: Party, application: dict[str, Any]) -> httpx.Response:
    return await party.post(
        f"/auth/v1/applications/{application['id']}/decision",
        json={"outcome": "returned", "reason": "ทดสอบ"},
    )


async def test_a_lent_appointment_works_until_its_lender_ends_it(
    parties: Parties, anonymous: httpx.AsyncClient
) -> None:
    officer, deputy, stranger = (
        await parties.officer(until_on=bangkok_today() + timedelta(days=10)),
        await parties.person(),
        await parties.person(),
    )
    appointment = await own_appointment(officer)
    path = "/auth/v1/delegations"
    assert (await anonymous.post(path, json=loan(appointment, deputy))).status_code == 401
    assert (await stranger.post(path, json=loan(appointment, deputy))).status_code == 404
    too_long = await officer.post(path, json=loan(appointment, deputy, days=30))
    assert (too_long.status_code, too_long.json()["code"]) == (
        422,
        "delegation_outside_appointment",
    )
    lent = await officer.post(path, json=loan(appointment, deputy))
    assert lent.status_code == 201, lent.text
    onward = await deputy.post(path, json=loan(lent.json()["id"], stranger))
    assert onward.json()["code"] == "delegation_outside_appointment"
    first = await parties.submitted(await parties.owner())
    assert (await decide(deputy, first)).status_code == 200

    end = f"/auth/v1/appointments/{lent.json()['id']}/end"
    reason = {"reason": "กลับมาปฏิบัติงาน"}
    assert (await anonymous.post(end, json=reason)).status_code == 401
    for party in (stranger, deputy):
        assert (await party.post(end, json=reason)).status_code == 404
    assert (await officer.post(end, json=reason)).json()["end_reason"] == "กลับมาปฏิบัติงาน"
    again = await officer.post(end, json=reason)
    assert (again.status_code, again.json()["code"]) == (409, "appointment_ended")
    second = await parties.submitted(await parties.owner())
    refused = await decide(deputy, second)
    assert (refused.status_code, refused.json()["code"]) == (403, "officer_outside_dates")
    assert (await decide(officer, second)).status_code == 200


async def test_ending_an_appointment_ends_what_it_lent(parties: Parties) -> None:
    operator, officer = await parties.operator(), await parties.officer()
    deputy = await parties.person()
    appointment = await own_appointment(officer)
    await officer.post("/auth/v1/delegations", json=loan(appointment, deputy))
    ended = await operator.post(f"/auth/v1/appointments/{appointment}/end", json={"reason": "ย้าย"})
    assert ended.status_code == 200, ended.text
    assert (await officer.get("/auth/v1/me")).json()["appointments"] == []
    application = await parties.submitted(await parties.owner())
    for party in (officer, deputy):
        refused = await decide(party, application)
        assert (refused.status_code, refused.json()["code"]) == (403, "officer_outside_dates")
