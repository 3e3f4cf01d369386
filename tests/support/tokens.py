"""Access tokens as auth would sign them, without auth: a key of the run and its public set."""

import json
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from contracts.scopes import Role, Scope
from contracts.tokens import AUDIENCE, OfficerRights
from contracts.types import OrganisationKind
from kit.ids import uuid7
from kit.time import now

PUBLIC_URL = "http://testserver"
"""The origin under test, and so the issuer of its tokens."""

LIFETIME = timedelta(minutes=10)


class TokenMint:
    """Signs tokens that every service under test accepts."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._key = Ed25519PrivateKey.generate()
        self._key_id = "test-key"

    def jwks(self) -> dict[str, Any]:
        """The public half, as auth publishes it."""
        public = OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._key_id, "use": "sig", "alg": "EdDSA"}]}

    def mint(
        self,
        *,
        person_id: UUID | None = None,
        name: str = "ผู้ทดสอบ",
        org: UUID | None = None,
        org_kind: OrganisationKind | None = None,
        roles: Collection[Role] = (),
        scopes: Collection[Scope] = (),
        officer: OfficerRights | Sequence[OfficerRights] = (),
        operator: bool = False,
        expires_at: datetime | None = None,
        claims: Mapping[str, Any] | None = None,
    ) -> str:
        """The value of an Authorization header: "Bearer …".

        `claims` replaces single claims, to try tokens that must be refused.
        """
        issued_at = now()
        appointments = [officer] if isinstance(officer, OfficerRights) else officer
        payload: dict[str, Any] = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": str(person_id or uuid7()),
            "jti": str(uuid7()),
            "iat": issued_at,
            "exp": expires_at or issued_at + LIFETIME,
            "name": name,
            "scope": " ".join(sorted(scopes)),
            "org": str(org) if org else None,
            "org_kind": org_kind,
            "roles": sorted(roles),
            "officer": [rights.model_dump(mode="json") for rights in appointments],
            "operator": operator,
            **(claims or {}),
        }
        token = jwt.encode(payload, self._key, algorithm="EdDSA", headers={"kid": self._key_id})
        return f"Bearer {token}"

    def headers(self, **kwargs: Any) -> dict[str, str]:
        """`mint` as request headers."""
        return {"Authorization": self.mint(**kwargs)}


@contextmanager
def published(mint: TokenMint) -> Iterator[str]:
    """Serve the mint's public keys on a free local port; yields the address to fetch."""
    body = json.dumps(mint.jwks()).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing: a test's output is the test's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/auth/v1/jwks.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
