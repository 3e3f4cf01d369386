"""People and the addresses by which they are reached and sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.base import Base, one_of


class ContactKind(StrEnum):
    """How a person is reached."""

    EMAIL = "email"
    PHONE = "phone"


class Person(Base):
    """Somebody with an account; after an erasure only the row remains, with nothing personal."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    operator: Mapped[bool] = mapped_column(default=False, server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    erased_at: Mapped[datetime | None]


class Contact(Base):
    """An e-mail address or phone in its normal form; one belongs to one person."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("kind", "value"), one_of("kind", ContactKind))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    verified_at: Mapped[datetime | None]
