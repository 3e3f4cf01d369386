"""The metadata of the auth database, with the bus and idempotency tables of kit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, MetaData, Row, Text, Uuid
from sqlalchemy.orm import DeclarativeBase

from kit.db import NAMING_CONVENTION
from kit.events.outbox import bus_tables
from kit.idempotency import idempotency_table

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of columns that its reader knows by name."""


class Base(DeclarativeBase):
    """Base of every auth model. Instants are aware, texts unbounded, ids uuid v7."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        date: Date(),
    }


BUS = bus_tables(Base.metadata)
IDEMPOTENCY = idempotency_table(Base.metadata)


def _quoted(words: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{word.value}'" for word in words)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A CHECK that the text column holds one of the enumeration's values."""
    return CheckConstraint(f"{column} IN ({_quoted(words)})", name=f"{column}_known")


def all_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A CHECK that the text array holds nothing but the enumeration's values."""
    return CheckConstraint(f"{column} <@ ARRAY[{_quoted(words)}]::text[]", name=f"{column}_known")
