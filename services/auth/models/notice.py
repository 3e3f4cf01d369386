"""Notices asked for, and one delivery for each person who must be told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of
from services.auth.models.person import ContactKind


class DeliveryStatus(StrEnum):
    """Where a delivery stands. A ``sending`` one whose lease ran out is tried again."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Notice(Base):
    """A request that somebody be told; ``dedupe_key`` is unique, so it is told once."""

    __tablename__ = "notice"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    template: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NoticeDelivery(Base):
    """A rendered text for one person, sent as steps: claimed, sent outside, marked."""

    __tablename__ = "notice_delivery"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        one_of("status", DeliveryStatus),
        one_of("channel", ContactKind),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_when"),
        Index(
            "ix_notice_delivery_due",
            "due_at",
            postgresql_where=text("status IN ('pending', 'sending')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    address: Mapped[str | None]
    """An address that is not (yet) a contact: where a code proves it. Else the contact's."""
    subject: Mapped[str]
    body: Mapped[str]
    status: Mapped[str] = mapped_column(
        default=DeliveryStatus.PENDING.value, server_default=DeliveryStatus.PENDING.value
    )
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
