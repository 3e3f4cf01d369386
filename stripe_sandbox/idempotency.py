"""Idempotency keys as Stripe has them: the first answer is kept and given again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.store import Store

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Answer:
    """A status and body, and the id of the request that first produced them."""

    status: int
    body: Json
    request_id: str
    replayed: bool = False


@dataclass
class Keys:
    """The keys of one server.  ``running`` are those of requests that have not ended."""

    store: Store
    running: set[tuple[str, str]] = field(default_factory=set)

    def stored(self, account: str, key: str, path: str, raw: str) -> Answer | None:
        """The earlier answer to the same request.

        Raises idempotency_error (400) when the key was used for another request and
        idempotency_key_in_use (409) while the first request is still running.
        """
        if (account, key) in self.running:
            raise StripeError(
                "There is currently another in-progress request using this Idempotent Key (that "
                "probably means you submitted twice, and the other request is still going "
                f"through): {key}. Please try again later.",
                status=409,
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        row = self.store.db.execute(
            "SELECT * FROM idempotency WHERE account = ? AND key = ? AND created > ?",
            (account, key, int(self.store.now()) - KEPT_SECONDS),
        ).fetchone()
        if row is None:
            return None
        if row["path"] != path:
            raise StripeError(
                "Keys for idempotent requests can only be used for the same endpoint they were "
                f"first used for ('{path}' vs '{row['path']}'). Try using a key other than "
                f"'{key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        if row["fingerprint"] != _fingerprint(raw):
            raise StripeError(
                "Keys for idempotent requests can only be used with the same parameters they were "
                f"first used with. Try using a key other than '{key}' if you meant to execute a "
                "different request.",
                kind="idempotency_error",
            )
        return Answer(
            int(row["status"]), json.loads(row["body"]), str(row["request_id"]), replayed=True
        )

    def keep(self, account: str, key: str, path: str, raw: str, answer: Answer) -> None:
        """Store an answer; in the transaction of the operation itself."""
        self.store.db.execute(
            "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account,
                key,
                path,
                _fingerprint(raw),
                answer.status,
                json.dumps(answer.body),
                answer.request_id,
                int(self.store.now()),
            ),
        )


def _fingerprint(raw: str) -> str:
    pairs = sorted(parse_qsl(raw, keep_blank_values=True))
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()
