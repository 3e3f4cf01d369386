"""Networks of enterprises, and the right to sell for another."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.types import MandateStatus
from services.auth.models.base import Base, one_of


class Network(Base):
    """A network of enterprises (เครือข่าย); its lead is one of its members."""

    __tablename__ = "network"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    province_code: Mapped[str]
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]


class NetworkMemberStatus(StrEnum):
    """Where an organisation stands in a network."""

    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"


class NetworkMember(Base):
    """An organisation in a network, asked or accepted; the row stays when it has left."""

    __tablename__ = "network_member"
    __table_args__ = (
        one_of("status", NetworkMemberStatus),
        Index("ix_network_member_organisation", "organisation_id", "network_id"),
    )

    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    status: Mapped[str]
    since_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Mandate(Base):
    """A producer lets an intermediary sell for it, at a disclosed margin, until either ends it."""

    __tablename__ = "mandate"
    __table_args__ = (
        one_of("status", MandateStatus),
        CheckConstraint("margin_basis_points BETWEEN 0 AND 10000", name="margin_range"),
        CheckConstraint("producer_id <> intermediary_id", name="two_parties"),
        CheckConstraint(
            "valid_until_on IS NULL OR valid_until_on >= valid_from_on", name="dates_in_order"
        ),
        CheckConstraint(
            "status <> 'active' OR (consented_by IS NOT NULL AND consented_at IS NOT NULL)",
            name="consented_by_whom",
        ),
        Index(
            "uq_mandate_live",
            "intermediary_id",
            "producer_id",
            unique=True,
            postgresql_where=text("status IN ('proposed', 'active')"),
        ),
        Index("ix_mandate_producer", "producer_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    intermediary_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    producer_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    margin_basis_points: Mapped[int]
    terms: Mapped[str | None]
    valid_from_on: Mapped[date]
    valid_until_on: Mapped[date | None]
    status: Mapped[str]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    consented_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    consented_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_by_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
