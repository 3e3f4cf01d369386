"""RFC 6238 by the cryptography library: SHA-1, six digits, 30 seconds, as every app has it."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS: Final = 30
DIGITS: Final = 6
_SECRET_BYTES: Final = 20
_DRIFT_STEPS: Final = 1


def new_secret() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(_SECRET_BYTES)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  (RFC 6238's default)


def shown(secret: bytes) -> str:
    """The secret as a person types it into an app: base32."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """The otpauth:// address that an app reads from a QR code."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def code_at(secret: bytes, *, step: int) -> str:
    """The code of a step."""
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def matching_step(secret: bytes, code: str, *, at: float, after: int) -> int | None:
    """The step whose code this is, a step before and after now allowed; never one that was used.

    Every candidate is compared, so that the time tells nothing.
    """
    current = int(at) // STEP_SECONDS
    found = None
    for step in range(current - _DRIFT_STEPS, current + _DRIFT_STEPS + 1):
        same = hmac.compare_digest(code_at(secret, step=step).encode(), code.encode())
        if same and step > after:
            found = step
    return found
