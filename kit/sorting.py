"""``sort=-created_at``: a list's order chosen by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from kit.errors import FieldError, Unprocessable
from kit.pagination import Direction


def parse_sort(
    value: str | None, *, allowed: Mapping[str, ColumnElement[Any]], default: str
) -> tuple[ColumnElement[Any], Direction]:
    """The column and direction of a ``sort`` parameter; a leading minus is descending.

    Raises:
        Unprocessable: the name is not one of the allowed.
    """
    chosen = value or default
    direction: Direction = "desc" if chosen.startswith("-") else "asc"
    column = allowed.get(chosen.lstrip("-"))
    if column is None:
        names = ", ".join(sorted(allowed))
        wrong = FieldError("sort", "unknown_sort", f"เรียงได้ตาม {names}", f"Sort by one of {names}.")
        raise Unprocessable(errors=[wrong])
    return column, direction
