"""The check of event contracts lets additions pass and names everything else."""

from typing import Any

import pytest
from pydantic import BaseModel, create_model

from scripts.compatibility import breaks


def schema(**fields: Any) -> dict[str, Any]:
    model: type[BaseModel] = create_model("E", **fields)
    return model.model_json_schema()


class Part(BaseModel):
    a: int


class LongerPart(BaseModel):
    a: int
    b: int


OLD = schema(name=(str, ...), note=(str | None, ...), parts=(list[Part], ...))


def test_the_same_contract_breaks_nothing() -> None:
    assert breaks(OLD, OLD) == []


def test_an_optional_property_may_come() -> None:
    new = schema(
        name=(str, ...), note=(str | None, ...), parts=(list[Part], ...), more=(int | None, None)
    )
    assert breaks(OLD, new) == []


def test_a_description_may_change() -> None:
    assert breaks({"type": "string", "description": "a"}, {"type": "string"}) == []


def test_an_enum_may_grow_but_not_shrink() -> None:
    two, three = {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}
    assert breaks(two, three) == []
    assert breaks(three, two) == ["event: the value 'c' is gone"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            schema(note=(str | None, ...), parts=(list[Part], ...)),
            ["event.name: it is gone"],
        ),
        (
            schema(name=(int, ...), note=(str | None, ...), parts=(list[Part], ...)),
            ["event.name: type was 'string' and is 'integer'"],
        ),
        (
            schema(name=(str, ""), note=(str | None, ...), parts=(list[Part], ...)),
            ["event.name: it became optional"],
        ),
        (
            schema(name=(str, ...), note=(str, ...), parts=(list[Part], ...)),
            [
                "event.note: it had 2 alternatives and has 0",
                "event.note: type was None and is 'string'",
            ],
        ),
        (
            schema(name=(str, ...), note=(str | None, ...), parts=(list[LongerPart], ...)),
            ["event.parts[].b: it is new and has no default, so older messages lack it"],
        ),
    ],
)
def test_other_changes_are_named(new: dict[str, Any], expected: list[str]) -> None:
    assert breaks(OLD, new) == expected


def test_a_property_named_like_an_annotation_counts() -> None:
    old = schema(title=(str, ...), description=(str, ...))
    assert breaks(old, schema(description=(str, ...))) == ["event.title: it is gone"]
