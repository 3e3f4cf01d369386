"""What one operation works with: the store, the account that it is for, and the clock."""

from __future__ import annotations

import json
import secrets
import string
from dataclasses import dataclass, field

from stripe_sandbox.errors import Json, missing_resource
from stripe_sandbox.store import Store

API_VERSION = "2026-10-28.endive"
PLATFORM = ""
_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """A fresh identifier such as ``pi_3QxT…``."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(24))}"


@dataclass(frozen=True)
class Scope:
    """One operation on behalf of one account (``PLATFORM`` or a connected ``acct_…``)."""

    store: Store
    account: str
    base_url: str
    request_id: str | None = None
    idempotency_key: str | None = None
    now: int = field(default=0)

    def for_account(self, account: str) -> Scope:
        """The same operation seen from another account, for application fees."""
        return Scope(
            self.store, account, self.base_url, self.request_id, self.idempotency_key, self.now
        )

    def add(self, body: Json) -> Json:
        """Insert a new object and return it."""
        self.store.add(self.account, body)
        return body

    def save(self, body: Json) -> Json:
        """Replace an object and return it."""
        self.store.save(self.account, body)
        return body

    def get(self, kind: str, identifier: str, param: str = "id") -> Json:
        """An object of this account; raises resource_missing, whoever else may own it."""
        body = self.store.find(self.account, kind, identifier)
        if body is None:
            raise missing_resource(kind, identifier, param)
        return body

    def emit(self, event_type: str, subject: Json, previous: Json | None = None) -> Json:
        """Record an event with a snapshot of ``subject`` and queue it for every endpoint."""
        data: Json = {"object": json.loads(json.dumps(subject))}
        if previous is not None:
            data["previous_attributes"] = previous
        event: Json = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": self.request_id, "idempotency_key": self.idempotency_key},
            "type": event_type,
        }
        if self.account != PLATFORM:
            event["account"] = self.account
        endpoints = [
            endpoint
            for endpoint in self.store.setting("endpoints", [])
            if wants(endpoint, event_type)
        ]
        copies = int(self.store.setting("copies", 1))
        event["pending_webhooks"] = len(endpoints)
        self.add(event)
        for endpoint in endpoints:
            for _ in range(copies):
                queue_delivery(self.store, event, str(endpoint["id"]))
        return event


def wants(endpoint: Json, event_type: str) -> bool:
    """Whether an endpoint subscribed to this type of event."""
    return "*" in endpoint["enabled_events"] or event_type in endpoint["enabled_events"]


def queue_delivery(
    store: Store,
    event: Json,
    endpoint: str,
    *,
    secret: str | None = None,
    signed_at: int | None = None,
) -> int:
    """Queue one delivery; deliveries about the same object stay in order (one lane)."""
    subject = event["data"]["object"]
    lane = subject.get("payment_intent") or subject["id"]
    cursor = store.db.execute(
        "INSERT INTO deliveries (account, event, event_type, endpoint, lane, due_at, secret, "
        "signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.get("account", PLATFORM),
            event["id"],
            event["type"],
            endpoint,
            f"{endpoint}:{lane}",
            store.now(),
            secret,
            signed_at,
        ),
    )
    delivery = int(cursor.lastrowid or 0)
    store.db.execute("UPDATE deliveries SET position = id WHERE id = ?", (delivery,))
    return delivery
