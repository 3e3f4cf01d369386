"""Signing keys, refresh families and the counters that slow guessing down."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base


class SigningKey(Base):
    """An Ed25519 key. The generation is unique, so that of two starters one makes the key."""

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("generation > 0", name="generation_positive"),)

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kid: Mapped[str] = mapped_column(unique=True)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(JSONB)
    private_encrypted: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    activates_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class RefreshFamily(Base):
    """All refresh tokens that descend from one sign-in."""

    __tablename__ = "refresh_family"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    address: Mapped[str | None]
    user_agent: Mapped[str | None]
    last_used_at: Mapped[datetime | None]
    second_factor: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether a one-time password or recovery code was given at this sign-in."""


class RefreshToken(Base):
    """One refresh token, stored as its SHA-256; used once."""

    __tablename__ = "refresh_token"
    __table_args__ = (UniqueConstraint("family_id", "generation"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("refresh_family.id", ondelete="CASCADE"))
    generation: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInThrottle(Base):
    """Attempts counted under a hashed key (account, network, or the two together)."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = (CheckConstraint("attempts >= 0", name="attempts_not_negative"),)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    attempts: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
