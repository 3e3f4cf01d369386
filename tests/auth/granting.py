"""Capabilities without an approval behind them, taken back when the test ends."""

from uuid import UUID

from sqlalchemy import update

from kit.db import Database
from services.auth.models import Organisation
from tests.auth.parties import Party

_granted: set[UUID | None] = set()


async def granted(database: Database, party: Party, capability: str) -> Party:
    """The party with a capability, as after an approval, until the test ends."""
    _granted.add(party.organisation_id)
    async with database.transaction() as session:
        await session.execute(
            update(Organisation)
            .where(Organisation.id == party.organisation_id)
            .values(capabilities=[capability])
        )
    return party


async def take_back(database: Database) -> None:
    """Undo every `granted`: the doctor would rightly complain of them."""
    if not _granted:
        return
    async with database.transaction() as session:
        await session.execute(
            update(Organisation).where(Organisation.id.in_(_granted)).values(capabilities=[])
        )
    _granted.clear()
