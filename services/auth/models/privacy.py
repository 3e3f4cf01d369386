"""Requests of people about their data, consent, and the register of breaches."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of


class PrivacyKind(StrEnum):
    """What a person asks for."""

    EXPORT = "export"
    ERASURE = "erasure"


class PrivacyStatus(StrEnum):
    """Where a request stands. ``expired``: an export whose data was thrown away."""

    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"


class PrivacyCase(Base):
    """A person's request. Closed when every service has answered; due after 30 days by law."""

    __tablename__ = "privacy_case"
    __table_args__ = (
        one_of("kind", PrivacyKind),
        one_of("status", PrivacyStatus),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_when"),
        Index(
            "uq_privacy_case_open",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_privacy_case_expiring", "expires_at", postgresql_where=text("status = 'done'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    status: Mapped[str]
    private_key_encrypted: Mapped[bytes | None] = mapped_column(BYTEA)
    """Opens the services' parts of an export; thrown away when it expires."""
    requested_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class PrivacyAnswer(Base):
    """What a service answered: a sealed part of an export, or the proof of an erasure."""

    __tablename__ = "privacy_answer"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("privacy_case.id"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parts: Mapped[int]
    sealed: Mapped[str | None]
    proof: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    answered_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ConsentText(Base):
    """What a person consents to: a version of a purpose's text. Never changed."""

    __tablename__ = "consent_text"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_th: Mapped[str]
    text_en: Mapped[str]
    effective_on: Mapped[date]


class Consent(Base):
    """A person gave or withdrew consent; the newest row of a purpose holds. Never changed."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["purpose", "text_version"], ["consent_text.purpose", "consent_text.version"]
        ),
        Index("ix_consent_person", "person_id", "purpose", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str]
    text_version: Mapped[int]
    granted: Mapped[bool]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class BreachStepKind(StrEnum):
    """What was done about a breach."""

    ASSESSED = "assessed"
    REPORTED = "reported_to_pdpc"
    PEOPLE_TOLD = "people_told"
    CONTAINED = "contained"
    CLOSED = "closed"


class Breach(Base):
    """A breach of personal data. To be reported within 72 hours after it was discovered."""

    __tablename__ = "breach"
    __table_args__ = (CheckConstraint("people_affected >= 0", name="people_not_negative"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    discovered_at: Mapped[datetime]
    description: Mapped[str]
    data_concerned: Mapped[str]
    people_affected: Mapped[int]
    high_risk: Mapped[bool]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BreachStep(Base):
    """One line of a breach's history."""

    __tablename__ = "breach_step"
    __table_args__ = (one_of("kind", BreachStepKind),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    breach_id: Mapped[UUID] = mapped_column(ForeignKey("breach.id"), index=True)
    kind: Mapped[str]
    note: Mapped[str]
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
