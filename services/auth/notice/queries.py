"""Every statement of the notice feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, array, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Contact, Membership, Notice, NoticeDelivery
from services.auth.models.base import AnyRow
from services.auth.models.notice import DeliveryStatus
from services.auth.models.person import ContactKind

_DUE = NoticeDelivery.status.in_([DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value])


async def insert_notice(session: AsyncSession, **values: Any) -> bool:
    """Insert a notice; False when its dedupe key is known."""
    statement = (
        insert(Notice)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[Notice.dedupe_key])
        .returning(Notice.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def members_with_roles(
    session: AsyncSession, *, organisation_id: UUID, roles: Sequence[str]
) -> Sequence[UUID]:
    """The members who bear one of the roles; all members when no roles are given."""
    statement = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, Membership.left_at.is_(None)
    )
    if roles:
        wanted = array(list(roles), type_=TEXT)
        statement = statement.where(Membership.roles.op("&&")(wanted.cast(ARRAY(TEXT))))
    return (await session.execute(statement.order_by(Membership.person_id))).scalars().all()


async def preferred_contacts(
    session: AsyncSession, *, person_ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """For each person the oldest e-mail address, else the oldest phone."""
    statement = (
        select(Contact.id, Contact.person_id, Contact.kind)
        .where(Contact.person_id.in_(person_ids))
        .order_by(
            Contact.person_id,
            case((Contact.kind == ContactKind.EMAIL.value, 0), else_=1),
            Contact.id,
        )
        .ext(distinct_on(Contact.person_id))
    )
    return (await session.execute(statement)).all()


async def insert_deliveries(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the deliveries of one notice."""
    if rows:
        await session.execute(insert(NoticeDelivery), rows)


async def claim_due(session: AsyncSession, *, at: datetime, lease: timedelta) -> UUID | None:
    """Take the delivery that is due the longest, for the length of the lease; or None."""
    due = (
        select(NoticeDelivery.id)
        .where(_DUE, NoticeDelivery.due_at <= at)
        .order_by(NoticeDelivery.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(NoticeDelivery)
        .where(NoticeDelivery.id == due)
        .values(
            status=DeliveryStatus.SENDING.value,
            attempts=NoticeDelivery.attempts + 1,
            due_at=at + lease,
        )
        .returning(NoticeDelivery.id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def delivery_with_address(session: AsyncSession, delivery_id: UUID) -> AnyRow:
    """A delivery and the address it goes to."""
    statement = (
        select(
            NoticeDelivery.id,
            NoticeDelivery.channel,
            NoticeDelivery.subject,
            NoticeDelivery.body,
            NoticeDelivery.attempts,
            func.coalesce(NoticeDelivery.address, Contact.value).label("address"),
            Notice.template,
        )
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .outerjoin(Contact, Contact.id == NoticeDelivery.contact_id)
        .where(NoticeDelivery.id == delivery_id)
    )
    return (await session.execute(statement)).one()


async def mark_sent(session: AsyncSession, *, delivery_id: UUID, remove_text: bool) -> None:
    """The delivery went out; a text that opens something does not stay."""
    values: dict[str, Any] = {
        "status": DeliveryStatus.SENT.value,
        "sent_at": func.now(),
        "last_error": None,
    }
    if remove_text:
        values |= {"body": "", "subject": ""}
    await session.execute(
        update(NoticeDelivery).where(NoticeDelivery.id == delivery_id).values(**values)
    )


async def mark_failed(
    session: AsyncSession, *, delivery_id: UUID, error: str, retry_at: datetime | None
) -> None:
    """The attempt failed; try again at an instant, or never."""
    values: dict[str, Any] = {"last_error": error, "status": DeliveryStatus.FAILED.value}
    if retry_at is not None:
        values |= {"status": DeliveryStatus.PENDING.value, "due_at": retry_at}
    await session.execute(
        update(NoticeDelivery)
        .where(
            and_(
                NoticeDelivery.id == delivery_id,
                NoticeDelivery.status == DeliveryStatus.SENDING.value,
            )
        )
        .values(**values)
    )
