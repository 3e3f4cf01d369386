"""Who approves what: a buyer's dated chains, delegations, and the steps of each requisition."""

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
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base


class ApprovalChain(Base):
    """A buyer's rule from one date on, for one unit or (without one) for all others.

    Of the rows in force the one that begins last counts; a unit's own comes before the general
    one. Up to ``automatic_up_to_satang`` a private buyer's requisition is approved by this rule.
    """

    __tablename__ = "approval_chain"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
        CheckConstraint("automatic_up_to_satang > 0", name="automatic_positive"),
        Index(
            "uq_approval_chain_begins_once",
            "buyer_id",
            "unit",
            "from_on",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    unit: Mapped[str | None] = mapped_column(Text)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    automatic_up_to_satang: Mapped[int | None] = mapped_column(BigInteger)
    created_by: Mapped[UUID]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    steps: Mapped[list[ApprovalChainStep]] = relationship(
        order_by="ApprovalChainStep.step_no", lazy="raise"
    )


class ApprovalChainStep(Base):
    """A step that a requisition needs when its total, VAT included, is at least ``from_satang``."""

    __tablename__ = "approval_chain_step"
    __table_args__ = (
        CheckConstraint("step_no >= 1 AND from_satang >= 0", name="nothing_negative"),
        CheckConstraint("num_nonnulls(role, person_id) = 1", name="role_or_person"),
    )

    chain_id: Mapped[UUID] = mapped_column(ForeignKey("approval_chain.id"), primary_key=True)
    step_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_satang: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[UUID | None]


class ApprovalDelegation(Base):
    """Somebody decides in another's place between two dates, both included (Asia/Bangkok).

    ``delegation`` is given by the person (มอบอำนาจ), ``substitution`` by the organisation for one
    who is away (รักษาการแทน).
    """

    __tablename__ = "approval_delegation"
    __table_args__ = (
        CheckConstraint("kind IN ('delegation', 'substitution')", name="kind_known"),
        CheckConstraint("until_on >= from_on", name="dates_in_order"),
        CheckConstraint("from_person_id <> to_person_id", name="two_persons"),
        CheckConstraint("up_to_satang > 0", name="limit_positive"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_whole"),
        Index("ix_approval_delegation_buyer_to", "buyer_id", "to_person_id"),
        Index("ix_approval_delegation_buyer_newest", "buyer_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    from_person_id: Mapped[UUID]
    from_person_name: Mapped[str] = mapped_column(Text)
    to_person_id: Mapped[UUID]
    to_person_name: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    up_to_satang: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ApprovalStep(Base):
    """A step that one submitted requisition needs, and its decision, once.

    Written from the chain in force at submission. Without role and person any approver of the
    organisation decides. Neither the requester nor somebody in the requester's place can decide
    (constraint), and nobody decides two steps.
    """

    __tablename__ = "approval_step"
    __table_args__ = (
        CheckConstraint("num_nonnulls(role, person_id) <= 1", name="role_or_person"),
        CheckConstraint("outcome IN ('approved', 'rejected')", name="outcome_known"),
        CheckConstraint(
            "num_nulls(outcome, decided_by, decided_by_name, decided_at) IN (0, 4)"
            " AND (outcome IS DISTINCT FROM 'rejected' OR reason IS NOT NULL)"
            " AND (on_behalf_of IS NULL) = (on_behalf_of_name IS NULL)"
            " AND (on_behalf_of IS NULL OR decided_by IS NOT NULL)",
            name="decided_whole",
        ),
        CheckConstraint(
            "decided_by <> requester_id AND (on_behalf_of IS NULL OR on_behalf_of <> requester_id)",
            name="no_self_approval",
        ),
        Index(
            "uq_approval_step_one_decision_a_person",
            "requisition_id",
            "decided_by",
            unique=True,
            postgresql_where=text("decided_by IS NOT NULL"),
        ),
    )

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    step_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    requester_id: Mapped[UUID]
    chain_id: Mapped[UUID | None] = mapped_column(ForeignKey("approval_chain.id"))
    role: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[UUID | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    on_behalf_of: Mapped[UUID | None]
    on_behalf_of_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
