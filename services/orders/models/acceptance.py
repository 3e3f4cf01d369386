"""Who inspects a purchase order's goods, what they found, and their signatures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base


class CommitteeRule(Base):
    """How many persons a duty needs above a sum (VAT included), by kind of buyer and method.

    No methods means all. Of the rows in force the one with the highest sum passed counts.
    """

    __tablename__ = "committee_rule"
    __table_args__ = (
        UniqueConstraint("duty", "buyer_kinds", "methods", "above_satang", "from_on"),
        CheckConstraint("duty IN ('inspection', 'procurement')", name="duty_known"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
        CheckConstraint("above_satang >= 0 AND persons >= 0", name="nothing_negative"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    duty: Mapped[str] = mapped_column(String(16))
    buyer_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    methods: Mapped[list[str]] = mapped_column(ARRAY(Text))
    above_satang: Mapped[int] = mapped_column(BigInteger)
    persons: Mapped[int] = mapped_column(Integer)
    chair: Mapped[bool]
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)


class CommitteeMember(Base):
    """A person's duty for a purchase order.

    One duty a person: the key itself keeps a member of the procurement panel from inspecting.
    """

    __tablename__ = "committee_member"
    __table_args__ = (
        CheckConstraint("duty IN ('inspection', 'procurement')", name="duty_known"),
        Index(
            "uq_committee_member_one_chair",
            "purchase_order_id",
            "duty",
            unique=True,
            postgresql_where=text("chair"),
        ),
    )

    purchase_order_id: Mapped[UUID] = mapped_column(
        ForeignKey("purchase_order.id"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(String(16))
    chair: Mapped[bool]
    display_name: Mapped[str] = mapped_column(Text)
    position: Mapped[str | None] = mapped_column(Text)
    appointed_by: Mapped[UUID]
    appointed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Inspection(Base):
    """The one inspection of a delivery.

    ``signing`` until every appointed inspector has signed, then ``accepted`` when all agreed, or
    ``disputed`` until the head of the agency decides: ``accepted`` as recorded, or ``refused``,
    which rejects all that arrived. ``billed_at`` is when it became an invoice or a credit note.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("delivery_id"),
        CheckConstraint(
            "status IN ('signing', 'disputed', 'accepted', 'refused')", name="status_known"
        ),
        CheckConstraint(
            "(status IN ('accepted', 'refused')) = (final_at IS NOT NULL)"
            " AND (final_at IS NULL) = (accepted_on IS NULL)",
            name="final_whole",
        ),
        CheckConstraint(
            "(head_id IS NULL) = (head_reason IS NULL)"
            " AND (head_id IS NULL) = (head_decided_at IS NULL)"
            " AND (status <> 'refused' OR head_id IS NOT NULL)",
            name="decided_whole",
        ),
        CheckConstraint("NOT defective OR told_seller_at IS NOT NULL", name="seller_told"),
        Index(
            "ix_inspection_to_bill",
            "id",
            postgresql_where=text("final_at IS NOT NULL AND billed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    purchase_order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order.id"))
    buyer_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(16), server_default=text("'signing'"))
    recorded_by: Mapped[UUID]
    recorded_by_name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    defective: Mapped[bool]
    tell_seller_by_on: Mapped[date | None] = mapped_column(Date)
    told_seller_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    head_id: Mapped[UUID | None]
    head_name: Mapped[str | None] = mapped_column(Text)
    head_reason: Mapped[str | None] = mapped_column(Text)
    head_decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    accepted_on: Mapped[date | None] = mapped_column(Date)
    final_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    billed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    signatures: Mapped[list[InspectionSignature]] = relationship(
        order_by="[InspectionSignature.chair.desc(), InspectionSignature.person_id]", lazy="raise"
    )


class InspectionSignature(Base):
    """An appointed inspector's place on the receipt; signed once, for good."""

    __tablename__ = "inspection_signature"
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (agree IS NULL)", name="signed_whole"),
        CheckConstraint("agree OR reason IS NOT NULL", name="dissent_with_reason"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    chair: Mapped[bool]
    display_name: Mapped[str] = mapped_column(Text)
    position: Mapped[str | None] = mapped_column(Text)
    agree: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
