"""Every statement of the invitation feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.auth.models import Invitation, Organisation
from services.auth.models.base import AnyRow


async def insert_invitation(session: AsyncSession, **values: Any) -> None:
    """Insert an invitation."""
    await session.execute(insert(Invitation).values(**values))


async def invitation(session: AsyncSession, invitation_id: UUID) -> Invitation | None:
    """The invitation as it is now, locked."""
    statement = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def lock_by_token(session: AsyncSession, token_hash: bytes) -> Invitation | None:
    """The invitation with that token, locked: of two acceptances the second sees the first."""
    statement = select(Invitation).where(Invitation.token_hash == token_hash).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def save(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def invitations(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Sequence[Invitation]:
    """A page of an organisation's invitations, newest first, and one row more."""
    statement = select(Invitation).where(Invitation.organisation_id == organisation_id)
    paged_statement = keyset(statement, order=[(Invitation.id, "desc")], page=page)
    rows: Sequence[Invitation] = (await session.execute(paged_statement)).scalars().all()
    return rows


async def claim_unsent(
    session: AsyncSession, *, at: datetime, lease_until: datetime
) -> AnyRow | None:
    """Take the next message to send, with a lease after which another sender may take it."""
    due = (
        select(Invitation.id)
        .where(Invitation.token_sealed.is_not(None), Invitation.send_at <= at)
        .order_by(Invitation.send_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(Invitation)
        .where(Invitation.id == due, Organisation.id == Invitation.organisation_id)
        .values(send_at=lease_until, attempts=Invitation.attempts + 1)
        .returning(
            Invitation.id,
            Invitation.contact_kind,
            Invitation.contact,
            Invitation.token_sealed,
            Invitation.attempts,
            Invitation.expires_at,
            Organisation.name_th,
        )
    )
    return (await session.execute(statement)).one_or_none()


async def forget_token(session: AsyncSession, invitation_id: UUID) -> None:
    """The message has gone out, or is not tried again: only the digest stays."""
    await session.execute(
        update(Invitation).where(Invitation.id == invitation_id).values(token_sealed=None)
    )


async def retry_at(session: AsyncSession, invitation_id: UUID, *, at: datetime) -> None:
    """Try to send again at that time."""
    await session.execute(
        update(Invitation).where(Invitation.id == invitation_id).values(send_at=at)
    )
