"""Faults on demand: answers that are lost, late or wrong, before or after the operation ran."""

from __future__ import annotations

import asyncio
from typing import Any

from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.params import Form
from stripe_sandbox.store import Store

MODES = ("error_before", "hold_before", "error_after", "timeout_after")
"""Refuse without running; wait for release, then run; run, then answer an error; run, then hang."""


class Faults:
    """The faults that wait for their requests, kept across restarts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._released = asyncio.Event()
        self.waiting = 0

    def plan(self, form: Form) -> Json:
        """Read a fault from the control API and arm it."""
        fault: Json = {
            "mode": form.required_text("mode", choices=MODES),
            "method": form.text("method") or "POST",
            "path": form.text("path") or "/v1/",
            "times": form.integer("times", least=1) or 1,
            "status": form.integer("status", least=400) or 500,
            "seconds": form.integer("seconds", least=1) or 90,
        }
        form.finish()
        self._store.set_setting("faults", [*self.planned(), fault])
        return fault

    def planned(self) -> list[Json]:
        """The armed faults, first come first served."""
        faults: list[Json] = self._store.setting("faults", [])
        return faults

    def clear(self) -> None:
        """Disarm all and let waiting requests go on."""
        self._store.set_setting("faults", [])
        self.release()

    def release(self) -> None:
        """Let every held or hanging request go on."""
        self._released.set()
        self._released = asyncio.Event()

    def take(self, method: str, path: str) -> Json | None:
        """The fault for this request, if one is armed; used up once per ``times``."""
        faults = self.planned()
        for fault in faults:
            if fault["method"] == method and path.startswith(fault["path"]):
                fault["times"] -= 1
                self._store.set_setting("faults", [f for f in faults if f["times"] > 0])
                return fault
        return None

    async def before(self, fault: Json | None) -> None:
        """Refuse or hold a request that has not run."""
        if fault is None:
            return
        if fault["mode"] == "error_before":
            raise failure(fault)
        if fault["mode"] == "hold_before":
            await self._wait(fault)

    async def after(self, fault: Json | None) -> None:
        """Lose the answer of a request that has run and is committed."""
        if fault is None:
            return
        if fault["mode"] == "error_after":
            raise failure(fault)
        if fault["mode"] == "timeout_after":
            await self._wait(fault)
            raise failure({**fault, "status": 504})

    async def _wait(self, fault: dict[str, Any]) -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(float(fault["seconds"])):
                await self._released.wait()
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1


def failure(fault: Json) -> StripeError:
    """The error that a fault answers with."""
    if fault["status"] == 429:
        return StripeError(
            "Request rate limit exceeded.",
            status=429,
            kind="invalid_request_error",
            code="rate_limit",
        )
    return StripeError(
        "An unknown error occurred (planned by the sandbox).",
        status=int(fault["status"]),
        kind="api_error",
    )
