"""What goes into an entry. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

_ROW: Final = TypeAdapter(dict[str, Any])
_RANDOM_BITS_OF_UUID7: Final = 80
_LARGEST_STAMP: Final = 2**48 - 1


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both sides as JSON, without what stayed the same; one side alone stays whole."""
    old = None if before is None else _ROW.dump_python(dict(before), mode="json")
    new = None if after is None else _ROW.dump_python(dict(after), mode="json")
    if old is None or new is None:
        return old, new
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return (
        {name: value for name, value in old.items() if name in changed},
        {name: value for name, value in new.items() if name in changed},
    )


def first_id_at(instant: datetime) -> UUID:
    """The smallest uuid v7 that could have been made at an instant."""
    stamp = min(_LARGEST_STAMP, max(0, int(instant.timestamp() * 1000)))
    return UUID(int=stamp << _RANDOM_BITS_OF_UUID7)
