"""Officers' appointments and the log of what they were refused."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from contracts.types import Agency, Scheme
from services.auth.models.base import Base, all_of, one_of


class Duty(StrEnum):
    """What an appointment is for. Only an officer decides; the others' rights are their own."""

    OFFICER = "officer"
    SALESMAN = "salesman"
    COMMITTEE = "committee"


class Appointment(Base):
    """An officer's rights: an agency in provinces, on schemes (none: all of the agency's)."""

    __tablename__ = "appointment"
    __table_args__ = (
        one_of("agency", Agency),
        one_of("duty", Duty),
        CheckConstraint("(ended_by IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        all_of("schemes", Scheme),
        CheckConstraint("cardinality(provinces) > 0", name="somewhere"),
        CheckConstraint(
            "valid_until_on IS NULL OR valid_until_on >= valid_from_on", name="dates_in_order"
        ),
        Index("ix_appointment_person", "person_id", "valid_from_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str]
    provinces: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    schemes: Mapped[list[str]] = mapped_column(ARRAY(TEXT), default=list, server_default="{}")
    valid_from_on: Mapped[date]
    valid_until_on: Mapped[date | None]
    duty: Mapped[str] = mapped_column(default="officer", server_default="officer")
    delegated_from: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    """The appointment whose holder lends it; it never reaches further than that one."""
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AccessDenial(Base):
    """An officer's attempt that was refused with a reason."""

    __tablename__ = "access_denial"
    __table_args__ = (Index("ix_access_denial_person", "person_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    resource: Mapped[str]
    resource_id: Mapped[UUID | None]
    reason: Mapped[str]
    denied_at: Mapped[datetime] = mapped_column(server_default=func.now())
