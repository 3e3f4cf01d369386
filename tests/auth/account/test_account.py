"""Signing up and one's own account."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from kit.db import Database
from services.auth.account import service as account_service
from services.auth.account.errors import AddressTaken
from services.auth.models import Contact, Notice, NoticeDelivery, Person
from services.auth.password.errors import PasswordTooWeak
from tests.auth.parties import PASSWORD, Parties, new_email, send_codes, sign_in

ACCOUNTS = "/auth/v1/accounts"


def sign_up(email: str, **values: Any) -> dict[str, Any]:
    """The body of a sign-up."""
    return {"email": email, "password": PASSWORD, "display_name": "สมใจ ใจดี", **values}


async def people_with(database: Database, address: str) -> list[Person]:
    """Everybody who has the address."""
    async with database.reading() as session:
        statement = (
            select(Person)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.value == address)
        )
        return list((await session.execute(statement)).scalars())


async def count_people(database: Database) -> int:
    """How many people there are."""
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(Person))).scalar_one()


async def test_a_person_signs_up_and_reads_their_account(parties: Parties) -> None:
    owner = await parties.owner()
    me = (await owner.get("/auth/v1/me")).json()
    [contact] = me["contacts"]
    assert (contact["kind"], contact["value"]) == ("email", owner.email)
    assert contact["verified_at"] is None
    assert [item["organisation_id"] for item in me["organisations"]] == [str(owner.organisation_id)]
    assert me["organisations"][0]["roles"] == ["owner"]
    assert (me["operator"], me["appointments"]) == (False, [])


async def test_a_group_signs_up_by_phone(
    anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    body = {"phone": "๐๘๑-234 5611", "password": PASSWORD, "display_name": "กลุ่มจักสาน"}
    response = await anonymous.post(ACCOUNTS, json=body)
    assert response.status_code == 201
    answer = response.json()
    assert answer.pop("challenge_id")
    assert answer.pop("expires_at")
    assert answer == {
        "contact_kind": "phone",
        "contact": "+66***611",
        "display_name": "กลุ่มจักสาน",
        "next_step": "sign_in",
    }
    assert len(await people_with(auth_database, "+66812345611")) == 1
    tokens = await sign_in(anonymous, "+66 81 234 5611")
    assert tokens["scope"] == "account"


async def test_an_address_that_is_taken_gets_the_same_answer_and_changes_nothing(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    person = await parties.person("เจ้าของเดิม")
    people = await count_people(auth_database)
    fresh = await anonymous.post(ACCOUNTS, json=sign_up(new_email()))
    for _ in range(2):
        taken = await anonymous.post(
            ACCOUNTS, json=sign_up(person.email.upper(), password="another password of mine")
        )
        assert taken.status_code == fresh.status_code == 201
        assert taken.json().keys() == fresh.json().keys()
        assert taken.json()["display_name"] == "สมใจ ใจดี"
        assert set(taken.headers) == set(fresh.headers)
    assert await count_people(auth_database) == people + 1
    [stored] = await people_with(auth_database, person.email)
    assert (stored.id, stored.display_name) == (person.person_id, "เจ้าของเดิม")
    await sign_in(parties.client, person.email)
    await send_codes(auth_database)
    async with auth_database.reading() as session:
        told = await session.execute(
            select(Notice.template)
            .join(NoticeDelivery, NoticeDelivery.notice_id == Notice.id)
            .where(NoticeDelivery.person_id == person.person_id)
        )
        assert sorted(told.scalars().all()) == ["code_verify", "sign_up_again"]


async def test_of_many_sign_ups_at_once_one_makes_the_account(
    anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    email = new_email()
    answers = await asyncio.gather(
        *(
            anonymous.post(ACCOUNTS, json=sign_up(email, display_name=f"คนที่ {number}"))
            for number in range(6)
        )
    )
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len(await people_with(auth_database, email)) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"email": "not an address"}, "contact_not_valid"),
        ({"email": "some\u200bone@talat.example"}, "contact_not_valid"),
        ({"email": "someone@localhost"}, "contact_not_valid"),
        ({"email": None, "phone": "12345"}, "contact_not_valid"),
        ({"email": None, "phone": "0812345678 ต่อ 12"}, "contact_not_valid"),
        ({"password": "short"}, "password_too_weak"),
        ({"password": "aaaaaaaaaaaaaaaa"}, "password_too_weak"),
        ({"email": "ploysuay@talat.example", "password": "PloySuay 2569!"}, "password_too_weak"),
        ({"password": "password12345"}, "password_too_weak"),
        ({"password": "qwertyuiop123"}, "password_too_weak"),
        ({"password": "สมใจ ใจดี ๒๕๖๙ ครับ"}, "password_too_weak"),
        ({"email": "sоmjai@talat.example"}, "contact_not_valid"),
        ({"email": "somjai@tаlat.example"}, "contact_not_valid"),
        ({"email": "som\u00adjai@talat.example"}, "contact_not_valid"),
        ({"display_name": "Tаlat"}, "invalid_request"),
        ({"display_name": "ผู้ดูแล\u202eระบบ"}, "invalid_request"),
        ({"verified_at": "2026-01-01T00:00:00Z"}, "invalid_request"),
        ({"id": "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908"}, "invalid_request"),
        ({"phone": "0812345678"}, "invalid_request"),
        ({"email": None}, "invalid_request"),
        ({"operator": True}, "invalid_request"),
        ({"display_name": "\u200b"}, "invalid_request"),
        ({"display_name": "a\x00b"}, "invalid_request"),
    ],
)
async def test_what_is_not_accepted_makes_no_account(
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    change: dict[str, Any],
    code: str,
) -> None:
    people = await count_people(auth_database)
    response = await anonymous.post(ACCOUNTS, json=sign_up(new_email()) | change)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert PASSWORD not in response.text
    assert await count_people(auth_database) == people


async def test_spaces_belong_to_a_password(anonymous: httpx.AsyncClient) -> None:
    email = new_email()
    body = sign_up(email, password="  spaces around it  ")
    assert (await anonymous.post(ACCOUNTS, json=body)).status_code == 201
    form = {"grant_type": "password", "username": email}
    trimmed = await anonymous.post("/auth/v1/token", data={**form, "password": "spaces around it"})
    assert trimmed.status_code == 400
    typed = await anonymous.post(
        "/auth/v1/token", data={**form, "password": "  spaces around it  "}
    )
    assert typed.status_code == 200


async def test_me_needs_a_token(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/auth/v1/me")
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_the_operators_command_says_when_the_address_is_taken(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    people = await count_people(auth_database)
    with pytest.raises(AddressTaken):
        async with auth_database.transaction() as session:
            await account_service.create_operator(
                session, email=person.email, password=PASSWORD, display_name="ผู้ดูแล"
            )
    with pytest.raises(PasswordTooWeak):
        async with auth_database.transaction() as session:
            await account_service.create_operator(
                session, email=new_email(), password="weak", display_name="ผู้ดูแล"
            )
    assert await count_people(auth_database) == people
    assert not (await people_with(auth_database, person.email))[0].operator
