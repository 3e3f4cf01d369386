"""A school's own days: whether it is open and for how many heads it cooks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class SchoolDay(Base):
    """What a school stated of a Bangkok date. A day that it said nothing of counts as open.

    Heads are counted, never named: no pupil stands here.
    """

    __tablename__ = "school_day"
    __table_args__ = (
        CheckConstraint("headcount >= 0", name="headcount_not_negative"),
        CheckConstraint("is_open OR coalesce(headcount, 0) = 0", name="nobody_when_closed"),
    )

    school_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(Date, primary_key=True)
    is_open: Mapped[bool]
    headcount: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)
    stated_by: Mapped[UUID]
    stated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
