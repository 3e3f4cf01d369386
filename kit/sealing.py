"""A document that only one reader can open: HPKE (RFC 9180) with X25519 and AES-256-GCM."""

from __future__ import annotations

import zlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public half, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(document: bytes, *, public: bytes, purpose: str) -> bytes:
    """The document, compressed and encrypted to the holder of the private key."""
    key = X25519PublicKey.from_public_bytes(public)
    return _SUITE.encrypt(zlib.compress(document, 9), key, purpose.encode())


def unseal(sealed: bytes, *, private: bytes, purpose: str) -> bytes:
    """The document.

    Raises:
        cryptography.exceptions.InvalidTag: another key or purpose, or changed on the way.
    """
    key = X25519PrivateKey.from_private_bytes(private)
    return zlib.decompress(_SUITE.decrypt(sealed, key, purpose.encode()))
