"""Signing keys: made once, encrypted, rotated without downtime."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.models import SigningKey
from services.auth.signing_key import service
from services.auth.signing_key.fernet import SigningKeyUnreadableError, Vault
from tests.auth.parties import Parties
from tests.conftest import WorkerDatabases
from tests.support.servers import clone

MONTH = timedelta(days=30)


@pytest.fixture
async def database(databases: WorkerDatabases, auth_database_url: str) -> AsyncIterator[Database]:
    """An auth database of this test's own: keys are the service's, not a party's."""
    assert auth_database_url  # the template is migrated now
    url = await clone(databases.addresses, "auth", f"keys_{uuid7().hex}")
    opened = Database(url, pool_size=4, application_name="test")
    yield opened
    await opened.close()
    await databases.drop(url)


async def kids(database: Database) -> list[str]:
    """The published keys' ids, newest first."""
    async with database.reading() as session:
        return [key["kid"] for key in (await service.key_set(session))["keys"]]


async def signer(database: Database, vault: Vault) -> str:
    """The id of the key that signs now."""
    async with database.transaction() as session:
        token = await service.sign(session, vault=vault, claims={"sub": "x"})
    kid: str = jwt.get_unverified_header(token)["kid"]
    return kid


async def test_of_many_first_starts_one_makes_the_key(database: Database) -> None:
    vault = Vault(Fernet.generate_key().decode())
    await asyncio.gather(*(service.ensure(database, vault=vault) for _ in range(4)))
    async with database.reading() as session:
        assert (await session.execute(select(func.count(SigningKey.kid)))).scalar_one() == 1
        key = (await session.execute(select(SigningKey))).scalar_one()
    assert "d" not in key.public_jwk
    assert len(vault.open(key.private_encrypted)) == 32
    assert vault.open(key.private_encrypted) not in key.private_encrypted
    assert await kids(database) == [await signer(database, vault)]


async def test_another_encryption_key_is_told_at_the_start(database: Database) -> None:
    former, newer = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    await service.ensure(database, vault=Vault(former))
    with pytest.raises(SigningKeyUnreadableError, match="former key behind the new one"):
        await service.ensure(database, vault=Vault(newer))
    await service.ensure(database, vault=Vault(f"{newer}, {former}"))


async def test_rotation_publishes_ahead_and_withdraws_late(database: Database) -> None:
    vault = Vault(Fernet.generate_key().decode())
    await service.ensure(database, vault=vault)
    first = await signer(database, vault)
    assert not await service.rotate_if_due(database, vault=vault, every=MONTH)
    with time_machine.travel(now() + MONTH + timedelta(minutes=1), tick=True) as clock:
        rotated = await asyncio.gather(
            *(service.rotate_if_due(database, vault=vault, every=MONTH) for _ in range(3))
        )
        assert sorted(rotated) == [False, False, True]
        second, *others = await kids(database)
        assert others == [first]
        assert await signer(database, vault) == first
        clock.shift(timedelta(minutes=16))
        assert await signer(database, vault) == second
        assert await kids(database) == [second, first]
        clock.shift(timedelta(minutes=90))
        assert await kids(database) == [second]


async def test_the_operator_rotates_without_signing_anybody_out(parties: Parties) -> None:
    operator = await parties.operator()
    before = (await operator.get("/auth/v1/signing-keys")).json()["items"]
    body = {"reason": "ทดสอบ"}
    made = (await operator.post("/auth/v1/signing-keys/rotations", json=body)).json()["items"]
    assert made[0]["generation"] == before[0]["generation"] + 1
    published = (await parties.client.get("/auth/v1/jwks.json")).json()["keys"]
    assert {key["kid"] for key in published} >= {made[0]["kid"], before[0]["kid"]}
    assert made[1]["withdrawn_at"] > made[0]["activates_at"] > made[0]["created_at"]
    assert (await operator.get("/auth/v1/me")).status_code == 200
    person = await parties.person()
    refused = await person.post("/auth/v1/signing-keys/rotations", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
