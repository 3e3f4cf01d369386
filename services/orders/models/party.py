"""Projections of auth's organisations and of their members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Party(Base):
    """An organisation as auth last told us; a projection, never edited here."""

    __tablename__ = "party"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    province_code: Mapped[str] = mapped_column(String(2))
    subdistrict_code: Mapped[str | None] = mapped_column(String(6))
    capabilities: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    status: Mapped[str] = mapped_column(String(16))
    vat_registered: Mapped[bool]
    tax_id: Mapped[str | None] = mapped_column(String(13))
    tax_branch: Mapped[str | None] = mapped_column(String(5))
    payee_ready: Mapped[bool]
    address_line: Mapped[str | None] = mapped_column(Text)
    provenance: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Membership(Base):
    """A person's roles in an organisation as auth last told us; no roles means they left."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_organisation_person", "organisation_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    display_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str | None] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    version: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
