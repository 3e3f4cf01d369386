"""Strict reading of form-encoded parameters with nested names such as ``card[number]``.

An endpoint takes the parameters that it knows and then calls :meth:`Form.finish`, which refuses
whatever is left.  So a misspelt parameter is an error here exactly as it is at Stripe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from stripe_sandbox.errors import StripeError, missing_parameter, unknown_parameter

Tree = dict[str, "str | Tree"]
_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"[^\[\]]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAX_DEPTH = 8


def decode(raw: str) -> Tree:
    """Turn ``a[b]=1&a[c][]=2`` into nested dictionaries; list positions become keys."""
    tree: Tree = {}
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=1000, errors="strict")
    except ValueError as error:
        raise StripeError("Invalid request body: it is not a readable form.") from error
    for name, value in pairs:
        _place(tree, _path(name), value, name)
    return tree


def _path(name: str) -> list[str]:
    head = _NAME.match(name)
    if head is None:
        raise unknown_parameter(name)
    rest = name[head.end() :]
    segments = _SEGMENT.findall(rest)
    if "".join(f"[{part}]" for part in segments) != rest or len(segments) > _MAX_DEPTH:
        raise unknown_parameter(name)
    return [head.group(), *segments]


def _place(tree: Tree, path: Sequence[str], value: str, name: str) -> None:
    node = tree
    for part in path[:-1]:
        child = node.setdefault(part, {})
        if isinstance(child, str):
            raise StripeError(f"Invalid hash: {name}", param=name, code="parameter_invalid_type")
        node = child
    last = path[-1] or str(len(node))
    if isinstance(node.get(last), dict):
        raise StripeError(f"Invalid string: {name}", param=name, code="parameter_invalid_type")
    node[last] = value


class Form:
    """One level of parameters; every ``take`` marks a name as known."""

    def __init__(self, tree: Tree, prefix: str = "") -> None:
        self._tree = tree
        self._prefix = prefix
        self._known: set[str] = set()
        self._sections: list[Form] = []

    def path(self, name: str) -> str:
        """The full name of a parameter, as errors show it."""
        return f"{self._prefix}[{name}]" if self._prefix else name

    def has(self, name: str) -> bool:
        """Whether the caller sent this parameter, even empty."""
        return name in self._tree

    def names(self) -> Iterable[str]:
        """The names that the caller sent on this level."""
        return self._tree.keys()

    def text(
        self, name: str, *, choices: Sequence[str] | None = None, longest: int = 5000
    ) -> str | None:
        """A string; empty means unset."""
        self._known.add(name)
        value = self._tree.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise self._invalid(name, "string", "parameter_invalid_type")
        if len(value) > longest:
            raise StripeError(
                f"Invalid string: {name}; must be at most {longest} characters",
                param=self.path(name),
                code="parameter_invalid_string_too_long",
            )
        if choices is not None and value not in choices:
            allowed = ", ".join(choices)
            raise StripeError(
                f"Invalid {self.path(name)}: must be one of {allowed}", param=self.path(name)
            )
        return value

    def required_text(self, name: str, *, choices: Sequence[str] | None = None) -> str:
        """A string that must be there and not be empty."""
        if self._tree.get(name) == "":
            self._known.add(name)
            raise StripeError(
                f"You passed an empty string for '{self.path(name)}'.",
                code="parameter_invalid_empty",
                param=self.path(name),
            )
        value = self.text(name, choices=choices)
        if value is None:
            raise missing_parameter(self.path(name))
        return value

    def integer(self, name: str, *, least: int = 0) -> int | None:
        """A whole number in ASCII digits, not below ``least``."""
        value = self.text(name)
        if value is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise self._invalid(name, "integer", "parameter_invalid_integer", value)
        if int(value) < least:
            raise StripeError(
                f"This value must be greater than or equal to {least}.",
                code="parameter_invalid_integer",
                param=self.path(name),
            )
        return int(value)

    def boolean(self, name: str) -> bool | None:
        """``true`` or ``false``."""
        value = self.text(name)
        if value is None:
            return None
        if value not in ("true", "false"):
            raise self._invalid(name, "boolean", None, value)
        return value == "true"

    def email(self, name: str) -> str | None:
        """An e-mail address."""
        value = self.text(name, longest=512)
        if value is not None and not _EMAIL.fullmatch(value):
            raise StripeError(
                f"Invalid email address: {value}", code="email_invalid", param=self.path(name)
            )
        return value

    def url(self, name: str) -> str | None:
        """An http or https address."""
        value = self.text(name)
        if value is not None and not value.startswith(("http://", "https://")):
            raise StripeError("Not a valid URL", code="url_invalid", param=self.path(name))
        return value

    def texts(self, name: str) -> list[str]:
        """A list of strings, in the order sent."""
        self._known.add(name)
        value = self._tree.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, str) or not all(isinstance(item, str) for item in value.values()):
            raise self._invalid(name, "array", "parameter_invalid_type")
        return [str(item) for item in value.values()]

    def metadata(self, name: str = "metadata") -> dict[str, str] | None:
        """Up to 50 pairs; an empty value asks for the key's removal; None when not sent."""
        self._known.add(name)
        value = self._tree.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            if value:
                raise self._invalid(name, "hash", "parameter_invalid_type")
            return {}
        pairs: dict[str, str] = {}
        for key, item in value.items():
            if not isinstance(item, str) or len(key) > 40 or len(item) > 500:
                raise StripeError(
                    "Metadata keys hold up to 40 and values up to 500 characters.",
                    param=f"{self.path(name)}[{key}]",
                )
            pairs[key] = item
        if len(pairs) > 50:
            raise StripeError("Metadata can have up to 50 keys.", param=self.path(name))
        return pairs

    def section(self, name: str) -> Form | None:
        """A nested group, or None when it was not sent."""
        self._known.add(name)
        value = self._tree.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            raise self._invalid(name, "hash", "parameter_invalid_type")
        inner = Form(value, self.path(name))
        self._sections.append(inner)
        return inner

    def finish(self) -> None:
        """Refuse every parameter that nobody took, here and in the sections."""
        for name in self._tree:
            if name not in self._known:
                raise unknown_parameter(self.path(name))
        for inner in self._sections:
            inner.finish()

    def _invalid(
        self, name: str, kind: str, code: str | None, value: str | None = None
    ) -> StripeError:
        shown = f"{name}" if value is None else value
        return StripeError(f"Invalid {kind}: {shown}", code=code, param=self.path(name))


def merged(metadata: dict[str, str], change: dict[str, str] | None) -> dict[str, str]:
    """Stripe's merge: given keys replace, empty values remove, an empty map clears."""
    if change is None:
        return metadata
    if not change:
        return {}
    joined = {**metadata, **change}
    return {key: value for key, value in joined.items() if value != ""}
