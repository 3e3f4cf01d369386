"""The declarative base of the catalogue and its bus tables."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import DeclarativeBase

from kit.db import NAMING_CONVENTION
from kit.events.outbox import bus_tables


class Base(DeclarativeBase):
    """Every table of the catalogue hangs on this metadata, and on no other service's."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def choice(values: type[StrEnum]) -> Enum:
    """A text column that holds a member of the enumeration, kept to it by a CHECK constraint."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=values.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


BUS: Final = bus_tables(Base.metadata)
