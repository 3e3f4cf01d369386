"""The invariants of the auth database hold, and what breaks them is found."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.doctor import Check
from services.auth.doctor import CHECKS
from tests.auth.parties import Parties, sign_in

BREAKS = {
    "every organisation has an owner": (
        "ALTER TABLE membership DISABLE TRIGGER USER",
        "UPDATE membership SET roles = '{viewer}' WHERE organisation_id = :organisation",
    ),
    "every person has an address": ("DELETE FROM contact WHERE person_id = :officer",),
    "an organisation has the capabilities that were approved, and no others": (
        "UPDATE organisation SET capabilities = '{}' WHERE id = :organisation",
    ),
    "nobody decided on the application of their own organisation": (
        (
            "UPDATE membership SET person_id = :officer, joined_at = now() - interval '1 day'"
            " WHERE organisation_id = :organisation"
        ),
    ),
    "an officer decided within agency, province and dates": (
        "UPDATE appointment SET provinces = '{17}' WHERE person_id = :officer",
    ),
    "a duplicate that was merged is closed, empty, and names one that goes on": (
        (
            "INSERT INTO organisation (id, kind, name_th, province_code, created_by, unclaimed)"
            " VALUES (:officer, 'trader', 'x', '15', :owner, true)"
        ),
        (
            "UPDATE organisation SET status = 'closed', merged_into = :officer"
            " WHERE id = :organisation"
        ),
    ),
    "a network that goes on is led by one of its members": (
        (
            "INSERT INTO network (id, name_th, province_code, lead_id)"
            " VALUES (:owner, 'x', '15', :organisation)"
        ),
    ),
    "a living refresh family has exactly one unused token": (
        (
            "UPDATE refresh_token SET used_at = now() WHERE family_id IN"
            " (SELECT id FROM refresh_family WHERE person_id = :owner)"
        ),
    ),
    "a key signs now, and it is published": (
        "UPDATE signing_key SET activates_at = now() + interval '1 day'",
    ),
    "the audit log's seals fit their entries and each other": (
        "INSERT INTO audit_seal (number, previous, hash, entries) VALUES (99999, '', '', 1)",
    ),
    "every audit entry older than an hour is under a seal that exists": (
        (
            "INSERT INTO audit_entry (id, at, kind, action, subject_kind, subject_id) VALUES"
            " (:owner, now() - interval '2 hours', 'change', 'test', 'person', :owner)"
        ),
    ),
    "an erased person has no address, sign-in, second factor or role": (
        "UPDATE person SET erased_at = now() WHERE id = :officer",
    ),
    "no request about a person's data is open past its day": (
        (
            "INSERT INTO privacy_case (id, person_id, kind, status, due_on) VALUES"
            " (:owner, :owner, 'export', 'open', '2020-01-01')"
        ),
    ),
    "no notice waits for more than an hour past its time": (
        "UPDATE notice_delivery SET due_at = now() - interval '2 hours' WHERE person_id = :owner",
    ),
}


class UndoError(Exception):
    """Ends a transaction without leaving a trace."""


async def violations(session: AsyncSession, statement: str) -> int:
    """What a check counts."""
    found = (await session.execute(text(statement))).scalar_one()
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
async def test_a_check_finds_what_breaks_its_invariant(
    parties: Parties, auth_database: Database, check: Check
) -> None:
    owner, officer = await parties.owner(), await parties.officer()
    await sign_in(parties.client, owner.email)
    application = await parties.submitted(owner)
    approved = await officer.post(
        f"/auth/v1/applications/{application['id']}/decision", json={"outcome": "approved"}
    )
    assert approved.status_code == 200
    values: dict[str, UUID | None] = {
        "organisation": owner.organisation_id,
        "owner": owner.person_id,
        "officer": officer.person_id,
    }
    with pytest.raises(UndoError):
        await break_it(auth_database, check, values)


async def break_it(database: Database, check: Check, values: dict[str, UUID | None]) -> None:
    """Break the check's invariant, see that it notices, and undo it."""
    async with database.transaction() as session:
        assert await violations(session, check.violations) == 0
        for statement in BREAKS[check.name]:
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            await session.execute(text(statement), used)
        assert await violations(session, check.violations) > 0
        raise UndoError
