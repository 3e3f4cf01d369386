"""Secrets of an embedded installation: made once, kept in its home for the owner alone."""

import base64
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import nkeys

SERVICES = ("auth", "catalog", "orders")


def _password() -> str:
    return secrets.token_urlsafe(24)


def _nkey_seed() -> str:
    return bytes(nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)).decode()


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _generators() -> dict[str, Callable[[], str]]:
    made: dict[str, Callable[[], str]] = {
        "postgres.admin": _password,
        "nats.admin": _nkey_seed,
        "s3.admin.access_key": lambda: secrets.token_hex(10).upper(),
        "s3.admin.secret_key": _password,
        "auth.key_encryption_key": _fernet_key,
        "sandbox.api_key": lambda: f"sk_test_{secrets.token_hex(24)}",
        "sandbox.webhook_secret": lambda: f"whsec_{secrets.token_hex(24)}",
    }
    for service in SERVICES:
        made[f"postgres.{service}"] = _password
        made[f"nats.{service}"] = _nkey_seed
        made[f"s3.{service}.access_key"] = lambda: secrets.token_hex(10).upper()
        made[f"s3.{service}.secret_key"] = _password
    return made


class Secrets:
    """Named secrets of one home. A name that a newer version adds is made when it is loaded."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def items(self) -> dict[str, str]:
        return dict(self._values)

    def nkey_public(self, name: str) -> str:
        """The public half of an nkey seed, as the server's configuration wants it."""
        pair = nkeys.from_seed(bytearray(self._values[f"nats.{name}"].encode()))
        return bytes(pair.public_key).decode()

    @classmethod
    def load(cls, home: Path) -> "Secrets":
        """Read `home/secrets.json`, completing it; the file is 0600 and replaced atomically."""
        home.mkdir(parents=True, exist_ok=True)
        path = home / "secrets.json"
        values: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: make() for name, make in _generators().items() if name not in values}
        if missing:
            values |= missing
            cls(values).save(home)
        return cls(values)

    def save(self, home: Path) -> None:
        """Write the file so that a crash leaves the old one or the new one."""
        temporary = home / f"secrets.json.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(self._values, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(home / "secrets.json")
