"""The operator's settings hold from a date on; support looks with a reason."""

from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.models import AuditEntry
from services.auth.setting.rules import value_on
from tests.auth.parties import Parties
from tests.support.bus import OutboxView


def row(days: int, value: int = 300, key: str = "shop_commission_basis_points") -> dict[str, Any]:
    return {
        "key": key,
        "value": value,
        "valid_from_on": str(bangkok_today() + timedelta(days=days)),
        "reason": "มติคณะกรรมการ",
    }


def test_the_newest_row_that_has_begun_holds() -> None:
    rows = [(date(2026, 1, 1), 100), (date(2026, 6, 1), 200)]
    assert value_on(rows, date(2025, 12, 31), default=7) == 7
    assert value_on(rows, date(2026, 5, 31), default=7) == 100
    assert value_on(rows, date(2026, 6, 1), default=7) == 200


async def test_values_hold_from_a_date_and_never_change_in_the_past(
    parties: Parties, anonymous: httpx.AsyncClient
) -> None:
    operator, officer = await parties.operator(), await parties.officer()
    path = "/auth/v1/settings"
    assert (await anonymous.post(path, json=row(1))).status_code == 401
    assert (await anonymous.get(path)).status_code == 401
    for party in (officer, await parties.owner()):
        assert (await party.post(path, json=row(1))).status_code == 403
        assert (await party.get(path)).status_code == 403
    for body, code in (
        (row(-1), "setting_in_the_past"),
        (row(1, value=9_999), "setting_value_not_valid"),
    ):
        refused = await operator.post(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    added = await operator.post(path, json=row(30))
    assert (added.status_code, added.json()["today"]) == (201, 0)
    twice = await operator.post(path, json=row(30))
    assert (twice.status_code, twice.json()["code"]) == (409, "setting_taken")
    assert [item["value"] for item in added.json()["rows"]] == [300]


async def test_support_looks_with_a_reason_and_cannot_act(
    parties: Parties,
    anonymous: httpx.AsyncClient,
    auth_database: Database,
    auth_outbox: OutboxView,
) -> None:
    owner, operator = await parties.owner(), await parties.operator()
    await auth_outbox.mark()
    path = "/auth/v1/support/views"
    body = {"organisation_id": str(owner.organisation_id), "reason": "เรื่องที่ 2569/114"}
    assert (await anonymous.post(path, json=body)).status_code == 401
    assert (await owner.post(path, json=body)).status_code == 403
    without = await operator.post(path, json={"organisation_id": body["organisation_id"]})
    assert without.status_code == 422
    unknown = await operator.post(path, json={**body, "organisation_id": str(uuid7())})
    assert unknown.status_code == 404
    seen = await operator.post(path, json=body)
    assert seen.json()["organisation"]["id"] == body["organisation_id"]
    assert owner.email not in seen.text
    async with auth_database.reading() as session:
        entries = await session.execute(
            select(AuditEntry.action, AuditEntry.reason).where(
                AuditEntry.actor_id == operator.person_id, AuditEntry.kind == "read"
            )
        )
        assert [tuple(entry) for entry in entries] == [("support.viewed", "เรื่องที่ 2569/114")]
    own = f"/auth/v1/organisations/{owner.organisation_id}"
    change = await operator.patch(own, json={"name_en": "X"}, version=1)
    assert change.status_code == 404
    assert (
        await operator.post(f"{own}/applications", json={"capability": "sell"})
    ).status_code == 404
    await auth_outbox.assert_nothing()
