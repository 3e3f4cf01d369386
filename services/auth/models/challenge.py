"""Codes that prove an address, and counters that slow guessing down."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of
from services.auth.models.person import ContactKind


class ChallengePurpose(StrEnum):
    """What a proven address is good for."""

    SIGN_UP = "sign_up"
    VERIFY = "verify"
    RESET = "reset"
    ADD_CONTACT = "add_contact"


class Challenge(Base):
    """A code asked for, for any address. Whether it has an account is found out by the worker.

    ``person_id`` is the person for whom an address is to be proven; of ``verify`` and ``reset``
    it is set by the worker, and stays empty when the address has no account.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        one_of("purpose", ChallengePurpose),
        one_of("kind", ContactKind),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_challenge_unsent", "id", postgresql_where=text("sent_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    kind: Mapped[str]
    value: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    consumed_at: Mapped[datetime | None]
