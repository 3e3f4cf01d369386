"""Imports of a seller's own list: jobs, rows that were refused, and the seller's own keys."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.catalog.models.base import Base, choice


class ImportStatus(StrEnum):
    """Where a job stands; ``failed`` means that the file as a whole could not be read."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ImportJob(Base):
    """One file that is being brought in, chunk after chunk.

    ``rows_done`` moves in the transaction that writes a chunk's products, so whoever goes on
    after a death begins exactly behind the last written row. A worker holds the job by
    ``lease_id``; when its time is over another one takes it.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        UniqueConstraint("upload_id", "dry_run"),
        CheckConstraint("rows_done >= 0 AND rows_done <= rows_total", name="rows_within_total"),
        CheckConstraint(
            "rows_done = created_count + updated_count + unchanged_count + rejected_count",
            name="every_row_counted",
        ),
        CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failed_with_reason"),
        Index("ix_import_job_organisation_id_id", "organisation_id", "id"),
        Index("ix_import_job_open", "id", postgresql_where=text("status IN ('queued','running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"))
    dry_run: Mapped[bool] = mapped_column(Boolean)
    status: Mapped[ImportStatus] = mapped_column(choice(ImportStatus))
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """{"code", "message_th", "message_en"} of the file as a whole."""
    headings: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    rows_total: Mapped[int | None] = mapped_column(Integer)
    rows_done: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    updated_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    unchanged_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    rejected_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    lease_id: Mapped[UUID | None]
    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportRejection(Base):
    """A row that was refused, as it stood in the file, with what is wrong."""

    __tablename__ = "import_rejection"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("import_job.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    """The line of the sheet, the first being 1."""
    cells: Mapped[list[str]] = mapped_column(JSONB)
    errors: Mapped[list[dict[str, str]]] = mapped_column(JSONB)


class ProductReference(Base):
    """The seller's own key of a product: sending it again finds the same product."""

    __tablename__ = "product_reference"

    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(60), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), unique=True)
    registered_on: Mapped[date | None] = mapped_column(Date)
    """When the product was entered into the OTOP register, as the office wrote it."""
