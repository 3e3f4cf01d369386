"""What a service's database holds about a person, found by the names of its columns.

A column of type uuid whose name says that a person stands in it (``person_id``, ``decided_by``,
``requester_id``) is found without being listed, so that a table added later is in the next
export. The text column that goes with it (``decided_by_name``) is that person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Column, LargeBinary, MetaData, Table, Uuid, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

PSEUDONYM: Final = "ผู้ใช้ที่ลบข้อมูลแล้ว"
"""Stands where the name of an erased person stood."""

_PERSON: Final = re.compile(r"(^|_)(person|actor|requester|head)_id$|_by$|^on_behalf_of$")
_NAME: Final = re.compile(r"(^|_)name$")
_MOST_ROWS: Final = 10_000


def person_columns(metadata: MetaData) -> Iterator[tuple[Table, Column[Any]]]:
    """Every column in which a person stands."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Uuid) and _PERSON.search(column.name):
                yield table, column


def name_beside(table: Table, column: Column[Any]) -> Column[Any] | None:
    """The column with the name of the person in another column, if there is one."""
    stem = column.name.removesuffix("_id")
    for name in (f"{column.name}_name", f"{stem}_name", "display_name"):
        if name in table.columns and (name != "display_name" or column.name == "person_id"):
            return table.columns[name]
    return None


def _shown(table: Table, column: Column[Any]) -> list[Column[Any]]:
    """What a person is shown of a row: not the other people in it, nor raw bytes."""
    own = name_beside(table, column)
    return [
        each
        for each in table.columns
        if each in {column, own}
        or not (
            _PERSON.search(each.name)
            or (_NAME.search(each.name) and name_is_of_a_person(table, each))
            or isinstance(each.type, LargeBinary)
        )
    ]


def name_is_of_a_person(table: Table, name: Column[Any]) -> bool:
    """Whether the text column is the name of a person in the same row."""
    return any(
        name_beside(table, column) is name
        for column in table.columns
        if _PERSON.search(column.name)
    )


async def held(
    session: AsyncSession, metadata: MetaData, *, person_id: UUID
) -> dict[str, list[dict[str, Any]]]:
    """Every row in which the person stands, by table and column; others' names left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, column in person_columns(metadata):
        statement = select(*_shown(table, column)).where(column == person_id).limit(_MOST_ROWS)
        rows = (await session.execute(statement)).mappings().all()
        if rows:
            found[f"{table.name}.{column.name}"] = [dict(row) for row in rows]
    return found


async def count_held(session: AsyncSession, metadata: MetaData, *, person_id: UUID) -> int:
    """In how many places the person stands."""
    total = 0
    for table, column in person_columns(metadata):
        statement = select(func.count()).select_from(table).where(column == person_id)
        total += (await session.execute(statement)).scalar_one()
    return total


async def pseudonymise(
    session: AsyncSession, columns: Mapping[str, str], metadata: MetaData, *, person_id: UUID
) -> int:
    """Put the pseudonym into text columns of the rows that are the person's; how many rows.

    ``columns`` maps ``table.person_column`` to the text column.
    """
    total = 0
    for place, text_column in columns.items():
        table_name, _, person_column = place.partition(".")
        table = metadata.tables[table_name]
        statement = (
            update(table)
            .where(table.c[person_column] == person_id, table.c[text_column] != PSEUDONYM)
            .values({text_column: PSEUDONYM})
            .returning(table.c[person_column])
        )
        total += len((await session.execute(statement)).all())
    return total


def document(rows: Mapping[str, Any]) -> bytes:
    """The rows as JSON."""
    return orjson.dumps(rows, default=str, option=orjson.OPT_INDENT_2)
