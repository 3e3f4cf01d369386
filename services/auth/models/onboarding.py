"""Applications, the dated checklists they must meet, and their history."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from contracts.types import Agency, Capability, OrganisationKind
from services.auth.models.base import Base, all_of, one_of


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RequirementMode(StrEnum):
    """Who establishes a requirement.

    The system from facts it holds, the applicant's word, a private document of the applicant, or
    the officer who looks and ticks.
    """

    COMPUTED = "computed"
    ATTESTED = "attested"
    DOCUMENT = "document"
    VERIFIED = "verified"


class ValueType(StrEnum):
    """What an attested requirement's value is."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"


class Requirement(Base):
    """A line of a checklist, in force from one Bangkok date to another, both included."""

    __tablename__ = "requirement"
    __table_args__ = (
        one_of("capability", Capability),
        all_of("kinds", OrganisationKind),
        one_of("mode", RequirementMode),
        one_of("value_type", ValueType),
        CheckConstraint("(mode = 'attested') = (value_type IS NOT NULL)", name="attested_type"),
        UniqueConstraint("capability", "key", "valid_from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    capability: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    key: Mapped[str]
    mode: Mapped[str]
    value_type: Mapped[str | None]
    minimum: Mapped[int | None]
    label_th: Mapped[str]
    label_en: Mapped[str]
    valid_from_on: Mapped[date]
    valid_until_on: Mapped[date | None]


class Application(Base):
    """An organisation asks for a capability. The place and agency are those at submission."""

    __tablename__ = "application"
    __table_args__ = (
        one_of("capability", Capability),
        one_of("status", ApplicationStatus),
        one_of("agency", Agency),
        CheckConstraint(
            "status NOT IN ('submitted', 'approved', 'rejected', 'returned')"
            " OR submitted_at IS NOT NULL",
            name="submitted_when",
        ),
        CheckConstraint(
            "status NOT IN ('approved', 'rejected', 'returned')"
            " OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)",
            name="decided_by_whom",
        ),
        Index(
            "uq_application_open",
            "organisation_id",
            "capability",
            unique=True,
            postgresql_where=text("status IN ('draft', 'submitted', 'returned')"),
        ),
        Index("ix_application_queue", "agency", "province_code", "status", "submitted_at", "id"),
        Index("ix_application_organisation", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    capability: Mapped[str]
    agency: Mapped[str]
    province_code: Mapped[str]
    status: Mapped[str]
    checklist_on: Mapped[date]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The officer who filled it in for a group in the office, and so does not decide on it."""
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class RequirementValue(Base):
    """What the applicant stated for an attested requirement."""

    __tablename__ = "requirement_value"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ApplicationStep(Base):
    """One line of an application's history."""

    __tablename__ = "application_step"
    __table_args__ = (Index("ix_application_step_application", "application_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    to_status: Mapped[str]
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
    remarks: Mapped[dict[str, str]] = mapped_column(
        JSONB, default=dict, server_default=text("'{}'::jsonb")
    )
    """Why it was returned, by requirement."""
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class RequirementVerification(Base):
    """What an officer found when looking at a requirement."""

    __tablename__ = "requirement_verification"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    met: Mapped[bool]
    note: Mapped[str | None]
    verified_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ApplicationDocument(Base):
    """A private file of an application. Only what was checked counts, under a key of its own."""

    __tablename__ = "application_document"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("(checked_at IS NULL) = (sha256 IS NULL)", name="checked_has_hash"),
        Index("ix_application_document_application", "application_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str]
    file_name: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    checked_at: Mapped[datetime | None]
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
