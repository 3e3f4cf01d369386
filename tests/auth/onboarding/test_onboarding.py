"""Applying, stating, submitting and deciding."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from contracts.events.auth import OrganisationChanged
from contracts.types import Capability
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.models import AccessDenial, Application, Notice, Organisation
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView

APPROVE = {"outcome": "approved"}


async def denials(database: Database, person_id: UUID) -> list[tuple[str, str, UUID | None]]:
    """What the officer was refused: reason, action, of what."""
    async with database.reading() as session:
        rows = await session.execute(
            select(AccessDenial.reason, AccessDenial.action, AccessDenial.resource_id)
            .where(AccessDenial.person_id == person_id)
            .order_by(AccessDenial.id)
        )
        return [(row.reason, row.action, row.resource_id) for row in rows]


async def status_of(database: Database, application_id: str) -> str:
    """The stored status."""
    async with database.reading() as session:
        found = await session.get(Application, UUID(application_id))
        assert found is not None
        return found.status


async def capabilities_of(database: Database, organisation_id: UUID | None) -> list[str]:
    """The stored capabilities."""
    async with database.reading() as session:
        found = await session.get(Organisation, organisation_id)
        assert found is not None
        return found.capabilities


async def decide(
    officer: Party, application: dict[str, Any], body: dict[str, Any]
) -> httpx.Response:
    return await officer.post(f"/auth/v1/applications/{application['id']}/decision", json=body)


async def test_approval_gives_the_capability_by_an_event_and_tells_the_owner(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    officer = await parties.officer()
    application = await parties.submitted(owner)
    assert application["status"] == "submitted"
    assert application["agency"] == "community_development"
    assert application["missing"] == []
    await auth_outbox.mark()

    response = await decide(officer, application, APPROVE)

    assert response.status_code == 200
    assert response.json()["status"] == "approved"
    assert [step["to_status"] for step in response.json()["history"]] == [
        "draft",
        "submitted",
        "approved",
    ]
    assert await capabilities_of(auth_database, owner.organisation_id) == ["sell"]
    events = await auth_outbox.events(OrganisationChanged)
    assert [(e.organisation_id, e.version, e.capabilities, e.payee_ready) for e in events] == [
        (owner.organisation_id, 2, (Capability.SELL,), True)
    ]
    async with auth_database.reading() as session:
        notice = (
            await session.execute(
                select(Notice).where(
                    Notice.dedupe_key
                    == f"application:{application['id']}:{response.json()['version']}"
                )
            )
        ).scalar_one()
    assert notice.template == "application_approved"


async def test_an_officer_of_another_province_agency_or_time_is_refused_with_the_reason(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    application = await parties.submitted(owner)
    today = bangkok_today()
    elsewhere = await parties.officer(provinces=("17",))
    industry = await parties.officer(agency="industry")
    former = await parties.officer(
        from_on=today - timedelta(days=30), until_on=today - timedelta(days=1)
    )
    coming = await parties.officer(from_on=today + timedelta(days=1))
    await auth_outbox.mark()
    for officer, code in (
        (elsewhere, "officer_wrong_province"),
        (industry, "officer_wrong_agency"),
        (former, "officer_outside_dates"),
        (coming, "officer_outside_dates"),
    ):
        response = await decide(officer, application, APPROVE)
        assert (response.status_code, response.json()["code"]) == (403, code)
        assert await denials(auth_database, officer.person_id) == [
            (code, "decide", UUID(application["id"]))
        ]
    assert await status_of(auth_database, application["id"]) == "submitted"
    assert await capabilities_of(auth_database, owner.organisation_id) == []
    await auth_outbox.assert_nothing()


async def test_nobody_else_can_decide(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    owner = await parties.owner()
    application = await parties.submitted(owner)
    stranger, operator = await parties.person(), await parties.operator()
    path = f"/auth/v1/applications/{application['id']}/decision"
    assert (await anonymous.post(path, json=APPROVE)).status_code == 401
    assert (await stranger.post(path, json=APPROVE)).status_code == 404
    assert (await operator.post(path, json=APPROVE)).status_code == 404
    refused = await owner.post(path, json=APPROVE)
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
    assert await status_of(auth_database, application["id"]) == "submitted"


async def test_an_officer_does_not_decide_for_their_own_group(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner()
    officer = await parties.officer()
    added = await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/members",
        json={"person_id": str(officer.person_id), "roles": ["viewer"]},
    )
    assert added.status_code == 201
    application = await parties.submitted(owner)
    response = await decide(officer, application, APPROVE)
    assert (response.status_code, response.json()["code"]) == (403, "officer_is_member")
    assert await denials(auth_database, officer.person_id) == [
        ("officer_is_member", "decide", UUID(application["id"]))
    ]
    assert await status_of(auth_database, application["id"]) == "submitted"


async def test_of_two_decisions_at_once_one_wins(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    first, second = await parties.officer(), await parties.officer()
    application = await parties.submitted(owner)
    await auth_outbox.mark()
    answers = await asyncio.gather(
        decide(first, application, APPROVE),
        decide(second, application, {"outcome": "rejected", "reason": "เอกสารไม่ครบ"}),
        decide(first, application, APPROVE),
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 409, 409]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    assert lost["code"] == "application_not_submitted"
    assert await status_of(auth_database, application["id"]) == won["status"]
    approved = won["status"] == "approved"
    assert len(await auth_outbox.rows()) == (1 if approved else 0)
    assert await capabilities_of(auth_database, owner.organisation_id) == (
        ["sell"] if approved else []
    )


async def test_a_returned_application_is_corrected_and_submitted_again(parties: Parties) -> None:
    owner = await parties.owner()
    officer = await parties.officer()
    application = await parties.submitted(owner)
    no_reason = await decide(officer, application, {"outcome": "returned"})
    assert no_reason.status_code == 422
    returned = await decide(officer, application, {"outcome": "returned", "reason": "แก้ชื่อผู้รับเงิน"})
    assert (returned.json()["status"], returned.json()["reason"]) == (
        "returned",
        "แก้ชื่อผู้รับเงิน",
    )
    path = f"/auth/v1/applications/{application['id']}"
    corrected = await owner.put(
        f"{path}/requirements/payee",
        json={"value": "นางสมใจ ใจดี (ผู้รับมอบอำนาจ)"},
        version=returned.json()["version"],
    )
    assert corrected.status_code == 200
    assert (await owner.post(f"{path}/submit")).json()["status"] == "submitted"
    assert (await decide(officer, application, APPROVE)).json()["status"] == "approved"
    again = await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/applications",
        json={"capability": "sell"},
    )
    assert (again.status_code, again.json()["code"]) == (409, "capability_granted")


async def test_an_incomplete_application_is_not_submitted(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}/applications"
    application = (await owner.post(path, json={"capability": "sell"})).json()
    assert application["missing"] == ["member_count", "payee", "terms_accepted"]
    response = await owner.post(f"/auth/v1/applications/{application['id']}/submit")
    assert (response.status_code, response.json()["code"]) == (422, "requirements_missing")
    assert [error["field"] for error in response.json()["errors"]] == [
        "requirements.member_count",
        "requirements.payee",
        "requirements.terms_accepted",
    ]
    assert await status_of(auth_database, application["id"]) == "draft"
    second = await owner.post(path, json={"capability": "sell"})
    assert (second.status_code, second.json()["code"]) == (409, "application_open")


async def test_a_stated_value_must_fit_and_must_not_overwrite_another(parties: Parties) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}/applications"
    application = (await owner.post(path, json={"capability": "sell"})).json()
    line = f"/auth/v1/applications/{application['id']}/requirements"
    for key, value in (
        ("member_count", 6),
        ("member_count", True),
        ("member_count", "12"),
        ("terms_accepted", False),
        ("terms_accepted", 1),
        ("payee", 12),
    ):
        response = await owner.put(f"{line}/{key}", json={"value": value}, version=1)
        assert (response.status_code, response.json()["code"]) == (
            422,
            "requirement_value_not_valid",
        )
    assert (await owner.put(f"{line}/member_count", json={"value": 9})).status_code == 428
    assert (
        await owner.put(f"{line}/no_such_line", json={"value": 9}, version=1)
    ).status_code == 404
    answers = await asyncio.gather(
        owner.put(f"{line}/member_count", json={"value": 9}, version=1),
        owner.put(f"{line}/member_count", json={"value": 10}, version=1),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    won = next(answer for answer in answers if answer.status_code == 200)
    assert won.headers["ETag"] == '"2"'


async def test_a_hospital_needs_its_code_and_the_health_office(parties: Parties) -> None:
    owner = await parties.owner(kind="hospital", name_th="โรงพยาบาลอ่างทอง")
    path = f"/auth/v1/organisations/{owner.organisation_id}/applications"
    application = (await owner.post(path, json={"capability": "buy"})).json()
    assert application["agency"] == "public_health"
    assert application["missing"] == ["registration_code", "receiving_place", "terms_accepted"]
    computed = await owner.put(
        f"/auth/v1/applications/{application['id']}/requirements/registration_code",
        json={"value": "10691"},
        version=1,
    )
    assert (computed.status_code, computed.json()["code"]) == (409, "requirement_computed")
    changed = await owner.patch(
        f"/auth/v1/organisations/{owner.organisation_id}",
        json={"registration_code": "๑๐๖๙๑"},
        version=1,
    )
    assert changed.json()["registration_code"] == "10691"
    read = await owner.get(f"/auth/v1/applications/{application['id']}")
    assert read.json()["missing"] == ["receiving_place", "terms_accepted"]
    unfit = await owner.post(path, json={"capability": "sell"})
    assert (unfit.status_code, unfit.json()["code"]) == (422, "capability_not_for_kind")


async def test_who_reads_an_application(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    owner = await parties.owner()
    application = await parties.submitted(owner)
    path = f"/auth/v1/applications/{application['id']}"
    officer = await parties.officer()
    elsewhere = await parties.officer(provinces=("17",))
    other_owner, stranger = await parties.owner(), await parties.person()
    assert (await owner.get(path)).status_code == 200
    assert (await officer.get(path)).json()["organisation_name_th"] == ("วิสาหกิจชุมชนปลาส้มตำบลชะไว")
    assert (await anonymous.get(path)).status_code == 401
    assert (await other_owner.get(path)).status_code == 404
    assert (await stranger.get(path)).status_code == 404
    assert (await elsewhere.get(path)).json()["code"] == "officer_wrong_province"
    assert [reason for reason, _, _ in await denials(auth_database, elsewhere.person_id)] == [
        "officer_wrong_province"
    ]
    assert (await officer.get(f"/auth/v1/applications/{uuid7()}")).status_code == 404


async def test_writes_of_strangers_and_viewers_change_nothing(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    owner = await parties.owner()
    viewer = await parties.member(owner, "viewer")
    other = await parties.owner()
    create = f"/auth/v1/organisations/{owner.organisation_id}/applications"
    for party, status in ((viewer, 403), (other, 404)):
        response = await party.post(create, json={"capability": "sell"})
        assert response.status_code == status
    assert (await anonymous.post(create, json={"capability": "sell"})).status_code == 401
    application = (await owner.post(create, json={"capability": "sell"})).json()
    line = f"/auth/v1/applications/{application['id']}/requirements/member_count"
    submit = f"/auth/v1/applications/{application['id']}/submit"
    for party, status in ((viewer, 403), (other, 404)):
        put = await party.put(line, json={"value": 9}, version=1)
        assert (put.status_code, (await party.post(submit)).status_code) == (status, status)
    assert (await owner.get(f"/auth/v1/applications/{application['id']}")).json()["version"] == 1
