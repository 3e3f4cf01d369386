"""Conditional requests: an edit says which version it edits."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Header

from kit.errors import PreconditionFailed, PreconditionRequired

_WILDCARD: Final = "*"


def etag(version: int) -> str:
    """The entity tag of a row's version, for the ETag header."""
    return f'"{version}"'


def parse_etag(value: str) -> int:
    """The version in an entity tag; a tag that is not ours matches nothing."""
    digits = value.strip().removeprefix("W/").strip('"')
    return int(digits) if digits.isascii() and digits.isdigit() else -1


async def if_match_version(
    if_match: Annotated[
        str | None, Header(description="ETag of the version that is edited", examples=['"3"'])
    ] = None,
) -> int:
    """The version that the caller edits.

    Raises:
        PreconditionRequired: there is no If-Match, or it is ``*``, which protects nobody.
    """
    if if_match is None or if_match.strip() == _WILDCARD:
        raise PreconditionRequired
    return parse_etag(if_match)


IfMatch = Annotated[int, Depends(if_match_version)]


def check_version(expected: int, actual: int) -> None:
    """Raise PreconditionFailed unless the row, read under a lock, still has that version."""
    if expected != actual:
        raise PreconditionFailed(current_version=actual)
