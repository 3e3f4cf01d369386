"""Addresses proven by a code, added and removed."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, func, select

from kit.db import Database
from services.auth.challenge.rules import MOST_ATTEMPTS
from services.auth.models import Challenge, Contact, NoticeDelivery
from services.auth.notice import service as notice_service
from services.auth.notice.port import Message
from tests.auth.parties import PASSWORD, Parties, Party, code_for, new_email, send_codes, sign_in

VERIFY = "/auth/v1/accounts/verification"


class Kept:
    """A port that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        """Keep it."""
        self.sent.append(message)


async def ask(client: httpx.AsyncClient, email: str) -> str:
    """The id of a new challenge for the address."""
    answer = await client.post(VERIFY, json={"email": email})
    assert answer.status_code == 202, answer.text
    challenge_id: str = answer.json()["challenge_id"]
    return challenge_id


async def confirm(client: httpx.AsyncClient, challenge_id: str, code: str) -> httpx.Response:
    """Try a code."""
    return await client.post(f"{VERIFY}/confirm", json={"challenge_id": challenge_id, "code": code})


async def proven(party: Party) -> list[bool]:
    """Whether each of the person's addresses is proven."""
    me = (await party.get("/auth/v1/me")).json()
    return [contact["verified_at"] is not None for contact in me["contacts"]]


async def test_an_address_is_proven_by_its_code_once(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    challenge_id = await ask(parties.client, person.email)
    code = await code_for(auth_database, challenge_id)
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    answer = await confirm(parties.client, challenge_id, f" {thai[:4]} {thai[4:]} ")
    assert answer.status_code == 200
    assert answer.json()["contact"] == "p***@talat.example"
    assert await proven(person) == [True]
    again = await confirm(parties.client, challenge_id, code)
    assert (again.status_code, again.json()["code"]) == (422, "code_not_valid")


async def test_a_code_is_guessed_at_five_times_and_no_more(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    challenge_id = await ask(parties.client, person.email)
    code = await code_for(auth_database, challenge_id)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(MOST_ATTEMPTS):
        assert (await confirm(parties.client, challenge_id, wrong)).status_code == 422
    assert (await confirm(parties.client, challenge_id, code)).status_code == 422
    assert await proven(person) == [False]
    # Whoever guesses uses up a challenge of their own: the owner's next one is good.
    other = await ask(parties.client, person.email)
    assert (await confirm(parties.client, other, await code_for(auth_database, other))).is_success
    assert await proven(person) == [True]


async def test_codes_for_an_address_are_limited(parties: Parties, auth_database: Database) -> None:
    email = new_email()
    codes = [
        (await parties.client.post(VERIFY, json={"email": email})).status_code for _ in range(8)
    ]
    assert codes == [202] * 6 + [429] * 2
    async with auth_database.reading() as session:
        count = select(func.count()).where(Challenge.value == email)
        assert (await session.execute(count)).scalar_one() == 6


@pytest.mark.parametrize(
    "path",
    ["/auth/v1/accounts/verification", "/auth/v1/accounts/password-reset", "/auth/v1/accounts"],
)
async def test_known_and_unknown_addresses_cost_the_same_work(
    parties: Parties, auth_app: FastAPI, auth_database: Database, path: str
) -> None:
    person = await parties.person()
    sign_up = {"password": PASSWORD, "display_name": "ใครก็ได้"} if path.endswith("ts") else {}
    seen: list[list[str]] = []
    for email in (person.email, new_email()):
        statements: list[str] = []
        engine = auth_app.state.resources.database.engine.sync_engine

        def note(*arguments: object, into: list[str] = statements) -> None:
            into.append(str(arguments[2]))

        event.listen(engine, "before_cursor_execute", note)
        try:
            answer = await parties.client.post(path, json={"email": email, **sign_up})
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert answer.is_success
        seen.append(statements)
    assert seen[0] == seen[1]
    assert len(seen[0]) > 1


async def test_a_sent_code_does_not_stay(parties: Parties, auth_database: Database) -> None:
    person = await parties.person()
    challenge_id = await ask(parties.client, person.email)
    code = await code_for(auth_database, challenge_id)
    port = Kept()
    while await notice_service.send_next(auth_database, port=port):
        pass
    [message] = [m for m in port.sent if m.address == person.email and code in m.body]
    async with auth_database.reading() as session:
        delivery = await session.get(NoticeDelivery, message.id)
    assert delivery is not None
    assert (delivery.body, delivery.status) == ("", "sent")


async def test_another_address_is_added_and_the_old_one_removed(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    new = new_email()
    path = "/auth/v1/me/contacts"
    wrong = await person.post(path, json={"email": new, "password": "not my password"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "password_not_confirmed")
    opened = await person.post(path, json={"email": new, "password": PASSWORD})
    challenge_id = opened.json()["challenge_id"]
    code = await code_for(auth_database, challenge_id)
    stranger = await parties.person()
    body = {"challenge_id": challenge_id, "code": code}
    assert (await stranger.post(f"{path}/confirm", json=body)).status_code == 422
    assert (await person.post(f"{path}/confirm", json=body)).status_code == 201
    me = (await person.get("/auth/v1/me")).json()
    old = next(c for c in me["contacts"] if c["value"] == person.email)
    added = next(c for c in me["contacts"] if c["value"] == new)
    assert added["verified_at"] is not None
    given = {"password": PASSWORD}
    foreign = await stranger.post(f"{path}/{old['id']}/remove", json=given)
    assert foreign.status_code == 404
    last = await person.post(f"{path}/{added['id']}/remove", json=given)
    assert (last.status_code, last.json()["code"]) == (409, "last_contact")
    assert (await person.post(f"{path}/{old['id']}/remove", json=given)).status_code == 204
    await sign_in(parties.client, new)
    me = (await person.get("/auth/v1/me")).json()
    assert [contact["value"] for contact in me["contacts"]] == [new]


async def test_an_address_of_another_is_not_added_and_not_betrayed(
    parties: Parties, auth_database: Database
) -> None:
    person, owner = await parties.person(), await parties.person()
    answer = await person.post(
        "/auth/v1/me/contacts", json={"email": owner.email, "password": PASSWORD}
    )
    assert answer.status_code == 202
    await send_codes(auth_database)
    async with auth_database.reading() as session:
        challenge = await session.get(Challenge, answer.json()["challenge_id"])
        owners = select(Contact.person_id).where(Contact.value == owner.email)
        assert (await session.execute(owners)).scalar_one() == owner.person_id
    assert challenge is not None
    assert challenge.code_hash is None
