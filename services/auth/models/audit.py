"""The audit log: entries that nobody changes, and the seals that prove it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of


class AuditKind(StrEnum):
    """Whether somebody changed something or looked at something sensitive."""

    CHANGE = "change"
    READ = "read"


class AuditEntry(Base):
    """Who did what, for whom, from where. Triggers refuse update, delete and truncate.

    No foreign keys: an entry outlives what it tells of, and writing one locks no other row.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        one_of("kind", AuditKind),
        Index("ix_audit_entry_actor", "actor_id", "id"),
        Index("ix_audit_entry_organisation", "organisation_id", "id"),
        Index("ix_audit_entry_subject", "subject_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    kind: Mapped[str]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str | None]
    address: Mapped[str | None]
    request_id: Mapped[str | None]


class AuditSeal(Base):
    """A batch of entries under one hash, chained to the seal before it. Never changed."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("entries > 0", name="not_empty"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    entries: Mapped[int]
    sealed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AuditSealed(Base):
    """Which seal an entry is under: beside the entry, because the entry cannot be touched."""

    __tablename__ = "audit_sealed"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    seal_number: Mapped[int] = mapped_column(index=True)
