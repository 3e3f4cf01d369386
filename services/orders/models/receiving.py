"""Where and when a buyer receives goods."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base


class ReceivingSite(Base):
    """A place of a buyer's where goods are received."""

    __tablename__ = "receiving_site"
    __table_args__ = (
        UniqueConstraint("buyer_id", "name_th"),
        Index("ix_receiving_site_buyer_newest", "buyer_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    name_th: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    windows: Mapped[list[ReceivingWindow]] = relationship(
        order_by="[ReceivingWindow.weekday, ReceivingWindow.opens]", lazy="raise"
    )


class ReceivingWindow(Base):
    """Hours (Asia/Bangkok) of a weekday, 1 Monday to 7 Sunday, and how many deliveries fit in.

    Never deleted, since deliveries rest on it: one that is no longer offered is withdrawn.
    """

    __tablename__ = "receiving_window"
    __table_args__ = (
        UniqueConstraint("site_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
        CheckConstraint("capacity >= 1", name="capacity_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("receiving_site.id"))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)
    capacity: Mapped[int] = mapped_column(Integer)
    withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))


class ReceivingSlot(Base):
    """A window on one date: how many deliveries it takes and how many are booked."""

    __tablename__ = "receiving_slot"
    __table_args__ = (
        CheckConstraint("booked BETWEEN 0 AND capacity", name="booked_within_capacity"),
    )

    window_id: Mapped[UUID] = mapped_column(ForeignKey("receiving_window.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(Date, primary_key=True)
    capacity: Mapped[int] = mapped_column(Integer)
    booked: Mapped[int] = mapped_column(Integer, server_default=text("0"))
