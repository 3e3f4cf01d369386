"""The intermediary's right to sell for a producer."""

import asyncio
from typing import Any

import httpx

from contracts.events.auth import MandateChanged
from contracts.types import MandateStatus
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.auth.granting import granted
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView


async def sides(parties: Parties, database: Database) -> tuple[Party, Party]:
    """An intermediary and a producer."""
    intermediary = await parties.owner(
        kind="social_enterprise", name_th="บริษัท ประชารัฐรักสามัคคีอ่างทอง (วิสาหกิจเพื่อสังคม) จำกัด"
    )
    return (
        await granted(database, intermediary, "aggregate"),
        await granted(database, await parties.owner(), "sell"),
    )


def proposal(producer: Party) -> dict[str, Any]:
    return {
        "producer_id": str(producer.organisation_id),
        "margin_basis_points": 1200,
        "valid_from_on": str(bangkok_today()),
    }


async def test_consent_gives_the_right_and_either_side_ends_it(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    intermediary, producer = await sides(parties, auth_database)
    await auth_outbox.mark()
    made = await intermediary.post("/auth/v1/mandates", json=proposal(producer))
    assert (made.status_code, made.json()["in_force"]) == (201, False)
    path = f"/auth/v1/mandates/{made.json()['id']}"
    other_margin = await producer.post(f"{path}/consent", json={"margin_basis_points": 1000})
    assert (other_margin.status_code, other_margin.json()["code"]) == (409, "margin_changed")
    own = await intermediary.post(f"{path}/consent", json={"margin_basis_points": 1200})
    assert (own.status_code, own.json()["code"]) == (409, "consent_is_the_producers")
    answers = await asyncio.gather(
        producer.post(f"{path}/consent", json={"margin_basis_points": 1200}),
        producer.post(f"{path}/consent", json={"margin_basis_points": 1200}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (await intermediary.get(path)).json()["in_force"] is True
    live = await intermediary.post("/auth/v1/mandates", json=proposal(producer))
    assert (live.status_code, live.json()["code"]) == (409, "mandate_live")
    ended = await producer.post(f"{path}/revoke", json={"reason": "กลุ่มขอขายเอง"})
    assert (ended.json()["status"], ended.json()["in_force"]) == ("revoked", False)
    events = await auth_outbox.events(MandateChanged)
    assert [(e.version, e.status, e.margin_basis_points) for e in events] == [
        (1, MandateStatus.PROPOSED, 1200),
        (2, MandateStatus.ACTIVE, 1200),
        (3, MandateStatus.REVOKED, 1200),
    ]
    again = (await intermediary.post("/auth/v1/mandates", json=proposal(producer))).json()
    withdrawn = await intermediary.post(f"/auth/v1/mandates/{again['id']}/revoke", json={})
    assert withdrawn.json()["status"] == "revoked"


async def test_who_may_not(
    parties: Parties,
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    auth_outbox: OutboxView,
) -> None:
    intermediary, producer = await sides(parties, auth_database)
    stranger, buyer = await parties.owner(), await parties.owner()
    await granted(auth_database, stranger, "sell")
    made = (await intermediary.post("/auth/v1/mandates", json=proposal(producer))).json()
    await auth_outbox.mark()
    create = "/auth/v1/mandates"
    assert (await anonymous.post(create, json=proposal(producer))).status_code == 401
    unapproved = await stranger.post(create, json=proposal(producer))
    assert (unapproved.status_code, unapproved.json()["code"]) == (409, "not_an_intermediary")
    for target in (buyer, intermediary):
        refused = await intermediary.post(create, json=proposal(target))
        assert (refused.status_code, refused.json()["code"]) == (422, "producer_not_selling")
    unknown = {**proposal(producer), "producer_id": str(uuid7())}
    assert (await intermediary.post(create, json=unknown)).json()["code"] == "producer_not_selling"
    path = f"{create}/{made['id']}"
    for action, body in (
        ("consent", {"margin_basis_points": 1200}),
        ("decline", {}),
        ("revoke", {}),
    ):
        assert (await anonymous.post(f"{path}/{action}", json=body)).status_code == 401
        assert (await stranger.post(f"{path}/{action}", json=body)).status_code == 404
        viewer = await parties.member(producer, "viewer")
        assert (await viewer.post(f"{path}/{action}", json=body)).status_code == 403
    assert (await stranger.get(path)).status_code == 404
    assert await auth_outbox.events(MandateChanged) == []
    declined = await producer.post(f"{path}/decline", json={"reason": "ไม่สะดวก"})
    assert declined.json()["status"] == "declined"
    assert [m["id"] for m in (await producer.get(create)).json()["items"]] == [made["id"]]
