"""An organisation's own systems: scoped, hashed, expiring secrets."""

from typing import Any

import httpx
import jwt
from sqlalchemy import text

from kit.db import Database
from services.auth.models import ApiClientSecret
from tests.auth.parties import Parties, Party


async def register(owner: Party, **values: Any) -> httpx.Response:
    """A new system of the owner's organisation."""
    body = {"name": "ระบบพัสดุ", "scopes": ["buy", "read"], **values}
    return await owner.post(f"/auth/v1/organisations/{owner.organisation_id}/clients", json=body)


async def token(client: httpx.AsyncClient, shown: dict[str, Any], **more: str) -> httpx.Response:
    """The answer to the client credentials grant."""
    form = {
        "grant_type": "client_credentials",
        "client_id": shown["client_id"],
        "client_secret": shown["client_secret"],
        **more,
    }
    return await client.post("/auth/v1/token", data=form)


async def test_a_system_acts_for_its_organisation_alone(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner(kind="hospital", name_th="โรงพยาบาล", registration_code="10691")
    shown = (await register(owner)).json()
    answer = await token(parties.client, shown)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["scope"], body["refresh_token"]) == ("buy read", None)
    assert body["organisation_id"] == str(owner.organisation_id)
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["system"], claims["roles"]) == (shown["client_id"], True, [])
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    refused = await parties.client.get("/auth/v1/me", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "person_needed")
    narrow = await token(parties.client, shown, scope="read")
    assert narrow.json()["scope"] == "read"
    wide = await token(parties.client, shown, scope="read finance")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
    basic = await parties.client.post(
        "/auth/v1/token",
        data={"grant_type": "client_credentials"},
        auth=(shown["client_id"], shown["client_secret"]),
    )
    assert basic.status_code == 200
    async with auth_database.reading() as session:
        kept = await session.get(ApiClientSecret, shown["secret_id"])
    assert kept is not None
    assert shown["client_secret"].encode() not in kept.secret_hash
    assert kept.last_used_at is not None


async def test_wrong_expired_revoked_and_unknown_secrets_get_the_same_answer(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner()
    shown = (await register(owner, scopes=["sell", "read"])).json()
    other = (await register(await parties.owner(), scopes=["read"])).json()
    nobody = {**shown, "client_id": "0198f0c2-f200-7b6f-8f5e-0d4c3b2a1908"}
    crossed = {**shown, "client_secret": other["client_secret"]}
    malformed = {**shown, "client_id": "not an id"}
    expired = (await register(owner, scopes=["read"])).json()
    async with auth_database.transaction() as session:
        statement = text("UPDATE api_client_secret SET expires_at = now() WHERE id = :id")
        await session.execute(statement, {"id": expired["secret_id"]})
    wrong = {**shown, "client_secret": "talat_wrong"}
    answers = [
        await token(parties.client, each) for each in (nobody, crossed, malformed, expired, wrong)
    ]
    bodies = {
        (answer.status_code, answer.json()["code"], answer.json()["error"]) for answer in answers
    }
    assert bodies == {(401, "client_not_valid", "invalid_client")}


async def test_secrets_change_over_without_a_gap(parties: Parties) -> None:
    owner = await parties.owner()
    first = (await register(owner, scopes=["read"])).json()
    base = f"/auth/v1/organisations/{owner.organisation_id}/clients/{first['client_id']}"
    second = (await owner.post(f"{base}/secrets", json={"secret_days": 1})).json()
    third = await owner.post(f"{base}/secrets", json={})
    assert (third.status_code, third.json()["code"]) == (409, "too_many_secrets")
    for shown in (first, second):
        assert (await token(parties.client, shown)).status_code == 200
    gone = await owner.delete(f"{base}/secrets/{first['secret_id']}")
    assert gone.status_code == 204
    assert (await token(parties.client, first)).status_code == 401
    assert (await token(parties.client, second)).status_code == 200
    assert (await owner.delete(base)).status_code == 204
    assert (await token(parties.client, second)).status_code == 401
    listed = await owner.get(f"/auth/v1/organisations/{owner.organisation_id}/clients")
    [item] = listed.json()["items"]
    assert item["revoked_at"] is not None
    assert "client_secret" not in listed.text


async def test_nobody_gives_a_system_what_is_not_theirs_or_is_peoples(parties: Parties) -> None:
    owner = await parties.owner()
    manager = await parties.member(owner, "manager")
    for who, scope, code in (
        (owner, "approve", "scope_for_people"),
        (owner, "operator", "scope_for_people"),
        (manager, "finance", "scope_not_given"),
    ):
        answer = await register(who, scopes=[scope])
        assert answer.json()["code"] == code
    viewer = await parties.member(owner, "viewer")
    assert (await register(viewer)).status_code == 403
    stranger = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}/clients"
    assert (await stranger.post(path, json={"name": "x", "scopes": ["read"]})).status_code == 404
    assert (await stranger.get(path)).status_code == 404
