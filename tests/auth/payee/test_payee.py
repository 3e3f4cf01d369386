"""The payee: encrypted, masked, dated."""

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from contracts.events.auth import OrganisationChanged
from kit.db import Database
from kit.time import bangkok_today
from services.auth.models import Payee
from services.auth.signing_key.fernet import Vault
from tests.auth.parties import Parties
from tests.support.bus import OutboxView
from tests.support.services import FERNET_KEY

GROUP: dict[str, Any] = {
    "kind": "group",
    "bank_code": "034",
    "account_name": "กลุ่มปลาส้มชะไว",
    "account_number": "๐๒๐-๑-๒๓๔๕๖-๗๘๙",
}


async def test_the_account_is_encrypted_and_masked(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}/payee"
    assert (await owner.get(path)).status_code == 404
    await auth_outbox.mark()
    named = await owner.post(path, json=GROUP)
    assert named.status_code == 200, named.text
    assert named.json()["account"] == "xxx-6789"
    assert "020123456789" not in named.text
    async with auth_database.reading() as session:
        row = (
            await session.execute(
                select(Payee).where(Payee.organisation_id == owner.organisation_id)
            )
        ).scalar_one()
    assert b"020123456789" not in row.account_sealed
    assert Vault(FERNET_KEY).open(row.account_sealed) == b"020123456789"
    events = await auth_outbox.events(OrganisationChanged)
    assert [event.payee_ready for event in events] == [True]
    assert "020123456789" not in str([dict(r.data) for r in await auth_outbox.rows()])
    again = await owner.post(path, json={**GROUP, "account_number": "0201234560"})
    assert (again.json()["version"], again.json()["account"]) == (2, "xxx-4560")


async def test_an_authority_has_dates(parties: Parties) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}/payee"
    today = bangkok_today()
    person = {**GROUP, "kind": "authorised_person", "account_name": "นางสมใจ ใจดี"}
    assert (await owner.post(path, json=person)).status_code == 422
    past = {
        **person,
        "authority_from_on": str(today - timedelta(days=30)),
        "authority_until_on": str(today - timedelta(days=1)),
    }
    assert (await owner.post(path, json=past)).json()["in_force"] is False
    now_on = {**past, "authority_until_on": str(today)}
    assert (await owner.post(path, json=now_on)).json()["in_force"] is True
    wrong = await owner.post(path, json={**GROUP, "account_number": "12345-678a"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "account_number_not_valid")
    assert "678a" not in wrong.text


async def test_whose_payee_it_is(
    parties: Parties, anonymous: httpx.AsyncClient, auth_outbox: OutboxView
) -> None:
    owner, other = await parties.owner(), await parties.owner()
    viewer, finance = await parties.member(owner, "viewer"), await parties.member(owner, "finance")
    await auth_outbox.mark()
    path = f"/auth/v1/organisations/{owner.organisation_id}/payee"
    assert (await anonymous.post(path, json=GROUP)).status_code == 401
    assert (await other.post(path, json=GROUP)).status_code == 404
    assert (await viewer.post(path, json=GROUP)).status_code == 403
    refused = await finance.post(path, json=GROUP)
    assert (refused.status_code, refused.json()["code"]) == (403, "owner_needed")
    assert (await viewer.get(path)).status_code == 403
    await auth_outbox.assert_nothing()
