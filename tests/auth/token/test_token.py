"""Signing in, refreshing, revoking, and how guessing is slowed down."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from contracts.tokens import Principal
from kit.db import Database
from kit.ids import uuid7
from services.auth.guard import rules
from services.auth.models import Person, RefreshFamily, RefreshToken
from services.auth.password.argon2id import PasswordHashing
from tests.auth.parties import PASSWORD, Parties, Party, new_email, sign_in
from tests.support import apps

TOKEN = "/auth/v1/token"


async def claims_of(client: httpx.AsyncClient, token: str) -> dict[str, Any]:
    """The claims, verified with the published keys as another service would."""
    keys = jwt.PyJWKSet.from_dict((await client.get("/auth/v1/jwks.json")).json())
    kid = jwt.get_unverified_header(token)["kid"]
    claims: dict[str, Any] = jwt.decode(
        token, keys[kid], algorithms=["EdDSA"], audience="talat", issuer="http://testserver"
    )
    return claims


async def refresh(client: httpx.AsyncClient, token: str, **form: str) -> httpx.Response:
    """Use a refresh token."""
    body = {"grant_type": "refresh_token", "refresh_token": token, **form}
    return await client.post(TOKEN, data=body)


async def family_of(database: Database, token: str) -> RefreshFamily:
    """The family of a refresh token."""
    async with database.reading() as session:
        statement = (
            select(RefreshFamily)
            .join(RefreshToken, RefreshToken.family_id == RefreshFamily.id)
            .where(RefreshToken.token_hash == hashlib.sha256(token.encode()).digest())
        )
        return (await session.execute(statement)).scalar_one()


async def test_a_personal_token_says_who(parties: Parties) -> None:
    person = await parties.person("สมใจ ใจดี")
    tokens = await sign_in(parties.client, person.email.upper())
    claims = await claims_of(parties.client, tokens["access_token"])
    assert claims["sub"] == str(person.person_id)
    assert claims["exp"] - claims["iat"] == 600
    assert (claims["name"], claims["scope"], claims["org"]) == ("สมใจ ใจดี", "account", None)
    assert (claims["officer"], claims["operator"], claims["roles"]) == ([], False, [])
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)


async def test_a_token_for_an_organisation_has_the_roles_scopes(parties: Parties) -> None:
    owner = await parties.owner()
    orders = await parties.member(owner, "orders", "viewer")
    claims = await claims_of(parties.client, orders.headers["Authorization"].split()[1])
    principal = Principal.from_claims(claims)
    assert principal.organisation_id == owner.organisation_id
    assert claims["org_kind"] == "community_enterprise"
    assert claims["roles"] == ["orders", "viewer"]
    assert claims["scope"] == "account buy read sell supply"


async def test_an_officer_has_rights_only_in_a_personal_token(parties: Parties) -> None:
    officer = await parties.officer(agency="industry", provinces=("15", "17"))
    claims = await claims_of(parties.client, officer.headers["Authorization"].split()[1])
    assert claims["scope"] == "account officer"
    assert claims["officer"] == [{"agency": "industry", "provinces": ["15", "17"], "schemes": []}]
    assert Principal.from_claims(claims).officer[0].covers_province("17")
    owner = await parties.owner()
    added = await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/members",
        json={"person_id": str(officer.person_id), "roles": ["viewer"]},
    )
    assert added.status_code == 201
    acting = await officer.acting_for(owner.organisation_id)
    claims = await claims_of(parties.client, acting.headers["Authorization"].split()[1])
    assert (claims["officer"], claims["scope"]) == ([], "account read")


async def test_an_operator_is_no_operator_as_a_party(parties: Parties) -> None:
    operator = await parties.operator()
    claims = await claims_of(parties.client, operator.headers["Authorization"].split()[1])
    assert (claims["scope"], claims["operator"]) == ("account operator", True)
    made = await operator.post(
        "/auth/v1/organisations",
        json={"kind": "agency", "name_th": "ผู้ดูแลตลาด", "province_code": "15"},
    )
    acting = await operator.acting_for(UUID(made.json()["id"]))
    claims = await claims_of(parties.client, acting.headers["Authorization"].split()[1])
    assert claims["operator"] is False
    assert "operator" not in claims["scope"].split()


async def test_refreshing_rotates_and_keeps_the_party(parties: Parties) -> None:
    owner = await parties.owner()
    first = await sign_in(parties.client, owner.email, organisation_id=owner.organisation_id)
    second = await refresh(parties.client, first["refresh_token"])
    assert second.status_code == 200
    assert second.json()["organisation_id"] == str(owner.organisation_id)
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert second.headers["Cache-Control"] == "no-store"
    third = await refresh(parties.client, second.json()["refresh_token"])
    assert third.status_code == 200


async def test_using_a_refresh_token_again_ends_the_family(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    first = (await sign_in(parties.client, person.email))["refresh_token"]
    second = (await refresh(parties.client, first)).json()["refresh_token"]
    reused = await refresh(parties.client, first)
    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    assert reused.json()["code"] == "refresh_token_not_valid"
    assert (await refresh(parties.client, second)).status_code == 400
    family = await family_of(auth_database, second)
    assert (family.end_reason, family.ended_at is not None) == ("reused", True)


async def test_of_many_uses_at_once_one_wins_and_the_family_ends(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    token = (await sign_in(parties.client, person.email))["refresh_token"]
    answers = await asyncio.gather(*(refresh(parties.client, token) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    won = next(answer for answer in answers if answer.status_code == 200)
    assert (await refresh(parties.client, won.json()["refresh_token"])).status_code == 400
    family = await family_of(auth_database, token)
    assert family.end_reason == "reused"
    async with auth_database.reading() as session:
        count = select(func.count()).where(RefreshToken.family_id == family.id)
        assert (await session.execute(count)).scalar_one() == 2


async def test_a_party_that_one_does_not_belong_to_is_refused(parties: Parties) -> None:
    owner, stranger = await parties.owner(), await parties.person()
    for organisation_id in (owner.organisation_id, uuid7()):
        response = await parties.client.post(
            TOKEN,
            data={
                "grant_type": "password",
                "username": stranger.email,
                "password": PASSWORD,
                "organisation_id": str(organisation_id),
            },
        )
        assert (response.status_code, response.json()["code"]) == (400, "not_a_member")
    mine = (await sign_in(parties.client, stranger.email))["refresh_token"]
    switched = await refresh(parties.client, mine, organisation_id=str(owner.organisation_id))
    assert switched.json()["code"] == "not_a_member"
    # The refusal did not use the token up.
    assert (await refresh(parties.client, mine)).status_code == 200


async def test_a_member_who_left_gets_no_more_tokens(parties: Parties) -> None:
    owner = await parties.owner()
    member = await parties.member(owner, "orders")
    tokens = await sign_in(parties.client, member.email, organisation_id=owner.organisation_id)
    gone = await owner.delete(
        f"/auth/v1/organisations/{owner.organisation_id}/members/{member.person_id}"
    )
    assert gone.status_code == 204
    response = await refresh(parties.client, tokens["refresh_token"])
    assert (response.status_code, response.json()["code"]) == (400, "not_a_member")


async def test_revoking_ends_the_family_and_tells_nothing(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    token = (await sign_in(parties.client, person.email))["refresh_token"]
    for known in (token, token, "unknown"):
        response = await parties.client.post(f"{TOKEN}/revoke", data={"token": known})
        assert (response.status_code, response.json()) == (200, None)
    assert (await family_of(auth_database, token)).end_reason == "revoked"
    assert (await refresh(parties.client, token)).status_code == 400


@pytest.mark.parametrize(
    ("form", "error", "code"),
    [
        ({}, "invalid_request", "token_request_not_valid"),
        ({"grant_type": "password"}, "invalid_request", "token_request_not_valid"),
        ({"grant_type": "magic"}, "unsupported_grant_type", "unsupported_grant_type"),
        (
            {"grant_type": "refresh_token", "refresh_token": "x", "organisation_id": "7"},
            "invalid_request",
            "token_request_not_valid",
        ),
        (
            {"grant_type": "refresh_token", "refresh_token": "never given"},
            "invalid_grant",
            "refresh_token_not_valid",
        ),
        (
            {"grant_type": "password", "username": "no address\x00", "password": "x"},
            "invalid_grant",
            "wrong_credentials",
        ),
    ],
)
async def test_refusals_have_the_shape_of_rfc_6749(
    anonymous: httpx.AsyncClient, form: dict[str, str], error: str, code: str
) -> None:
    response = await anonymous.post(TOKEN, data=form, headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert (response.json()["error"], response.json()["code"]) == (error, code)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Language"] == "en"
    assert response.headers["Cache-Control"] == "no-store"


async def test_an_unknown_account_and_a_wrong_password_look_the_same(
    parties: Parties, anonymous: httpx.AsyncClient
) -> None:
    person = await parties.person()
    bodies = []
    for username in (person.email, new_email()):
        response = await anonymous.post(
            TOKEN,
            data={"grant_type": "password", "username": username, "password": "not this one"},
        )
        assert response.status_code == 400
        bodies.append({**response.json(), "request_id": ""})
    assert bodies[0] == bodies[1]


async def test_guessing_locks_out_the_guesser_and_not_the_owner(
    parties: Parties, anonymous: httpx.AsyncClient
) -> None:
    person = await parties.person()
    guess = {"grant_type": "password", "username": person.email, "password": "a wrong guess!"}
    answers = await asyncio.gather(*(anonymous.post(TOKEN, data=guess) for _ in range(14)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [400] * rules.PAIR_LIMIT + [429] * 4
    right = await anonymous.post(TOKEN, data={**guess, "password": PASSWORD})
    assert (right.status_code, right.json()["error"]) == (429, "slow_down")
    assert 0 < int(right.headers["Retry-After"]) <= 900
    # The owner, from another address, signs in as ever.
    assert (await sign_in(parties.client, person.email))["token_type"] == "Bearer"


async def test_right_passwords_do_not_use_up_the_limit(parties: Parties) -> None:
    person = await parties.person()
    for _ in range(rules.PAIR_LIMIT + 2):
        await sign_in(parties.client, person.email)


async def test_a_hash_of_older_parameters_is_renewed_at_sign_in(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    older = PasswordHashing(memory_kib=512, time_cost=1)
    encoded = await older.hash(PASSWORD)
    older.close()
    async with auth_database.transaction() as session:
        found = await session.get(Person, person.person_id)
        assert found is not None
        found.password_hash = encoded
    await sign_in(parties.client, person.email)
    async with auth_database.reading() as session:
        found = await session.get(Person, person.person_id)
    assert found is not None
    assert found.password_hash != encoded
    assert "m=1024" in found.password_hash
    await sign_in(parties.client, person.email)


async def test_the_server_describes_itself(anonymous: httpx.AsyncClient) -> None:
    metadata = (await anonymous.get("/.well-known/oauth-authorization-server")).json()
    assert metadata["issuer"] == "http://testserver"
    assert metadata["jwks_uri"] == "http://testserver/auth/v1/jwks.json"
    assert metadata["grant_types_supported"] == [
        "password",
        "refresh_token",
        "client_credentials",
    ]
    keys = (await anonymous.get("/auth/v1/jwks.json")).json()["keys"]
    assert [key["kty"] for key in keys] == ["OKP"] * len(keys)
    assert all("d" not in key for key in keys)


async def test_tokens_of_others_are_refused(parties: Parties, auth_app: FastAPI) -> None:
    person = await parties.person()
    token = person.headers["Authorization"].split()[1]
    header, payload, signature = token.split(".")
    forged = f"{header}.{payload}.{signature[::-1]}"
    async with apps.client_of(auth_app) as client:
        for bad in (forged, "nonsense", f"{header}.{payload}."):
            stranger = Party(client, "", person.person_id, None, {"Authorization": f"Bearer {bad}"})
            assert (await stranger.get("/auth/v1/me")).status_code == 401
