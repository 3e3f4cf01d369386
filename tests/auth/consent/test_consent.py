"""Consent by purpose."""

from sqlalchemy import select

from kit.db import Database
from services.auth.models import Consent
from tests.auth.parties import Parties

PATH = "/auth/v1/me/consents"


async def test_consent_is_given_withdrawn_and_every_change_kept(
    parties: Parties, auth_database: Database
) -> None:
    person = await parties.person()
    before = (await person.get(PATH)).json()["items"]
    assert {item["purpose"] for item in before} == {
        "contact_by_salesmen",
        "marketing_messages",
        "usage_statistics",
    }
    assert not any(item["granted"] for item in before)
    body = {"purpose": "marketing_messages", "version": 1}
    assert (await person.post(PATH, json={**body, "granted": True})).status_code == 201
    after = (await person.post(PATH, json={**body, "granted": False})).json()["items"]
    assert [item["granted"] for item in after if item["purpose"] == body["purpose"]] == [False]
    async with auth_database.reading() as session:
        kept = select(Consent.granted).where(Consent.person_id == person.person_id)
        assert (await session.execute(kept.order_by(Consent.id))).scalars().all() == [True, False]


async def test_consent_is_not_given_to_another_text(parties: Parties) -> None:
    person = await parties.person()
    for body, status, code in (
        ({"purpose": "marketing_messages", "version": 2}, 409, "consent_text_outdated"),
        ({"purpose": "anything", "version": 1}, 422, "purpose_not_known"),
    ):
        answer = await person.post(PATH, json={**body, "granted": True})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not any(item["granted"] for item in (await person.get(PATH)).json()["items"])
