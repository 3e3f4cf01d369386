"""Whether a changed event contract still understands, and is understood by, the old one.

Inside a version a contract may gain optional properties and enum values, nothing else: old
messages wait in streams for days, and old consumers run beside new publishers during an upgrade.
Anything else needs a new event type that ends in the next `.v<n>`.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
# Words that tell people something and machines nothing.
ANNOTATIONS = frozenset({"title", "description", "examples", "default", "$defs"})
COMPARED_APART = frozenset({"properties", "required", "enum", "items", "prefixItems", "anyOf"})


def breaks(old: Schema, new: Schema) -> list[str]:
    """What in `new` breaks a reader or a writer of `old`; empty when it only adds."""
    return list(_compare(_inline(old, old), _inline(new, new), "event"))


def _inline(schema: Any, root: Schema, above: tuple[str, ...] = ()) -> Any:
    """The schema with its `$ref`s put in place and its annotations left out."""
    if isinstance(schema, list):
        return [_inline(each, root, above) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name in above:  # a type that contains itself: its name says enough
            return {"recursive": name}
        return _inline(root["$defs"][name], root, (*above, name))
    inlined = {}
    for key, value in schema.items():
        if key == "properties":  # here the keys are names, which may be those of annotations
            inlined[key] = {name: _inline(each, root, above) for name, each in value.items()}
        elif key not in ANNOTATIONS:
            inlined[key] = _inline(value, root, above)
    return inlined


def _compare(old: Schema, new: Schema, at: str) -> Iterator[str]:
    yield from _compare_properties(old, new, at)
    yield from _compare_enum(old, new, at)
    for key in ("anyOf", "prefixItems"):
        yield from _compare_lists(old.get(key, []), new.get(key, []), at)
    yield from _compare_items(old.get("items"), new.get("items"), at)
    for key in sorted((old.keys() | new.keys()) - COMPARED_APART):
        if old.get(key) != new.get(key):
            yield f"{at}: {key} was {old.get(key)!r} and is {new.get(key)!r}"


def _compare_enum(old: Schema, new: Schema, at: str) -> Iterator[str]:
    if ("enum" in old) != ("enum" in new):
        yield f"{at}: a list of values {'came' if 'enum' in new else 'went'}"
        return
    for value in old.get("enum", ()):
        if value not in new["enum"]:
            yield f"{at}: the value {value!r} is gone"


def _compare_items(old: object, new: object, at: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare(old, new, f"{at}[]")
    elif old != new:
        yield f"{at}: its items changed"


def _compare_properties(old: Schema, new: Schema, at: str) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(before.keys() - after.keys()):
        yield f"{at}.{name}: it is gone"
    for name in sorted((after.keys() - before.keys()) & needed_after):
        yield f"{at}.{name}: it is new and has no default, so older messages lack it"
    for name in sorted(before.keys() & after.keys()):
        if (name in needed_before) != (name in needed_after):
            now = "required" if name in needed_after else "optional"
            yield f"{at}.{name}: it became {now}"
        yield from _compare(before[name], after[name], f"{at}.{name}")


def _compare_lists(old: list[Schema], new: list[Schema], at: str) -> Iterator[str]:
    if len(old) != len(new):
        yield f"{at}: it had {len(old)} alternatives and has {len(new)}"
        return
    for before, after in zip(old, new, strict=True):
        yield from _compare(before, after, at)
