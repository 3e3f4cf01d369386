"""How organisations come in besides by themselves, are found twice, and what offices did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from contracts.scopes import Role
from contracts.types import Agency
from services.auth.models.base import Base, all_of, one_of
from services.auth.models.person import ContactKind


class InvitationStatus(StrEnum):
    """Where an invitation stands; an open one also ends with its time."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Invitation(Base):
    """A single-use token that makes its bearer a member; its digest is kept, and no account's id.

    ``token_sealed`` holds the token until the message has gone out.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("contact_kind", ContactKind),
        one_of("status", InvitationStatus),
        all_of("roles", Role),
        CheckConstraint(
            "(status = 'accepted') = (accepted_by IS NOT NULL)", name="accepted_by_whom"
        ),
        Index("ix_invitation_organisation", "organisation_id", "id"),
        Index(
            "ix_invitation_unsent",
            "send_at",
            postgresql_where=text("token_sealed IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    contact_kind: Mapped[str]
    contact: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    position: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="open", server_default="open")
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    token_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    send_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]


class ClaimCode(Base):
    """The code by which the members of a group that an office entered take it over."""

    __tablename__ = "claim_code"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class ImportStatus(StrEnum):
    """Where a bulk import stands."""

    QUEUED = "queued"
    DONE = "done"


class RowOutcome(StrEnum):
    """What became of one line of a file."""

    WAITING = "waiting"
    CREATED = "created"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class GroupImport(Base):
    """A province's file of groups, worked off line by line."""

    __tablename__ = "group_import"
    __table_args__ = (
        one_of("agency", Agency),
        one_of("status", ImportStatus),
        UniqueConstraint("province_code", "content_hash"),
        Index("ix_group_import_open", "id", postgresql_where=text("status = 'queued'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[str]
    province_code: Mapped[str]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(default="queued", server_default="queued")
    row_count: Mapped[int]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class GroupImportRow(Base):
    """One line of the file and what became of it."""

    __tablename__ = "group_import_row"
    __table_args__ = (
        one_of("outcome", RowOutcome),
        Index(
            "ix_group_import_row_waiting",
            "import_id",
            "line",
            postgresql_where=text("outcome = 'waiting'"),
        ),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("group_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    values: Mapped[dict[str, Any]] = mapped_column(JSONB)
    outcome: Mapped[str] = mapped_column(default="waiting", server_default="waiting")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    errors: Mapped[list[dict[str, str]]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )


class RegistryKey(Base):
    """By what a group of a file is known, so that a second file does not make it again."""

    __tablename__ = "registry_key"

    province_code: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))


class DuplicateDismissal(Base):
    """An officer has looked: these two are not the same. The lower id is first."""

    __tablename__ = "duplicate_dismissal"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    second_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    dismissed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    dismissed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reason: Mapped[str]


class OrganisationAction(StrEnum):
    """What an office or its owner did with an organisation."""

    REGISTERED = "registered"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    CLOSED = "closed"
    MERGED = "merged"
    MERGED_IN = "merged_in"
    CONFIRMED = "confirmed"


class OrganisationStep(Base):
    """One line of an organisation's history."""

    __tablename__ = "organisation_step"
    __table_args__ = (
        one_of("action", OrganisationAction),
        Index("ix_organisation_step_organisation", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    action: Mapped[str]
    reason: Mapped[str | None]
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
