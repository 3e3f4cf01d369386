"""Telling guests: one notice a dedupe key, in the transaction of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.time import now
from services.orders.guest_notice import queries
from services.orders.guest_notice.rules import TEMPLATES, GuestTemplate


async def tell(
    session: AsyncSession,
    *,
    group_id: UUID,
    template: GuestTemplate,
    data: Mapping[str, str],
    dedupe_key: str,
) -> None:
    """Have the shopper of a group told; once for each ``dedupe_key``."""
    TEMPLATES[template].check(data)
    await queries.add(
        session,
        group_id=group_id,
        template=template.value,
        data=data,
        dedupe_key=dedupe_key,
        at=now(),
    )
