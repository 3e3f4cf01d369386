"""The declarative base of the orders service, its bus tables and its idempotency keys."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from kit.db import NAMING_CONVENTION
from kit.events.outbox import bus_tables
from kit.idempotency import idempotency_table


class Base(DeclarativeBase):
    """Every table of the orders service hangs on this metadata, and on no other service's."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


BUS: Final = bus_tables(Base.metadata)
IDEMPOTENCY_KEYS: Final = idempotency_table(Base.metadata)
