"""Signed tokens and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from jwt.algorithms import OKPAlgorithm

ALGORITHM: Final = "EdDSA"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new key: the raw private half, never stored as it is, and the public half as JWK."""

    private: bytes
    public_jwk: dict[str, Any]


def new_key(kid: str) -> KeyPair:
    """A fresh Ed25519 key."""
    private = Ed25519PrivateKey.generate()
    public = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return KeyPair(
        private=private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        public_jwk={**public, "kid": kid, "use": "sig", "alg": ALGORITHM},
    )


def sign(claims: Mapping[str, Any], *, private: bytes, kid: str) -> str:
    """The claims as a compact JWS."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    return jwt.encode(dict(claims), key, algorithm=ALGORITHM, headers={"kid": kid})
