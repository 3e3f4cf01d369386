"""Invitations: single use, expiring, silent about accounts."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from kit.db import Database
from kit.settings import ServiceSettings
from kit.time import now
from services.auth.invitation import service
from services.auth.models import Invitation
from services.auth.notice.port import Message
from services.auth.signing_key.fernet import Vault
from tests.auth.parties import Parties, Party, new_email
from tests.support.bus import OutboxView
from tests.support.services import FERNET_KEY


class Outgoing:
    """A port that keeps what it was given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self.messages.append(message)


async def invite(owner: Party, **values: Any) -> httpx.Response:
    body = {"email": new_email(), "roles": ["catalogue"], **values}
    return await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/invitations", json=body
    )


async def token_of(database: Database, settings: ServiceSettings, invitation_id: str) -> str:
    """The token as the message carries it."""
    async with database.reading() as session:
        row = await session.get(Invitation, UUID(invitation_id))
        assert row is not None
        assert row.token_sealed is not None
        return Vault(FERNET_KEY).open(row.token_sealed).decode()


async def test_the_bearer_of_the_token_joins_once(
    parties: Parties, auth_database: Database, auth_settings: ServiceSettings
) -> None:
    owner, guest = await parties.owner(), await parties.person()
    known = await invite(owner, email=guest.email, position="เหรัญญิก")
    unknown = await invite(owner)
    assert (known.status_code, unknown.status_code) == (201, 201)
    assert known.json().keys() == unknown.json().keys()
    assert guest.email not in known.text
    token = await token_of(auth_database, auth_settings, known.json()["id"])
    path = "/auth/v1/invitations/accept"
    answers = await asyncio.gather(
        guest.post(path, json={"token": token}), guest.post(path, json={"token": token})
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    member = await guest.acting_for(owner.organisation_id)
    listed = await member.get(f"/auth/v1/organisations/{owner.organisation_id}/members")
    assert [item["roles"] for item in listed.json()["items"]] == [["owner"], ["catalogue"]]
    thief = await parties.person()
    used = await thief.post(path, json={"token": token})
    assert (used.status_code, used.json()["code"]) == (422, "invitation_not_valid")


async def test_expired_withdrawn_and_orphaned_invitations_are_void(
    parties: Parties, auth_database: Database, auth_settings: ServiceSettings
) -> None:
    owner, guest = await parties.owner(), await parties.person()
    manager = await parties.member(owner, "manager")
    expired, withdrawn = (await invite(owner)).json(), (await invite(owner)).json()
    orphaned = (await invite(manager)).json()
    tokens = [
        await token_of(auth_database, auth_settings, each["id"])
        for each in (expired, withdrawn, orphaned)
    ]
    async with auth_database.transaction() as session:
        await session.execute(
            update(Invitation)
            .where(Invitation.id == UUID(expired["id"]))
            .values(expires_at=now() - timedelta(seconds=1))
        )
    base = f"/auth/v1/organisations/{owner.organisation_id}"
    assert (await owner.delete(f"{base}/invitations/{withdrawn['id']}")).status_code == 204
    again = await owner.delete(f"{base}/invitations/{withdrawn['id']}")
    assert (again.status_code, again.json()["code"]) == (409, "invitation_not_open")
    assert (await owner.delete(f"{base}/members/{manager.person_id}")).status_code == 204
    for token in tokens:
        refused = await guest.post("/auth/v1/invitations/accept", json={"token": token})
        assert (refused.status_code, refused.json()["code"]) == (422, "invitation_not_valid")


async def test_the_message_carries_the_token_which_is_then_forgotten(
    parties: Parties, auth_database: Database, auth_settings: ServiceSettings
) -> None:
    owner = await parties.owner()
    made = (await invite(owner)).json()
    token = await token_of(auth_database, auth_settings, made["id"])
    port = Outgoing()
    while await service.send_next(
        auth_database, port=port, vault=Vault(FERNET_KEY), public_url="http://testserver"
    ):
        pass
    mine = [message for message in port.messages if message.id == UUID(made["id"])]
    assert len(mine) == 1
    assert token in mine[0].body
    async with auth_database.reading() as session:
        sealed = select(Invitation.token_sealed).where(Invitation.id == UUID(made["id"]))
        assert (await session.execute(sealed)).scalar_one() is None


async def test_who_may_not_invite(
    parties: Parties, anonymous: httpx.AsyncClient, auth_outbox: OutboxView
) -> None:
    owner, other = await parties.owner(), await parties.owner()
    viewer, manager = await parties.member(owner, "viewer"), await parties.member(owner, "manager")
    await auth_outbox.mark()
    path = f"/auth/v1/organisations/{owner.organisation_id}/invitations"
    body = {"email": new_email(), "roles": ["viewer"]}
    assert (await anonymous.post(path, json=body)).status_code == 401
    assert (await other.post(path, json=body)).status_code == 404
    assert (await viewer.post(path, json=body)).status_code == 403
    assert (await viewer.get(path)).status_code == 403
    rank = await manager.post(path, json={**body, "roles": ["owner"]})
    assert (rank.status_code, rank.json()["code"]) == (403, "owner_needed")
    assert (await owner.get(path)).json()["items"] == []
    await auth_outbox.assert_nothing()
