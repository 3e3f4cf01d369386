"""Conditional requests and sorting."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, column

from kit.errors import PreconditionFailed, PreconditionRequired, Unprocessable
from kit.http import check_version, etag, if_match_version, parse_etag
from kit.sorting import parse_sort


@pytest.mark.parametrize(
    ("header", "version"), [('"7"', 7), ('W/"7"', 7), ("7", 7), ('"x"', -1), ('"๗"', -1), ("", -1)]
)
def test_an_entity_tag_is_a_version(header: str, version: int) -> None:
    assert parse_etag(header) == version
    assert parse_etag(etag(12)) == 12


@pytest.mark.parametrize("header", [None, "*"])
async def test_an_edit_must_say_which_version_it_edits(header: str | None) -> None:
    with pytest.raises(PreconditionRequired):
        await if_match_version(header)


async def test_a_lost_race_is_a_failed_precondition() -> None:
    check_version(await if_match_version('"3"'), 3)
    with pytest.raises(PreconditionFailed) as refused:
        check_version(3, 4)
    assert refused.value.context == {"current_version": 4}


def test_sorting_by_name_and_direction() -> None:
    created: ColumnElement[Any] = column("created_at")
    price: ColumnElement[Any] = column("price")
    allowed = {"created_at": created, "price": price}
    assert parse_sort(None, allowed=allowed, default="-created_at") == (created, "desc")
    assert parse_sort("price", allowed=allowed, default="-created_at") == (price, "asc")
    with pytest.raises(Unprocessable) as refused:
        parse_sort("password", allowed=allowed, default="price")
    assert refused.value.errors[0].message_en == "Sort by one of created_at, price."
