"""The audit log: kept by the database, sealed beside its writers, read by whom it concerns."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kit.db import Database
from kit.ids import uuid7
from services.auth.audit import service
from services.auth.audit.rules import difference
from services.auth.doctor import CHECKS
from services.auth.models import AuditEntry, AuditSeal, AuditSealed
from tests.auth.parties import Parties

SEALS = next(check for check in CHECKS if "seals fit" in check.name)


async def seal_of(database: Database, entry_id: UUID) -> int | None:
    """The number of the seal that an entry is under."""
    async with database.reading() as session:
        statement = select(AuditSealed.seal_number).where(AuditSealed.entry_id == entry_id)
        return (await session.execute(statement)).scalar_one_or_none()


async def write(database: Database, action: str = "test.written") -> UUID:
    """An entry of the test's own; its id."""
    subject = uuid7()
    async with database.transaction() as session:
        await service.record(session, action=action, by=None, subject=("test", subject))
    async with database.reading() as session:
        statement = select(AuditEntry.id).where(AuditEntry.subject_id == subject)
        return (await session.execute(statement)).scalar_one()


async def seal_all(database: Database) -> None:
    """Seal until nothing is left."""
    while await service.seal(database):
        pass


async def broken(database: Database) -> int:
    """How many seals do not fit."""
    async with database.reading() as session:
        found = (await session.execute(text(SEALS.violations))).scalar_one()
    assert isinstance(found, int)
    return found


async def refused(database: Database, why: str, *statements: str) -> None:
    """Fail unless the database refuses."""
    with pytest.raises(DBAPIError, match=why):
        await run(database, *statements)


async def run(database: Database, *statements: str) -> None:
    """Statements in one transaction."""
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'forged'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET entries = 9",
        "DELETE FROM audit_seal",
        "UPDATE audit_sealed SET seal_number = 9",
        "DELETE FROM audit_sealed",
    ],
)
async def test_the_database_refuses_to_change_the_log(
    auth_database: Database, statement: str
) -> None:
    entry = await write(auth_database)
    await seal_all(auth_database)
    table = next(word for word in statement.split() if word.startswith("audit_"))
    granted = f"GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER"
    await refused(auth_database, "permission denied", statement)
    await refused(auth_database, "never changed", granted, statement)
    assert await seal_of(auth_database, entry) is not None


async def test_an_entry_that_commits_late_is_under_the_next_seal(auth_database: Database) -> None:
    async with auth_database.transaction() as session:
        subject = uuid7()
        await service.record(session, action="test.late", by=None, subject=("test", subject))
        early = await write(auth_database)
        await seal_all(auth_database)
        first = await seal_of(auth_database, early)
        assert first is not None
    await seal_all(auth_database)
    async with auth_database.reading() as session:
        statement = select(AuditEntry.id).where(AuditEntry.subject_id == subject)
        late = (await session.execute(statement)).scalar_one()
    assert late < early
    second = await seal_of(auth_database, late)
    assert second is not None
    assert second > first
    assert await broken(auth_database) == 0


async def test_sealers_beside_each_other_make_one_chain(auth_database: Database) -> None:
    entries = [await write(auth_database) for _ in range(3)]
    await asyncio.gather(*(service.seal(auth_database) for _ in range(4)))
    await seal_all(auth_database)
    numbers = {await seal_of(auth_database, entry) for entry in entries}
    assert len(numbers) == 1
    async with auth_database.reading() as session:
        chain = (await session.execute(select(AuditSeal).order_by(AuditSeal.number))).scalars()
        seals = list(chain)
    assert [seal.number for seal in seals] == list(range(1, len(seals) + 1))
    assert [seal.previous for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]
    assert await broken(auth_database) == 0


def test_only_what_differs_is_kept() -> None:
    person = uuid7()
    assert difference({"a": 1, "b": person}, {"a": 2, "b": str(person)}) == ({"a": 1}, {"a": 2})
    assert difference(None, {"a": 1}) == (None, {"a": 1})
    assert difference(None, None) == (None, None)


async def test_a_change_tells_who_what_for_whom_and_from_where(parties: Parties) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}"
    changed = await owner.patch(path, json={"name_th": "กลุ่มใหม่"}, version=1)
    assert changed.status_code == 200
    log = (await owner.get(f"{path}/audit")).json()["items"]
    assert [line["action"] for line in log] == [
        "organisation.updated",
        "membership.joined",
        "organisation.created",
    ]
    line = log[0]
    assert line["actor_id"] == str(owner.person_id)
    assert line["subject_id"] == line["organisation_id"] == str(owner.organisation_id)
    assert line["before"] == {"name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว"}
    assert line["after"] == {"name_th": "กลุ่มใหม่"}
    assert line["address"].startswith("10.")
    assert line["request_id"] == changed.headers["X-Request-Id"]


async def test_a_refused_change_leaves_no_entry(parties: Parties) -> None:
    owner = await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}"
    before = (await owner.get(f"{path}/audit")).json()
    assert (await owner.patch(path, json={"name_th": "ช้าไป"}, version=9)).status_code == 412
    assert (await owner.get(f"{path}/audit")).json() == before


async def test_the_operators_reading_is_written_down_too(parties: Parties) -> None:
    owner, operator = await parties.owner(), await parties.operator()
    answer = await operator.get(f"/auth/v1/audit?subject_id={owner.organisation_id}")
    assert [line["action"] for line in answer.json()["items"]][-1] == "organisation.created"
    own = (await operator.get("/auth/v1/me/audit")).json()["items"]
    assert (own[0]["action"], own[0]["kind"]) == ("audit.read", "read")
    assert own[0]["subject_id"] == str(owner.organisation_id)
    refused = await owner.get("/auth/v1/audit")
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
