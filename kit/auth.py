"""Verification of access tokens against public keys, without asking the auth service."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Annotated, Any, Final

import httpx
import jwt
import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kit.errors import ServiceUnavailable, Unauthenticated

Jwks = Mapping[str, Any]
FetchJwks = Callable[[], Awaitable[Jwks]]

_log = structlog.get_logger(__name__)
_ALGORITHMS: Final = ["EdDSA", "ES256"]
_REFRESH_SECONDS: Final = 60.0
_FIRST_RETRY_SECONDS: Final = 0.2
_LAST_RETRY_SECONDS: Final = 5.0
_UNKNOWN_KEY_WAIT_SECONDS: Final = 2.0
_UNKNOWN_KEY_REFRESH_EVERY_SECONDS: Final = 5.0
_CACHE_SIZE: Final = 10_000


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, loaded once: that takes longer than many requests."""
    return ssl.create_default_context()


def jwks_from_url(url: str) -> FetchJwks:
    """Fetch a key set over HTTP."""

    async def fetch() -> Jwks:
        async with httpx.AsyncClient(timeout=_UNKNOWN_KEY_WAIT_SECONDS, verify=_trust()) as client:
            response = await client.get(url)
            response.raise_for_status()
            keys: Jwks = response.json()
            return keys

    return fetch


class TokenVerifier:
    """Verifies tokens with keys kept in memory and refreshed in the background.

    A request waits for a refresh only when its token names a key that we have not seen, and then
    at most two seconds; strangers cannot make us fetch more often than every five.
    """

    def __init__(self, fetch: FetchJwks, *, issuer: str, audience: str) -> None:
        self._fetch = fetch
        self._issuer = issuer
        self._audience = audience
        self._keys: dict[str, jwt.PyJWK] = {}
        self._verified: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._refreshed_at = float("-inf")
        self._refreshing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to keep the keys fresh; does not wait for the first fetch."""
        self._task = asyncio.create_task(self._keep_fresh())

    async def close(self) -> None:
        """Stop refreshing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def ready(self) -> bool:
        """Whether there is at least one key to verify with."""
        return bool(self._keys)

    async def verify(self, token: str) -> Mapping[str, Any]:
        """The claims of a valid token.

        Raises:
            Unauthenticated: malformed, wrong signature, issuer or audience, or expired.
            ServiceUnavailable: no key has been fetched yet.
        """
        cached = self._verified.get(token)
        if cached is not None and cached[0] > time.time():
            return cached[1]
        claims = self._decode(token, await self._key_of(token))
        if len(self._verified) >= _CACHE_SIZE:
            self._verified.clear()
        self._verified[token] = (float(claims["exp"]), claims)
        return claims

    async def refresh(self) -> None:
        """Fetch the key set now and forget tokens verified with keys that are gone."""
        async with self._refreshing:
            fetched = await self._fetch()
            keys = {key["kid"]: jwt.PyJWK(key) for key in fetched["keys"]}
            if not self._keys.keys() <= keys.keys():
                self._verified.clear()
            self._keys = keys
            self._refreshed_at = time.monotonic()

    async def _key_of(self, token: str) -> jwt.PyJWK:
        try:
            key_id = jwt.get_unverified_header(token).get("kid", "")
        except jwt.InvalidTokenError as error:
            raise Unauthenticated from error
        due = self._refreshed_at + _UNKNOWN_KEY_REFRESH_EVERY_SECONDS
        if key_id not in self._keys and time.monotonic() > due:
            await self._refresh_within(_UNKNOWN_KEY_WAIT_SECONDS)
        if not self._keys:
            raise ServiceUnavailable
        key = self._keys.get(key_id)
        if key is None:
            raise Unauthenticated
        return key

    async def _refresh_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.refresh()
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            _log.warning("jwks_not_fetched", error=repr(error))

    def _decode(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except jwt.InvalidTokenError as error:
            raise Unauthenticated from error
        return claims

    async def _keep_fresh(self) -> None:
        wait = _FIRST_RETRY_SECONDS
        while True:
            await self._refresh_within(_UNKNOWN_KEY_WAIT_SECONDS)
            await asyncio.sleep(_REFRESH_SECONDS if self._keys else wait)
            wait = min(2 * wait, _LAST_RETRY_SECONDS)


_bearer = HTTPBearer(
    auto_error=False, bearerFormat="JWT", description="โทเคนจาก POST /auth/v1/token"
)


async def optional_claims(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Mapping[str, Any] | None:
    """The verified claims of the caller's token, or None when there is no token."""
    if credentials is None:
        return None
    verifier: TokenVerifier = request.app.state.resources.verifier
    return await verifier.verify(credentials.credentials)


OptionalClaims = Annotated[Mapping[str, Any] | None, Depends(optional_claims)]


async def verified_claims(claims: OptionalClaims) -> Mapping[str, Any]:
    """The verified claims of the caller's token; Unauthenticated without one."""
    if claims is None:
        raise Unauthenticated
    return claims


VerifiedClaims = Annotated[Mapping[str, Any], Depends(verified_claims)]
