"""A person at the gateway: signs in, speaks JSON, and is told plainly when refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import uuid4

import httpx

_TIMEOUT_SECONDS: Final = 20.0
_UNAVAILABLE: Final = 503
_TOO_MANY: Final = 429
_ATTEMPTS: Final = 8
_RENEW_AFTER_SECONDS: Final = 480.0


class Refused(Exception):
    """The service answered with a problem."""

    def __init__(self, response: httpx.Response) -> None:
        problem = _body(response)
        self.status = response.status_code
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", response.text[:300]))
        super().__init__(
            f"{response.request.method} {response.request.url.path}: "
            f"{self.status} {self.code}: {self.detail} {problem.get('errors', '')}"
        )


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


@dataclass(frozen=True)
class Answer:
    """A body with the ETag that an edit of it must show."""

    body: dict[str, Any]
    etag: str | None


class Gateway:
    """The one origin, for callers with or without a name."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._http = httpx.Client(base_url=base_url, timeout=_TIMEOUT_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> Answer:
        """One request; a passing 503 or 429 is waited out as its Retry-After says.

        Raises:
            Refused: any other answer of 400 and above.
        """
        for attempt in range(_ATTEMPTS):
            response = self._http.request(method, path, json=body, headers=headers, **extra)
            passing = response.status_code in {_UNAVAILABLE, _TOO_MANY}
            if not passing or attempt == _ATTEMPTS - 1:
                break
            time.sleep(float(response.headers.get("retry-after", 1)))
        if response.is_error:
            raise Refused(response)
        return Answer(_body(response), response.headers.get("etag"))

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Read without a name."""
        return self.call("GET", path, params=params).body

    def post(self, path: str, body: object = None, **kwargs: Any) -> dict[str, Any]:
        """Write without a name."""
        return self.call("POST", path, body=body, **kwargs).body


class Party:
    """One person, signed in, acting for at most one organisation."""

    def __init__(self, gateway: Gateway, email: str, password: str) -> None:
        self._gateway = gateway
        self.email = email
        self._password = password
        self.organisation_id: str | None = None
        self._token = ""
        self._refresh_token: str | None = None
        self._renew_at = 0.0
        self._lock = threading.Lock()

    @classmethod
    def sign_up(cls, gateway: Gateway, email: str, password: str, display_name: str) -> Self:
        """Make the account (once; a second time changes nothing) and sign in."""
        gateway.post(
            "/auth/v1/accounts",
            {"email": email, "password": password, "display_name": display_name},
        )
        return cls(gateway, email, password)

    def acting_for(self, organisation_id: str) -> Self:
        """The same person, from now on with tokens for the organisation."""
        self.organisation_id = organisation_id
        return self.renewed()

    def renewed(self) -> Self:
        """Ask for a new token with the next request: rights have changed."""
        self._renew_at = 0.0
        return self

    def token(self) -> str:
        """A valid access token; a refresh token is used once, whoever else asks meanwhile."""
        with self._lock:
            if time.monotonic() >= self._renew_at:
                answer = self._gateway.call("POST", "/auth/v1/token", data=self._grant()).body
                self._token = answer["access_token"]
                self._refresh_token = answer["refresh_token"]
                self._renew_at = time.monotonic() + _RENEW_AFTER_SECONDS
            return self._token

    def _grant(self) -> dict[str, str]:
        if self._refresh_token is None:
            form = {"grant_type": "password", "username": self.email, "password": self._password}
        else:
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        if self.organisation_id is not None:
            form["organisation_id"] = self.organisation_id
        return form

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> Answer:
        """One request in this person's name; Refused as for the gateway."""
        signed = {"Authorization": f"Bearer {self.token()}", **(headers or {})}
        if method == "POST":
            signed.setdefault("Idempotency-Key", str(uuid4()))
        return self._gateway.call(method, path, body=body, headers=signed, **extra)

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Read."""
        return self.call("GET", path, params=params).body

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        """Write, safe to repeat."""
        return self.call("POST", path, body=body).body

    def put(self, path: str, body: object = None) -> dict[str, Any]:
        """Set."""
        return self.call("PUT", path, body=body).body
