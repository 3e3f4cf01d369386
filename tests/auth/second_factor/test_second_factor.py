"""One-time passwords: RFC 6238's own vectors, enrolment, sign-in, officers."""

import base64
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from kit.db import Database
from kit.settings import ServiceSettings
from services.auth.second_factor import totp
from tests.auth.parties import PASSWORD, Parties, Party, code_for
from tests.support import apps
from tests.support.services import app_of

PATH = "/auth/v1/me/totp"


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
)
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    secret = b"12345678901234567890"
    assert totp.code_at(secret, step=at // 30) == code
    assert totp.matching_step(secret, code, at=at, after=0) == at // 30
    assert totp.matching_step(secret, code, at=at + 30, after=0) == at // 30
    assert totp.matching_step(secret, code, at=at + 60, after=0) is None
    assert totp.matching_step(secret, code, at=at, after=at // 30) is None


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app shows, some steps from now."""
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    app = TOTP(raw, 6, SHA1(), 30)  # noqa: S303  (as every app does)
    return app.generate(int(time.time()) + 30 * steps).decode()


async def prove(parties: Parties, database: Database, person: Party) -> None:
    """Prove the person's address."""
    path = "/auth/v1/accounts/verification"
    asked = (await parties.client.post(path, json={"email": person.email})).json()
    code = await code_for(database, asked["challenge_id"])
    body = {"challenge_id": asked["challenge_id"], "code": code}
    assert (await parties.client.post(f"{path}/confirm", json=body)).status_code == 200


async def enrol(person: Party) -> tuple[str, list[str]]:
    """Turn one-time passwords on: the secret and the recovery codes."""
    begun = await person.post(PATH, json={"password": PASSWORD})
    assert begun.status_code == 201, begun.text
    secret = begun.json()["secret"]
    done = await person.post(f"{PATH}/confirm", json={"code": code_of(secret, steps=-1)})
    assert done.status_code == 200, done.text
    return secret, done.json()["recovery_codes"]


async def grant(client: httpx.AsyncClient, email: str, totp: str | None = None) -> dict[str, Any]:
    """The answer to a sign-in."""
    form = {"grant_type": "password", "username": email, "password": PASSWORD}
    answer = await client.post("/auth/v1/token", data=form | ({"totp": totp} if totp else {}))
    body: dict[str, Any] = answer.json()
    return body


async def test_an_unproven_account_cannot_enrol(parties: Parties) -> None:
    person = await parties.person()
    answer = await person.post(PATH, json={"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (409, "address_not_proven")


async def test_signing_in_takes_each_code_once(parties: Parties, auth_database: Database) -> None:
    person = await parties.person()
    await prove(parties, auth_database, person)
    secret, recovery = await enrol(person)
    assert len(set(recovery)) == 10
    client = parties.client
    assert (await grant(client, person.email))["code"] == "second_factor_missing"
    assert (await grant(client, person.email, "000000"))["code"] == "second_factor_wrong"
    code = code_of(secret)
    assert "access_token" in await grant(client, person.email, code)
    assert (await grant(client, person.email, code))["code"] == "second_factor_wrong"
    assert "access_token" in await grant(client, person.email, recovery[0].upper())
    assert (await grant(client, person.email, recovery[0]))["code"] == "second_factor_wrong"
    state = (await person.get(PATH)).json()
    assert state == {"enrolled": True, "recovery_codes_left": 9, "required": False}
    again = await person.post(PATH, json={"password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (409, "second_factor_enrolled")
    off = {"password": PASSWORD, "code": recovery[1]}
    assert (await person.post(f"{PATH}/disable", json=off)).status_code == 204
    assert "access_token" in await grant(client, person.email)


async def test_a_wrong_password_does_not_tell_of_the_second_factor(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    await prove(parties, auth_database, person)
    await enrol(person)
    form = {"grant_type": "password", "username": person.email, "password": "wrong password"}
    answer = await parties.client.post("/auth/v1/token", data=form)
    assert answer.json()["code"] == "wrong_credentials"


@pytest.fixture
async def strict(auth_settings: ServiceSettings, auth_database: Database) -> AsyncIterator[Parties]:
    """The application as in production: proven addresses, second factors of officers."""
    settings = auth_settings.model_copy(
        update={"require_second_factor": True, "require_verified_contact": True}
    )
    async with apps.running(app_of("auth", settings)) as app, apps.client_of(app) as client:
        yield Parties(client, auth_database)


async def test_an_operator_has_no_rights_without_a_second_factor(
    parties: Parties, strict: Parties
) -> None:
    operator = await parties.operator()
    tokens = await grant(strict.client, operator.email)
    assert (tokens["scope"], tokens["next_step"]) == ("account", "enrol_second_factor")
    held = {"Authorization": f"Bearer {tokens['access_token']}"}
    barred = Party(strict.client, operator.email, operator.person_id, None, held)
    for path in ("/auth/v1/appointments", "/auth/v1/audit", "/auth/v1/applications"):
        answer = await barred.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")
    assert (await barred.get(PATH)).json()["required"] is True
    await enrol(barred)
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    refreshed = (await strict.client.post("/auth/v1/token", data=form)).json()
    assert (refreshed["scope"], refreshed["next_step"]) == ("account operator", None)
    headers = {"Authorization": f"Bearer {refreshed['access_token']}"}
    allowed = await strict.client.get("/auth/v1/appointments", headers=headers)
    assert allowed.status_code == 200


async def test_an_unproven_address_does_not_sign_in_where_that_is_required(
    parties: Parties, strict: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    assert (await grant(strict.client, person.email))["code"] == "contact_not_proven"
    form = {"grant_type": "password", "username": person.email, "password": "wrong password"}
    wrong = await strict.client.post("/auth/v1/token", data=form)
    assert wrong.json()["code"] == "wrong_credentials"
    await prove(parties, auth_database, person)
    assert (await grant(strict.client, person.email))["next_step"] is None
