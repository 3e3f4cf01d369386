"""The yearly confirmation, the payee, the salesmen's leads and the operator's settings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of


class ConfirmationReminder(Base):
    """A community enterprise was reminded in a year; unique, so each reminder goes out once."""

    __tablename__ = "confirmation_reminder"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PayeeKind(StrEnum):
    """Whose account receives a group's money."""

    GROUP = "group"
    AUTHORISED_PERSON = "authorised_person"


class Payee(Base):
    """Who receives the money. The account's number is encrypted; its last digits are shown."""

    __tablename__ = "payee"
    __table_args__ = (
        one_of("kind", PayeeKind),
        CheckConstraint(
            "(kind = 'authorised_person') = (authority_from_on IS NOT NULL)", name="authority_dated"
        ),
        CheckConstraint("authority_until_on >= authority_from_on", name="dates_in_order"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str]
    bank_code: Mapped[str]
    account_name: Mapped[str]
    account_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_ends: Mapped[str]
    authority_from_on: Mapped[date | None]
    authority_until_on: Mapped[date | None]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class LeadStatus(StrEnum):
    """Where a lead stands: it is won by the first order of the matched two."""

    OPEN = "open"
    MATCHED = "matched"
    WON = "won"
    LOST = "lost"


class Lead(Base):
    """A need that a provincial salesman (เซลล์แมนจังหวัด) brings together with a supplier."""

    __tablename__ = "lead"
    __table_args__ = (
        one_of("status", LeadStatus),
        CheckConstraint(
            "status NOT IN ('matched', 'won')"
            " OR (supplier_id IS NOT NULL AND matched_at IS NOT NULL)",
            name="matched_with_whom",
        ),
        CheckConstraint("(status = 'won') = (order_id IS NOT NULL)", name="won_by_an_order"),
        Index("ix_lead_salesman", "salesman_id", "id"),
        Index("ix_lead_province", "province_code", "id"),
        Index(
            "ix_lead_waiting",
            "supplier_id",
            "buyer_id",
            postgresql_where=text("status = 'matched'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    salesman_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    province_code: Mapped[str]
    need_th: Mapped[str]
    status: Mapped[str] = mapped_column(default="open", server_default="open")
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    buyer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    matched_at: Mapped[datetime | None]
    order_id: Mapped[UUID | None]
    order_number: Mapped[str | None]
    order_satang: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OperatorSetting(Base):
    """A fee, rate or rule from a Bangkok date on; the next row of its key ends it."""

    __tablename__ = "operator_setting"
    __table_args__ = (UniqueConstraint("key", "valid_from_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(JSONB)
    valid_from_on: Mapped[date]
    reason: Mapped[str]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(server_default=func.now())
