"""The table of every route and every kind of caller: what each may at most reach.

A service's test gives its application, its callers and a table `{(METHOD, path): Access}`. A
route that is missing fails, so does one that is no more. Each caller then knocks at each route
with ids that exist for nobody: whoever may not come in gets 401 or 403, whoever may comes
further (404 for what does not exist, 422 for an empty body, or an answer). So the table proves
who is kept out; that ids of others are 404 is proven with real ones, in the features' own tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

import httpx
from fastapi import FastAPI

Route = tuple[str, str]

NOBODYS_ID = UUID("0198f0c2-ffff-7fff-8fff-ffffffffffff")
"""An id that no test makes."""

_PREFIXES = ("/auth/v1", "/catalog/v1", "/orders/v1", "/storefront/v1", "/webhooks", "/.well-known")
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


class Access(Enum):
    """Who may come in; the members are the kinds of caller."""

    PUBLIC = frozenset({"anonymous", "person", "owner", "stranger", "officer", "operator"})
    """Anybody."""
    PERSON = frozenset({"person", "owner", "stranger", "officer", "operator"})
    """Whoever is signed in; what is another's does not exist."""
    OPERATOR = frozenset({"operator"})
    """The operator alone."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A kind of caller with its token."""

    kind: str
    headers: Mapping[str, str]


def routes_of(app: FastAPI) -> set[Route]:
    """Every route of the API that the application publishes."""
    return {
        (method.upper(), path)
        for path, operations in app.openapi()["paths"].items()
        if path.startswith(_PREFIXES)
        for method in operations
        if method in _METHODS
    }


def concrete(path: str, values: Mapping[str, str]) -> str:
    """The path with its places filled: with `values`, else with an id that nobody has."""
    parts = [
        values.get(part[1:-1], str(NOBODYS_ID)) if part.startswith("{") else part
        for part in path.split("/")
    ]
    return "/".join(parts)


async def knock(
    client: httpx.AsyncClient, route: Route, caller: Caller, values: Mapping[str, str]
) -> httpx.Response:
    """One request with an empty body, under a version that nothing has."""
    method, path = route
    body: dict[str, object] | None = None if method in {"GET", "DELETE"} else {}
    headers = {**caller.headers, "If-Match": '"1"', "Idempotency-Key": f"table-{caller.kind}"}
    return await client.request(method, concrete(path, values), headers=headers, json=body)


def complaint(route: Route, caller: Caller, access: Access, answer: httpx.Response) -> str | None:
    """What is wrong with an answer, or None.

    Kept out: 401 without a token; with one 403, 404, or 422, because an empty body may be refused
    before the caller is judged, but never a success. Let in: anything but 401 and 5xx.
    """
    said = f"{route[0]} {route[1]} as {caller.kind}: {answer.status_code} {answer.text[:120]}"
    if answer.status_code >= 500:
        return said
    if caller.kind in access.value:
        return said if answer.status_code == 401 and caller.headers else None
    if not caller.headers:
        return None if answer.status_code == 401 else said
    return None if answer.status_code in {403, 404, 422} else said


async def complaints(
    client: httpx.AsyncClient,
    table: Mapping[Route, Access],
    callers: Iterable[Caller],
    *,
    values: Mapping[str, str],
    skip: Iterable[Route] = (),
) -> list[str]:
    """Every caller at every route of the table; what is wrong."""
    left_out = set(skip)
    found = []
    for caller in callers:
        for route, access in table.items():
            if route in left_out:
                continue
            said = complaint(route, caller, access, await knock(client, route, caller, values))
            if said:
                found.append(said)
    return found


def differences(app: FastAPI, table: Mapping[Route, Access]) -> list[str]:
    """Routes that are missing in the table, and lines of it without a route."""
    routes = routes_of(app)
    return [
        *(f"not in the table: {method} {path}" for method, path in sorted(routes - table.keys())),
        *(f"no such route: {method} {path}" for method, path in sorted(table.keys() - routes)),
    ]
