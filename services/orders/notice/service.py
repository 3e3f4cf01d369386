"""Requests to auth that somebody be told."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.notices import Recipient
from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role
from kit.events.outbox import publish
from kit.ids import uuid7


async def tell_organisation(
    session: AsyncSession,
    *,
    organisation_id: UUID,
    roles: tuple[Role, ...],
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Ask that every member with one of the roles be told; once for each ``dedupe_key``."""
    recipient = Recipient(organisation_id=organisation_id, roles=roles)
    await _request(session, recipient, template=template, data=data, dedupe_key=dedupe_key)


async def tell_person(
    session: AsyncSession,
    *,
    person_id: UUID,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Ask that a person be told; once for each ``dedupe_key``."""
    recipient = Recipient(person_id=person_id)
    await _request(session, recipient, template=template, data=data, dedupe_key=dedupe_key)


async def _request(
    session: AsyncSession,
    recipient: Recipient,
    *,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    await publish(
        session,
        OrdersNoticeRequested(
            version=1,
            notice_id=uuid7(),
            recipient=recipient,
            template=template,
            data=dict(data),
            dedupe_key=dedupe_key,
        ),
    )
