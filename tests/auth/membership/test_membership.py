"""Members, ranks and the last owner."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from contracts.events.auth import MembershipChanged
from contracts.scopes import Role
from kit.db import Database
from services.auth.models import Membership
from tests.auth.parties import Parties, Party, new_email
from tests.support.bus import OutboxView


def members_of(owner: Party) -> str:
    """The members' address."""
    return f"/auth/v1/organisations/{owner.organisation_id}/members"


async def roles_of(database: Database, owner: Party) -> dict[UUID, list[str]]:
    """Who has which roles now, those who left with none."""
    async with database.reading() as session:
        rows = await session.execute(
            select(Membership.person_id, Membership.roles).where(
                Membership.organisation_id == owner.organisation_id
            )
        )
        return {row.person_id: row.roles for row in rows}


async def test_an_owner_adds_changes_and_removes_a_member(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    person = await parties.person("สมหญิง ตั้งใจ")
    await auth_outbox.mark()
    added = await owner.post(
        members_of(owner),
        json={"email": person.email.upper(), "roles": ["orders"], "position": "พัสดุ"},
    )
    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    path = f"{members_of(owner)}/{person.person_id}"
    changed = await owner.patch(path, json={"roles": ["approver", "viewer", "viewer"]}, version=1)
    assert changed.json()["roles"] == ["approver", "viewer"]
    assert (await owner.delete(path)).status_code == 204
    again = await owner.post(
        members_of(owner), json={"person_id": str(person.person_id), "roles": ["viewer"]}
    )
    assert (again.status_code, again.json()["version"]) == (201, 4)
    events = await auth_outbox.events(MembershipChanged)
    assert [(event.version, event.roles, event.position) for event in events] == [
        (1, (Role.ORDERS,), "พัสดุ"),
        (2, (Role.APPROVER, Role.VIEWER), None),
        (3, (), None),
        (4, (Role.VIEWER,), None),
    ]
    assert len({event.membership_id for event in events}) == 1
    assert {event.display_name for event in events} == {"สมหญิง ตั้งใจ"}


async def test_of_two_owners_who_remove_each_other_one_stays(
    parties: Parties, auth_database: Database
) -> None:
    for _ in range(3):
        first = await parties.owner()
        second = await parties.member(first, "owner")
        answers = await asyncio.gather(
            first.delete(f"{members_of(first)}/{second.person_id}"),
            second.delete(f"{members_of(first)}/{first.person_id}"),
        )
        assert sorted(answer.status_code for answer in answers) == [204, 404]
        roles = await roles_of(auth_database, first)
        assert sorted(roles.values()) == [[], ["owner"]]


async def test_of_two_owners_who_step_down_at_once_one_stays(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    first = await parties.owner()
    second = await parties.member(first, "owner")
    await auth_outbox.mark()
    answers = await asyncio.gather(
        *(
            owner.patch(
                f"{members_of(first)}/{owner.person_id}", json={"roles": ["viewer"]}, version=1
            )
            for owner in (first, second)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert lost.json()["code"] == "last_owner"
    assert sorted((await roles_of(auth_database, first)).values()) == [["owner"], ["viewer"]]
    assert len(await auth_outbox.rows()) == 1


async def test_the_last_owner_cannot_leave(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    await auth_outbox.mark()
    response = await owner.delete(f"{members_of(owner)}/{owner.person_id}")
    assert (response.status_code, response.json()["code"]) == (409, "last_owner")
    assert await roles_of(auth_database, owner) == {owner.person_id: ["owner"]}
    await auth_outbox.assert_nothing()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE membership SET roles = '{viewer}' WHERE organisation_id = :id",
        "DELETE FROM membership WHERE organisation_id = :id",
    ],
)
async def test_the_database_itself_keeps_the_last_owner(
    parties: Parties, auth_database: Database, statement: str
) -> None:
    owner = await parties.owner()
    with pytest.raises(IntegrityError, match="would have no owner"):
        async with auth_database.transaction() as session:
            await session.execute(text(statement), {"id": owner.organisation_id})
    assert await roles_of(auth_database, owner) == {owner.person_id: ["owner"]}


async def test_the_database_decides_between_two_transactions(
    parties: Parties, auth_database: Database
) -> None:
    first = await parties.owner()
    second = await parties.member(first, "owner")
    statement = text(
        "UPDATE membership SET roles = '{viewer}'"
        " WHERE organisation_id = :organisation AND person_id = :person"
    )

    async def demote(owner: Party) -> None:
        async with auth_database.transaction() as session:
            await session.execute(
                statement, {"organisation": first.organisation_id, "person": owner.person_id}
            )

    outcomes = await asyncio.gather(demote(first), demote(second), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [IntegrityError]
    assert sorted((await roles_of(auth_database, first)).values()) == [["owner"], ["viewer"]]


async def test_only_an_owner_gives_or_takes_rank(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    owner = await parties.owner()
    manager = await parties.member(owner, "manager")
    person = await parties.person()
    await auth_outbox.mark()
    attempts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "", {"json": {"email": person.email, "roles": ["manager"]}}),
        ("PATCH", f"/{manager.person_id}", {"json": {"roles": ["owner"]}, "version": 1}),
        ("DELETE", f"/{owner.person_id}", {}),
    ]
    for method, suffix, values in attempts:
        response = await manager.request(method, members_of(owner) + suffix, **values)
        assert (response.status_code, response.json()["code"]) == (403, "owner_needed")
    assert await roles_of(auth_database, owner) == {
        owner.person_id: ["owner"],
        manager.person_id: ["manager"],
    }
    await auth_outbox.assert_nothing()
    allowed = await manager.post(
        members_of(owner), json={"email": person.email, "roles": ["orders"]}
    )
    assert allowed.status_code == 201


async def test_who_reaches_the_members(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    owner, other = await parties.owner(), await parties.owner()
    viewer = await parties.member(owner, "viewer")
    person = await parties.person()
    body = {"email": person.email, "roles": ["viewer"]}
    assert (await viewer.get(members_of(owner))).status_code == 200
    assert (await anonymous.get(members_of(owner))).status_code == 401
    assert (await other.get(members_of(owner))).status_code == 404
    assert (await anonymous.post(members_of(owner), json=body)).status_code == 401
    assert (await other.post(members_of(owner), json=body)).status_code == 404
    assert (await viewer.post(members_of(owner), json=body)).status_code == 403
    path = f"{members_of(owner)}/{viewer.person_id}"
    assert (await other.delete(path)).status_code == 404
    assert (await other.patch(path, json={"roles": ["viewer"]}, version=1)).status_code == 404
    assert set(await roles_of(auth_database, owner)) == {owner.person_id, viewer.person_id}
    assert (await viewer.delete(path)).status_code == 204
    # Whoever has left is a stranger at once, although the token still lives.
    assert (await viewer.get(members_of(owner))).status_code == 404


async def test_members_come_in_pages(parties: Parties) -> None:
    owner = await parties.owner()
    members = [await parties.member(owner, "viewer") for _ in range(3)]
    joined = [party.person_id for party in (owner, *members)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = f"?limit=2&cursor={cursor}" if cursor else "?limit=2"
        page = (await owner.get(members_of(owner) + query)).json()
        seen += [item["person_id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [str(person_id) for person_id in joined]


async def test_what_cannot_be_added(parties: Parties, auth_outbox: OutboxView) -> None:
    owner = await parties.owner()
    member = await parties.member(owner, "viewer")
    await auth_outbox.mark()
    for body, status, code in (
        ({"email": new_email(), "roles": ["viewer"]}, 422, "person_not_found"),
        ({"email": "nonsense", "roles": ["viewer"]}, 422, "contact_not_valid"),
        ({"email": member.email, "roles": ["viewer"]}, 409, "already_member"),
        ({"email": member.email, "roles": []}, 422, "invalid_request"),
        ({"email": member.email, "roles": ["emperor"]}, 422, "invalid_request"),
        ({"roles": ["viewer"]}, 422, "invalid_request"),
    ):
        response = await owner.post(members_of(owner), json=body)
        assert (response.status_code, response.json()["code"]) == (status, code)
    lost = await owner.patch(
        f"{members_of(owner)}/{member.person_id}", json={"roles": ["orders"]}, version=7
    )
    assert lost.status_code == 412
    await auth_outbox.assert_nothing()
