"""List answers with cursors and filters, and the ``expand`` parameter."""

from __future__ import annotations

from collections.abc import Sequence

from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.params import Form
from stripe_sandbox.scope import Scope

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_EXPANDABLE = {
    "application_fee": "application_fee",
    "balance_transaction": "balance_transaction",
    "charge": "charge",
    "customer": "customer",
    "failure_balance_transaction": "balance_transaction",
    "latest_charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
}


def list_objects(
    scope: Scope,
    form: Form,
    kind: str,
    url: str,
    filters: Sequence[str],
    *,
    one_of: Sequence[str] = (),
) -> Json:
    """A page of objects, newest first, filtered by equality, by ``created`` and by type."""
    limit = form.integer("limit", least=1)
    if limit is not None and limit > 100:
        raise StripeError("Invalid integer: limit must be at most 100.", param="limit")
    after, before = form.text("starting_after"), form.text("ending_before")
    equal = {name: value for name in filters if (value := form.text(name)) is not None}
    where = _created(form)
    expand = form.texts("expand")
    form.finish()
    if after is not None and before is not None:
        raise StripeError("You cannot use both starting_after and ending_before.")
    if after is not None:
        where.append(("seq < ?", _cursor(scope, kind, after, "starting_after")))
    if before is not None:
        where.append(("seq > ?", _cursor(scope, kind, before, "ending_before")))
    size = limit or 10
    rows = scope.store.select(
        scope.account,
        kind,
        equal=equal,
        where=where,
        types=one_of,
        newest_first=before is None,
        limit=size + 1,
    )
    data = rows[:size] if before is None else rows[:size][::-1]
    page: Json = {"object": "list", "url": url, "has_more": len(rows) > size, "data": data}
    return expanded(scope, page, expand)


def _created(form: Form) -> list[tuple[str, int]]:
    """``created=1``, or ``created[gte]=1&created[lt]=2``, as conditions."""
    if not form.has("created"):
        return []
    try:
        exact = form.integer("created")
    except StripeError:
        exact = None
    if exact is not None:
        return [("created = ?", exact)]
    bounds = form.section("created")
    if bounds is None:
        return []
    return [
        (f"created {sign} ?", value)
        for name, sign in _COMPARISONS.items()
        if (value := bounds.integer(name)) is not None
    ]


def _cursor(scope: Scope, kind: str, identifier: str, param: str) -> int:
    position = scope.store.position(scope.account, kind, identifier)
    if position is None:
        raise StripeError(f"No such {kind}: '{identifier}'", code="resource_missing", param=param)
    return position


def expanded(scope: Scope, body: Json, paths: Sequence[str]) -> Json:
    """Replace the ids named by ``expand[]`` with their objects, at most four levels deep."""
    for path in paths:
        segments = path.split(".")
        if len(segments) > 4:
            raise StripeError("You cannot expand more than 4 levels.", param="expand")
        _expand(scope, body, segments, path)
    return body


def _expand(scope: Scope, node: Json, segments: Sequence[str], path: str) -> None:
    name, rest = segments[0], segments[1:]
    if name not in node or (name not in _EXPANDABLE and not (name == "data" and rest)):
        raise StripeError(f"This property cannot be expanded ({path}).", param="expand")
    value = node[name]
    if name == "data":
        for item in value:
            _expand(scope, item, rest, path)
        return
    if isinstance(value, str):
        owner = scope.for_account("") if name == "application_fee" else scope
        value = node[name] = owner.get(_EXPANDABLE[name], value, "expand")
    if rest and value is not None:
        _expand(scope, value, rest, path)
