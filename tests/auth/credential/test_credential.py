"""Passwords changed and reset."""

import httpx
import pytest

from kit.db import Database
from tests.auth.parties import PASSWORD, Parties, code_for, new_email

RESET = "/auth/v1/accounts/password-reset"
NEW = "มะม่วงน้ำดอกไม้สุกหวานฉ่ำ"


async def grant(client: httpx.AsyncClient, email: str, password: str) -> int:
    """The status of a sign-in."""
    form = {"grant_type": "password", "username": email, "password": password}
    return (await client.post("/auth/v1/token", data=form)).status_code


async def refreshed(client: httpx.AsyncClient, token: str) -> int:
    """The status of a refresh."""
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return (await client.post("/auth/v1/token", data=form)).status_code


async def tokens_of(client: httpx.AsyncClient, email: str) -> dict[str, str]:
    """The tokens of a new sign-in."""
    form = {"grant_type": "password", "username": email, "password": PASSWORD}
    answer: dict[str, str] = (await client.post("/auth/v1/token", data=form)).json()
    return answer


async def test_a_password_is_reset_by_a_code_and_every_sign_in_ends(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    before = await tokens_of(parties.client, person.email)
    asked = (await parties.client.post(RESET, json={"email": person.email})).json()
    body = {
        "challenge_id": asked["challenge_id"],
        "code": await code_for(auth_database, asked["challenge_id"]),
        "new_password": NEW,
    }
    weak = await parties.client.post(f"{RESET}/confirm", json={**body, "new_password": "short"})
    assert (weak.status_code, weak.json()["code"]) == (422, "password_too_weak")
    assert await grant(parties.client, person.email, PASSWORD) == 200
    assert (await parties.client.post(f"{RESET}/confirm", json=body)).status_code == 204
    assert await grant(parties.client, person.email, PASSWORD) == 400
    assert await grant(parties.client, person.email, NEW) == 200
    assert await refreshed(parties.client, before["refresh_token"]) == 400
    again = await parties.client.post(f"{RESET}/confirm", json=body)
    assert (again.status_code, again.json()["code"]) == (422, "code_not_valid")
    me = (await person.get("/auth/v1/me")).json()
    assert me["contacts"][0]["verified_at"] is not None


async def test_no_code_goes_to_an_address_without_an_account(
    parties: Parties, auth_database: Database
) -> None:
    asked = (await parties.client.post(RESET, json={"email": new_email()})).json()
    body = {"challenge_id": asked["challenge_id"], "code": "00000000", "new_password": NEW}
    answer = await parties.client.post(f"{RESET}/confirm", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "code_not_valid")


@pytest.mark.parametrize("path", ["/auth/v1/accounts/verification/confirm"])
async def test_a_code_of_one_purpose_is_no_good_for_another(
    parties: Parties, auth_database: Database, path: str
) -> None:
    person = await parties.person()
    asked = (await parties.client.post(RESET, json={"email": person.email})).json()
    code = await code_for(auth_database, asked["challenge_id"])
    body = {"challenge_id": asked["challenge_id"], "code": code}
    assert (await parties.client.post(path, json=body)).status_code == 422
    assert (
        await parties.client.post(f"{RESET}/confirm", json={**body, "new_password": NEW})
    ).status_code == 204


async def test_a_changed_password_ends_the_other_sign_ins(parties: Parties) -> None:
    person = await parties.person()
    here, there = [await tokens_of(parties.client, person.email) for _ in range(2)]
    headers = {"Authorization": f"Bearer {here['access_token']}"}
    path = "/auth/v1/me/password"
    wrong = {"current_password": "something else", "new_password": NEW}
    answer = await parties.client.post(path, json=wrong, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "password_not_confirmed")
    right = {"current_password": PASSWORD, "new_password": NEW}
    assert (await parties.client.post(path, json=right, headers=headers)).status_code == 204
    assert await grant(parties.client, person.email, NEW) == 200
    assert await refreshed(parties.client, there["refresh_token"]) == 400
    assert await refreshed(parties.client, here["refresh_token"]) == 200


async def test_the_confirmation_of_a_password_is_limited(parties: Parties) -> None:
    person = await parties.person()
    body = {"current_password": "something else", "new_password": NEW}
    codes = [(await person.post("/auth/v1/me/password", json=body)).status_code for _ in range(12)]
    assert codes == [403] * 10 + [429] * 2
    assert await grant(parties.client, person.email, PASSWORD) == 200
