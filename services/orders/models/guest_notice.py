"""Mail to guests, who have no account and whom auth therefore does not know."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class GuestNotice(Base):
    """One mail about a group of orders; its dedupe key makes it one, its id the Message-ID."""

    __tablename__ = "guest_notice"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'sent', 'given_up')", name="status_known"),
        Index("ix_guest_notice_group_id", "group_id"),
        Index(
            "ix_guest_notice_waiting",
            "next_attempt_at",
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("order_group.id"))
    dedupe_key: Mapped[str] = mapped_column(Text, unique=True)
    template: Mapped[str] = mapped_column(String(48))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(String(16), server_default=text("'waiting'"))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
