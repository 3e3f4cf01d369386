"""Files that parties put into the object store."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.catalog.models.base import Base, choice


class UploadPurpose(StrEnum):
    """What a file is for; it decides which types and sizes are allowed."""

    EVIDENCE = "evidence"
    PRODUCT_IMAGE = "product_image"
    IMPORT = "import"


class Upload(Base):
    """A promised object: its key, and the type and size that the store was told to enforce."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size_positive"),
        Index("ix_upload_organisation_id_id", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    purpose: Mapped[UploadPurpose] = mapped_column(choice(UploadPurpose))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    content_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
