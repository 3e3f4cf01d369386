"""Organisations and their members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from contracts.scopes import Role
from contracts.types import Capability, OrganisationKind, OrganisationStatus, Provenance
from services.auth.models.base import Base, all_of, one_of


class Organisation(Base):
    """A party. ``version`` counts every change and is the version of its events and its ETag."""

    __tablename__ = "organisation"
    __table_args__ = (
        one_of("kind", OrganisationKind),
        one_of("status", OrganisationStatus),
        one_of("provenance", Provenance),
        all_of("capabilities", Capability),
        CheckConstraint("(tax_id IS NULL) = (tax_branch IS NULL)", name="tax_id_with_branch"),
        CheckConstraint("tax_id IS NOT NULL OR NOT vat_registered", name="vat_needs_tax_id"),
        CheckConstraint(
            "subdistrict_code IS NULL OR left(subdistrict_code, 2) = province_code",
            name="place_in_province",
        ),
        Index(
            "uq_organisation_tax_id",
            "tax_id",
            "tax_branch",
            unique=True,
            postgresql_where=text("tax_id IS NOT NULL"),
        ),
        CheckConstraint(
            "merged_into IS NULL OR (status = 'closed' AND merged_into <> id)",
            name="merged_is_closed",
        ),
        Index("ix_organisation_place", "province_code", "subdistrict_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    registration_code: Mapped[str | None]
    tax_id: Mapped[str | None]
    tax_branch: Mapped[str | None]
    vat_registered: Mapped[bool] = mapped_column(default=False, server_default="false")
    province_code: Mapped[str]
    subdistrict_code: Mapped[str | None]
    address_line: Mapped[str | None]
    phone: Mapped[str | None]
    capabilities: Mapped[list[str]] = mapped_column(ARRAY(TEXT), default=list, server_default="{}")
    payee_ready: Mapped[bool] = mapped_column(default=False, server_default="false")
    status: Mapped[str] = mapped_column(
        default=OrganisationStatus.ACTIVE.value, server_default=OrganisationStatus.ACTIVE.value
    )
    provenance: Mapped[str | None]
    unclaimed: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Entered by an office; it has no members until they claim it with a code."""
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    """What it was a duplicate of; the row stays as a tombstone."""
    confirmed_year: Mapped[int | None]
    """The last year, of the Christian era, for which a community enterprise confirmed itself."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Membership(Base):
    """A person in an organisation; the row stays, without roles, when the person has left.

    A trigger of the migration refuses the change that would leave an organisation without an
    owner, whichever transaction commits last.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        all_of("roles", Role),
        CheckConstraint("(left_at IS NULL) = (cardinality(roles) > 0)", name="left_has_no_roles"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    position: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    left_at: Mapped[datetime | None]
