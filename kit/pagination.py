"""Keyset pages: opaque cursors that stay right while rows come and go."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, TypeVarTuple, cast
from uuid import UUID

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_

from kit.errors import FieldError, Unprocessable

Item = TypeVar("Item")
Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")
Direction = Literal["asc", "desc"]
Order = Sequence[tuple[SQLColumnExpression[Any], Direction]]

DEFAULT_LIMIT: Final = 24
MAX_LIMIT: Final = 100
_MAX_CURSOR: Final = 1_000


class Paged(BaseModel, Generic[Item]):
    """One page; ``next_cursor`` is None on the last."""

    items: list[Item]
    next_cursor: str | None


class PageParams:
    """``limit`` and ``cursor`` of a list request."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
        cursor: Annotated[str | None, Query(max_length=_MAX_CURSOR)] = None,
    ) -> None:
        self.limit = limit
        self.cursor = cursor

    def position(self, length: int) -> list[Any] | None:
        """The values of the last row seen, or None at the beginning.

        Raises:
            Unprocessable: the cursor is not one that we gave for such a list.
        """
        return None if self.cursor is None else decode_cursor(self.cursor, length=length)


Page = Annotated[PageParams, Depends()]

_DECODERS: Final[dict[str, Callable[[str], Any]]] = {
    "u": UUID,
    "t": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "n": Decimal,
    "i": int,
    "s": str,
}


def _tag(value: object) -> str:
    match value:
        case UUID():
            return f"u{value}"
        case dt.datetime():
            return f"t{value.isoformat()}"
        case dt.date():
            return f"d{value.isoformat()}"
        case Decimal():
            return f"n{value}"
        case int():
            return f"i{value}"
        case str():
            return f"s{value}"
    raise TypeError(f"a cursor cannot hold {type(value).__name__}")


def encode_cursor(values: Sequence[object]) -> str:
    """An opaque cursor from the values of a row's order columns."""
    return base64.urlsafe_b64encode(orjson.dumps([_tag(v) for v in values])).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int) -> list[Any]:
    """The values in a cursor.

    Raises:
        Unprocessable: the cursor is not one that we gave for such a list.
    """
    try:
        tagged = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_DECODERS[text[0]](text[1:]) for text in tagged]
    except (binascii.Error, ValueError, KeyError, TypeError, IndexError, ArithmeticError) as error:
        raise _bad_cursor() from error
    if len(values) != length:
        raise _bad_cursor()
    return values


def _bad_cursor() -> Unprocessable:
    wrong = FieldError(
        "cursor",
        "bad_cursor",
        "ตัวชี้หน้าไม่ถูกต้อง ให้เริ่มอ่านจากหน้าแรก",
        "Not a cursor of this list; start from the first page.",
    )
    return Unprocessable(errors=[wrong])


def keyset(statement: Select[*Columns], *, order: Order, page: PageParams) -> Select[*Columns]:
    """Order a statement and cut it to the page after the cursor, plus one row to look ahead.

    The order's columns together must be unique and not null; end with the id.

    Raises:
        Unprocessable: the cursor is not one that we gave for such a list.
    """
    statement = statement.order_by(
        *(column.asc() if way == "asc" else column.desc() for column, way in order)
    ).limit(page.limit + 1)
    position = page.position(len(order))
    if position is None:
        return statement
    for (column, _), value in zip(order, position, strict=True):
        if not _comparable(column, value):
            raise _bad_cursor()
    return statement.where(_after(order, position))


def _comparable(column: SQLColumnExpression[Any], value: object) -> bool:
    """Whether a value of a cursor can be compared with the column: cursors can be forged."""
    try:
        expected = cast("ColumnElement[Any]", column).type.python_type
    except NotImplementedError:
        return True
    return isinstance(value, str if issubclass(expected, str) else expected)


def _after(order: Order, position: Sequence[Any]) -> ColumnElement[bool]:
    alternatives = []
    for index, (column, way) in enumerate(order):
        ties = [col == value for (col, _), value in zip(order[:index], position, strict=False)]
        beyond = column > position[index] if way == "asc" else column < position[index]
        alternatives.append(and_(*ties, beyond))
    return or_(*alternatives)


def paged(
    rows: Sequence[Row], *, page: PageParams, key: Callable[[Row], Sequence[object]]
) -> tuple[Sequence[Row], str | None]:
    """The page's rows and the cursor of the next one; ``key`` gives a row's order values."""
    if len(rows) <= page.limit:
        return rows, None
    shown = rows[: page.limit]
    return shown, encode_cursor(key(shown[-1]))
