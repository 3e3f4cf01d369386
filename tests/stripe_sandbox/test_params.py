"""Reading forms strictly."""

import pytest

from stripe_sandbox.errors import StripeError
from stripe_sandbox.params import Form, decode, merged


def test_nested_names_and_lists() -> None:
    tree = decode("a[b][c]=1&a[d]=2&types[]=x&types[]=y&expand[0]=p&expand[1]=q&e=")
    assert tree == {
        "a": {"b": {"c": "1"}, "d": "2"},
        "types": {"0": "x", "1": "y"},
        "expand": {"0": "p", "1": "q"},
        "e": "",
    }
    form = Form(tree)
    assert (form.texts("types"), form.texts("expand"), form.text("e")) == (
        ["x", "y"],
        ["p", "q"],
        None,
    )


@pytest.mark.parametrize(
    "raw", ["[a]=1", "a[b=1", "a]b=1", "a=1&a[b]=2", "a[b]=1&a=2", "a" + "[b]" * 9 + "=1", "%FF=1"]
)
def test_broken_names_are_refused(raw: str) -> None:
    with pytest.raises(StripeError) as refused:
        decode(raw)
    assert refused.value.status == 400


def test_what_nobody_took_is_unknown_even_deep_inside() -> None:
    form = Form(decode("a[b]=1&a[c]=2"))
    section = form.section("a")
    assert section is not None
    assert section.integer("b") == 1
    with pytest.raises(StripeError) as refused:
        form.finish()
    assert refused.value.body("req_1")["error"]["param"] == "a[c]"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (None, {"a": "1", "b": "2"}),
        ({}, {}),
        ({"a": "", "c": "3"}, {"b": "2", "c": "3"}),
    ],
)
def test_metadata_merges_as_at_stripe(
    change: dict[str, str] | None, expected: dict[str, str]
) -> None:
    assert merged({"a": "1", "b": "2"}, change) == expected
