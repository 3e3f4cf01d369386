"""Delivering events: signed, retried with backoff, from a queue that survives restarts.

Deliveries about one PaymentIntent keep their order unless the control API asks otherwise;
different intents are delivered side by side.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence

import httpx

from stripe_sandbox.errors import Json
from stripe_sandbox.store import Store

BACKOFF_SECONDS = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 3600, 10_800, 21_600, 43_200, 86_400)
"""Waits between attempts on the sandbox's clock, about two days; then a delivery has failed."""
TIMEOUT_SECONDS = 10.0
_LANES_AT_ONCE = 8
_IDLE_SECONDS = 1.0
_log = logging.getLogger("stripe_sandbox")


def sign(payload: bytes, secret: str, timestamp: int) -> str:
    """The Stripe-Signature header of a payload."""
    signed = f"{timestamp}.".encode() + payload
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def configure_endpoint(
    store: Store,
    url: str,
    secret: str,
    enabled_events: Sequence[str] = ("*",),
    *,
    identifier: str | None = None,
) -> Json:
    """Add an endpoint, or change the one with this identifier (by default made of the address).

    What is queued for an endpoint goes to its new address when it moves.
    """
    endpoint: Json = {
        "id": identifier or f"we_{hashlib.sha256(url.encode()).hexdigest()[:24]}",
        "url": url,
        "secret": secret,
        "enabled_events": list(enabled_events),
    }
    others = [known for known in store.setting("endpoints", []) if known["id"] != endpoint["id"]]
    store.set_setting("endpoints", [*others, endpoint])
    return endpoint


class Courier:
    """The loop that delivers what is due and lets PromptPay codes expire."""

    def __init__(self, store: Store, expire: Callable[[], None]) -> None:
        self._store = store
        self._expire = expire
        self._wake = asyncio.Event()
        self._delivered = asyncio.Condition()
        self._client = httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False)

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._wake.clear()
                if not await self._work():
                    await self._sleep()
        finally:
            await self._client.aclose()

    async def _work(self) -> bool:
        """One round; whether there may be more.  A full disk must not end the loop."""
        try:
            self._expire()
            return await self._deliver_due()
        except sqlite3.Error:
            _log.exception("the sandbox cannot reach its data file")
            return False

    async def drained(self, seconds: float) -> bool:
        """Wait until no delivery is due; false when that takes longer than ``seconds``."""
        self.wake()
        try:
            async with asyncio.timeout(seconds), self._delivered:
                await self._delivered.wait_for(lambda: not self._due())
        except TimeoutError:
            return False
        return True

    async def _sleep(self) -> None:
        async with self._delivered:
            self._delivered.notify_all()
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return

    def _due(self) -> list[sqlite3.Row]:
        if self._store.setting("paused", False):
            return []
        return self._store.db.execute(
            "SELECT * FROM deliveries WHERE status = 'pending' AND due_at <= ? "
            "ORDER BY position LIMIT 200",
            (self._store.now(),),
        ).fetchall()

    async def _deliver_due(self) -> bool:
        lanes: dict[str, list[sqlite3.Row]] = {}
        for row in self._due():
            lanes.setdefault(row["lane"], []).append(row)
        slots = asyncio.Semaphore(_LANES_AT_ONCE)

        async def deliver_lane(rows: list[sqlite3.Row]) -> None:
            async with slots:
                for row in rows:
                    if self._store.setting("paused", False):
                        return
                    await self._deliver(row)

        await asyncio.gather(*(deliver_lane(rows) for rows in lanes.values()))
        return bool(lanes)

    async def _deliver(self, row: sqlite3.Row) -> None:
        endpoint = self._endpoint(row["endpoint"])
        event = self._store.find(row["account"], "event", row["event"])
        if endpoint is None or event is None:
            self._finish(row, "failed", None, "The endpoint was removed.")
            return
        payload = json.dumps(event, ensure_ascii=False, indent=2).encode()
        secret = row["secret"] or str(endpoint["secret"])
        timestamp = row["signed_at"] or int(time.time())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(payload, secret, timestamp),
            "User-Agent": "Stripe/1.0 (talat sandbox)",
        }
        try:
            answer = await self._client.post(str(endpoint["url"]), content=payload, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._retry(row, None, f"{type(error).__name__}: {error}")
            return
        if answer.is_success:
            self._finish(row, "delivered", answer.status_code, None)
        else:
            self._retry(row, answer.status_code, answer.text[:500])

    def _endpoint(self, identifier: str) -> Json | None:
        endpoints: list[Json] = self._store.setting("endpoints", [])
        return next((known for known in endpoints if known["id"] == identifier), None)

    def _retry(self, row: sqlite3.Row, status: int | None, error: str) -> None:
        if row["attempts"] >= len(BACKOFF_SECONDS):
            self._finish(row, "failed", status, error)
            return
        wait = BACKOFF_SECONDS[row["attempts"]]
        self._store.db.execute(
            "UPDATE deliveries SET attempts = attempts + 1, due_at = ?, last_status = ?, "
            "last_error = ? WHERE id = ?",
            (self._store.now() + wait, status, error, row["id"]),
        )

    def _finish(self, row: sqlite3.Row, result: str, status: int | None, error: str | None) -> None:
        with self._store.transaction():
            self._store.db.execute(
                "UPDATE deliveries SET attempts = attempts + 1, status = ?, last_status = ?, "
                "last_error = ? WHERE id = ?",
                (result, status, error, row["id"]),
            )
            event = self._store.find(row["account"], "event", row["event"])
            if event is not None and result == "delivered" and event["pending_webhooks"] > 0:
                event["pending_webhooks"] -= 1
                self._store.save(row["account"], event)
