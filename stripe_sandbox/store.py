"""Everything the sandbox remembers, in one SQLite file that survives ``kill -9``.

The server is one process and every operation is one synchronous transaction, so operations never
interleave.  Objects are kept as JSON, addressed by account and id.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from stripe_sandbox.errors import Json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id TEXT NOT NULL,
    kind TEXT NOT NULL, created INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (account, id));
CREATE INDEX IF NOT EXISTS objects_id ON objects (id);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (account, kind, seq);
CREATE INDEX IF NOT EXISTS objects_intent
    ON objects (account, kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS objects_charge
    ON objects (account, kind, json_extract(body, '$.charge'));
CREATE TABLE IF NOT EXISTS expiries (
    intent TEXT PRIMARY KEY, account TEXT NOT NULL, due_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS idempotency (
    account TEXT NOT NULL, key TEXT NOT NULL, path TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, request_id TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (account, key));
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, event TEXT NOT NULL,
    event_type TEXT NOT NULL, endpoint TEXT NOT NULL, lane TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0, due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'pending', last_status INTEGER, last_error TEXT,
    secret TEXT, signed_at INTEGER);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (status, due_at);
CREATE INDEX IF NOT EXISTS deliveries_event ON deliveries (event);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One open data file.  Not thread-safe: the event loop's thread owns it."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing.  Must not contain an ``await``."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def setting(self, name: str, default: Any) -> Any:
        """A JSON value kept across restarts."""
        row = self.db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row["value"])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value."""
        self.db.execute(
            "INSERT INTO settings VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    def now(self) -> float:
        """The sandbox's clock in Unix seconds; the control API can move it forward."""
        return time.time() + float(self.setting("clock_offset", 0))

    def add(self, account: str, body: Json) -> None:
        """Insert a new object."""
        self.db.execute(
            "INSERT INTO objects (account, id, kind, created, body) VALUES (?, ?, ?, ?, ?)",
            (account, body["id"], body["object"], body.get("created", 0), json.dumps(body)),
        )

    def save(self, account: str, body: Json) -> None:
        """Replace an object's contents."""
        self.db.execute(
            "UPDATE objects SET body = ? WHERE account = ? AND id = ?",
            (json.dumps(body), account, body["id"]),
        )

    def find(self, account: str, kind: str, identifier: str) -> Json | None:
        """An object of this account, or None."""
        row = self.db.execute(
            "SELECT body FROM objects WHERE account = ? AND id = ? AND kind = ?",
            (account, identifier, kind),
        ).fetchone()
        return None if row is None else _loaded(row)

    def find_any(self, kind: str, identifier: str) -> tuple[str, Json] | None:
        """An object of whatever account, with the account: for pages and the control API."""
        row = self.db.execute(
            "SELECT account, body FROM objects WHERE id = ? AND kind = ?", (identifier, kind)
        ).fetchone()
        return None if row is None else (str(row["account"]), _loaded(row))

    def position(self, account: str, kind: str, identifier: str) -> int | None:
        """The place of an object in its list, for cursors."""
        row = self.db.execute(
            "SELECT seq FROM objects WHERE account = ? AND id = ? AND kind = ?",
            (account, identifier, kind),
        ).fetchone()
        return None if row is None else int(row["seq"])

    def select(
        self,
        account: str,
        kind: str,
        *,
        equal: Mapping[str, str] | None = None,
        where: Sequence[tuple[str, int]] = (),
        types: Sequence[str] = (),
        newest_first: bool = True,
        limit: int = 1_000_000,
    ) -> list[Json]:
        """Objects of one kind.

        ``equal`` compares top-level JSON fields (a value ending in ``.*`` is a prefix); ``where``
        holds fixed SQL conditions of this package with one integer each (never text of a caller);
        ``types`` keeps objects whose ``type`` is one of them.
        """
        conditions = ["account = ?", "kind = ?"]
        values: list[str | int] = [account, kind]
        for field, wanted in (equal or {}).items():
            operator = "GLOB" if wanted.endswith(".*") else "="
            conditions.append(f"json_extract(body, '$.{field}') {operator} ?")
            values.append(wanted)
        for condition, number in where:
            conditions.append(condition)
            values.append(number)
        if types:
            conditions.append("json_extract(body, '$.type') IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(types)))
        order = "DESC" if newest_first else "ASC"
        rows = self.db.execute(
            f"SELECT body FROM objects WHERE {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY seq {order} LIMIT ?",
            (*values, limit),
        )
        return [_loaded(row) for row in rows]


def _loaded(row: sqlite3.Row) -> Json:
    body: Json = json.loads(row["body"])
    return body
