"""The shop: this service's copy of an organisation, fed by auth's ``organisation.changed``."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.catalog.models.base import Base


class Shop(Base):
    """A projection: written by events and by rebuilds only, so nothing refers to it by key."""

    __tablename__ = "shop"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    province_code: Mapped[str] = mapped_column(String(2))
    subdistrict_code: Mapped[str | None] = mapped_column(String(6))
    capabilities: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    status: Mapped[str] = mapped_column(String(20))
    sells: Mapped[bool]
    """Active and approved to sell: the one condition under which its products are shown."""
    provenance: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
