"""Issued documents, their numbers, and the kinds that exist."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base

_NUMBERED = "(sequence IS NULL) = (fiscal_year IS NULL) AND sequence > 0"


class DocumentType(Base):
    """A kind of document: its names, the letters before its numbers, how long it is kept."""

    __tablename__ = "document_type"
    __table_args__ = (
        CheckConstraint("prefix ~ '^[A-Z]{2,4}$'", name="prefix_letters"),
        CheckConstraint("retain_years >= 1", name="retained"),
    )

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(4), unique=True)
    name_th: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    retain_years: Mapped[int] = mapped_column(Integer, server_default=text("5"))


class DocumentSeries(Base):
    """The last number and date of an issuer's kind in a fiscal year (BE).

    The row stays locked until the document's transaction ends: no number is given twice, a
    rolled back one is given again, and dates never run backwards along the numbers.
    """

    __tablename__ = "document_series"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"),)

    issuer_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(ForeignKey("document_type.kind"), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
    last_on: Mapped[date] = mapped_column(Date)


class Document(Base):
    """An issued document: never changed, kept until ``retain_until_on`` (a trigger sees to it).

    ``page`` is exactly what is printed, ``data`` what it was made from and what machines read,
    ``template`` the set of templates; ``content_hash`` names data and page. ``seller_id`` and
    ``buyer_id`` are the organisations that may read it; ``file_id`` names what it is filed under:
    an order group, a requisition, a purchase order. ``fiscal_year`` and ``sequence`` are None
    for papers that bear the number of the thing itself (a purchase order's).
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("kind", "cause"),
        UniqueConstraint("issuer_id", "kind", "number"),
        UniqueConstraint("issuer_id", "kind", "fiscal_year", "sequence"),
        CheckConstraint(_NUMBERED, name="numbered"),
        CheckConstraint(
            "(replaces_id IS NULL) = (relation IS NULL)"
            " AND relation IN ('replaces', 'cancels', 'credits')",
            name="relation_known",
        ),
        CheckConstraint("retain_until_on > issued_on", name="retained"),
        Index(
            "uq_document_ended_once",
            "replaces_id",
            unique=True,
            postgresql_where=text("relation IN ('replaces', 'cancels')"),
        ),
        Index("ix_document_file", "file_id", "id"),
        Index("ix_document_seller_newest", "seller_id", text("id DESC")),
        Index("ix_document_buyer_newest", "buyer_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(ForeignKey("document_type.kind"))
    fiscal_year: Mapped[int | None] = mapped_column(Integer)
    sequence: Mapped[int | None] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    retain_until_on: Mapped[date] = mapped_column(Date)
    seller_id: Mapped[UUID | None]
    buyer_id: Mapped[UUID | None]
    file_id: Mapped[UUID]
    cause: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    relation: Mapped[str | None] = mapped_column(String(16))
    template: Mapped[str] = mapped_column(String(8))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    page: Mapped[dict[str, Any]] = mapped_column(JSONB)
    content_hash: Mapped[str] = mapped_column(String(64))
