"""The parties' present state as events, from which other services rebuild their copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import MandateChanged, MembershipChanged, OrganisationChanged
from kit.events.envelope import Event
from kit.events.rebuild import Snapshots
from services.auth.mandate import service as mandate_service
from services.auth.membership import service as membership_service
from services.auth.organisation import service as organisation_service


async def organisations(session: AsyncSession) -> AsyncIterator[Event]:
    """Every organisation, as its last event told it."""
    async for event in organisation_service.snapshots(session):
        yield event


async def memberships(session: AsyncSession) -> AsyncIterator[Event]:
    """Every membership, those that have ended too, as its last event told it."""
    async for event in membership_service.snapshots(session):
        yield event


async def mandates(session: AsyncSession) -> AsyncIterator[Event]:
    """Every right to sell for another, as its last event told it."""
    async for event in mandate_service.snapshots(session):
        yield event


SNAPSHOTS: Final[Snapshots] = {
    OrganisationChanged.type: organisations,
    MembershipChanged.type: memberships,
    MandateChanged.type: mandates,
}
