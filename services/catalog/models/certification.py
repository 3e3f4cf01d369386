"""Schemes, certification cases, their history, evidence and refused attempts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from contracts.types import Agency, Provenance, Scheme
from services.catalog.models.base import Base, choice


class CaseState(StrEnum):
    """States of a case. Expired is no state: it derives from the Bangkok date."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SAMPLING = "sampling"
    TESTING = "testing"
    CERTIFIED = "certified"
    NOT_CERTIFIED = "not_certified"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class CertificationScheme(Base):
    """A kind of certificate or mark as data: who decides it, how, and what its numbers look like.

    The patterns are matched after ``clean_identifier``: Arabic digits, no spaces.
    """

    __tablename__ = "scheme"

    code: Mapped[Scheme] = mapped_column(choice(Scheme), primary_key=True)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    agency: Mapped[Agency] = mapped_column(choice(Agency))
    one_step: Mapped[bool] = mapped_column(Boolean)
    """Decided straight from ``submitted``; otherwise sampling and testing come between."""
    needs_product: Mapped[bool] = mapped_column(Boolean)
    needs_standard: Mapped[bool] = mapped_column(Boolean)
    needs_area: Mapped[bool] = mapped_column(Boolean)
    """The mark holds only for a production place inside the certificate's list of tambons."""
    expires: Mapped[bool] = mapped_column(Boolean)
    quality_mark: Mapped[bool] = mapped_column(Boolean)
    """False for a legal number (อย.): shown, but never as a mark of quality."""
    number_pattern: Mapped[str | None] = mapped_column(Text)
    standard_pattern: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class Certification(Base):
    """One case: one scheme, one holder, usually one product. Once decided it is never deleted."""

    __tablename__ = "certification"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint(
            "state NOT IN ('certified','suspended','cancelled') OR valid_from_on IS NOT NULL",
            name="decided_has_dates",
        ),
        CheckConstraint(
            "valid_until_on IS NULL OR valid_from_on <= valid_until_on", name="dates_in_order"
        ),
        Index("ix_certification_organisation_id_id", "organisation_id", "id"),
        Index("ix_certification_product_id", "product_id"),
        Index("ix_certification_scheme_province_id", "scheme", "province_code", "id"),
        Index(
            "uq_certification_scheme_province_number",
            "scheme",
            "province_code",
            "number",
            unique=True,
            postgresql_where=text(
                "number IS NOT NULL AND scheme = 'tcps'"
                " AND state IN ('certified','suspended','cancelled')"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    scheme: Mapped[Scheme] = mapped_column(ForeignKey("scheme.code"), type_=choice(Scheme))
    organisation_id: Mapped[UUID]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    state: Mapped[CaseState] = mapped_column(choice(CaseState))
    version: Mapped[int] = mapped_column(BigInteger)
    title_th: Mapped[str] = mapped_column(String(200))
    """What the certificate speaks of: the product's name when it was applied for, or the GI's."""
    standard: Mapped[str | None] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(80))
    round: Mapped[str | None] = mapped_column(String(40))
    """The committee's round in which it is counted, e.g. 3/2564."""
    province_code: Mapped[str] = mapped_column(String(2))
    """Whose officers act: the production place's province, else the organisation's."""
    area: Mapped[list[str]] = mapped_column(ARRAY(String(6)))
    valid_from_on: Mapped[date | None] = mapped_column(Date)
    valid_until_on: Mapped[date | None] = mapped_column(Date)
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    provenance: Mapped[Provenance | None] = mapped_column(choice(Provenance))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CertificationStep(Base):
    """One step of a case's history; append-only."""

    __tablename__ = "certification_step"
    __table_args__ = (UniqueConstraint("certification_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    certification_id: Mapped[UUID] = mapped_column(ForeignKey("certification.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[CaseState] = mapped_column(choice(CaseState))
    on_date: Mapped[date] = mapped_column(Date)
    """The Bangkok date of the step; a suspension cuts the mark from this day on."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_id: Mapped[UUID]
    agency: Mapped[Agency | None] = mapped_column(choice(Agency))
    reason: Mapped[str | None] = mapped_column(Text)


class CertificationRefusal(Base):
    """An officer's attempt outside province, agency or scheme: refused, and kept."""

    __tablename__ = "certification_refusal"
    __table_args__ = (Index("ix_certification_refusal_certification_id", "certification_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    certification_id: Mapped[UUID] = mapped_column(ForeignKey("certification.id"))
    person_id: Mapped[UUID]
    wanted: Mapped[str] = mapped_column(String(40))
    cause: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CertificationEvidence(Base):
    """A file that proves a case; the object itself is private."""

    __tablename__ = "certification_evidence"

    certification_id: Mapped[UUID] = mapped_column(ForeignKey("certification.id"), primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    attached_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
