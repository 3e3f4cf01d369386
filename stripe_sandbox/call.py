"""One authenticated API request, as the endpoints see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stripe_sandbox.errors import Json
from stripe_sandbox.params import Form
from stripe_sandbox.scope import Scope


@dataclass(frozen=True)
class Call:
    """The scope of the operation, its parameters and the ids in its address."""

    scope: Scope
    form: Form
    ids: Mapping[str, str]


Endpoint = Callable[[Call], Json]
