"""A projection: this service's copy of another service's public state, kept by its events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic

from sqlalchemy import FromClause, Table, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.events.envelope import EventT

VERSION: Final = "version"
APPLIED_AT: Final = "applied_at"


@dataclass(frozen=True)
class Projection(Generic[EventT]):
    """Rows of `table` made from the snapshots that events of one type carry.

    `table` (a Table, or a mapped class's `__table__`) has `version BIGINT NOT NULL` and
    `applied_at timestamptz NOT NULL`, which the projection fills itself; `key` names its primary
    or unique key. `to_rows` gives the rows of one event, every one with the same columns. A row
    never leaves its aggregate's snapshot while the aggregate lives: it changes to a state such as
    'withdrawn', else an older event that comes late would bring it back.
    """

    name: str
    event: type[EventT]
    table: FromClause
    key: Sequence[str]
    to_rows: Callable[[EventT], Sequence[Mapping[str, Any]]]
    _statements: dict[frozenset[str], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for column in (VERSION, APPLIED_AT, *self.key):
            if column not in self.live.c:
                raise TypeError(f"projection {self.name}: {self.live.name} has no {column}")

    @property
    def live(self) -> Table:
        """The table that the service reads."""
        if not isinstance(self.table, Table):
            raise TypeError(f"projection {self.name}: {self.table!r} is not a table")
        return self.table

    async def apply(self, session: AsyncSession, event: EventT, version: int) -> None:
        """Write the event's rows where they are newer; `version` is the wire version.

        Older and repeated events change nothing, so the order of arrival does not matter.
        """
        rows = self.rows(event, version)
        if rows:
            await session.execute(self._upsert(rows[0]), rows)

    def rows(self, event: EventT, version: int) -> list[dict[str, Any]]:
        """The event's rows in key order: concurrent events lock them in the same order."""
        rows = [{**row, VERSION: version} for row in self.to_rows(event)]
        return sorted(rows, key=lambda row: [str(row[column]) for column in self.key])

    def _upsert(self, row: Mapping[str, Any]) -> Any:
        columns = frozenset(row)
        if columns not in self._statements:
            self._statements[columns] = self._build_upsert(columns)
        return self._statements[columns]

    def _build_upsert(self, columns: frozenset[str]) -> Any:
        table = self.live
        statement = insert(table).values({APPLIED_AT: func.now()})
        changes = {name: statement.excluded[name] for name in sorted(columns - set(self.key))}
        return statement.on_conflict_do_update(
            index_elements=[table.c[name] for name in self.key],
            set_={**changes, APPLIED_AT: func.now()},
            where=table.c[VERSION] < statement.excluded[VERSION],
        )
