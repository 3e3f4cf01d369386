"""Encryption of signing keys at rest."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SigningKeyUnreadableError(Exception):
    """A stored signing key was encrypted under a key that is not configured."""


class Vault:
    """Encrypts under the first of the configured Fernet keys, decrypts under any of them."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])

    def seal(self, secret: bytes) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(secret)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt.

        Raises:
            SigningKeyUnreadableError: none of the configured keys fits.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SigningKeyUnreadableError(
                "TALAT_AUTH_KEY_ENCRYPTION_KEY does not open the stored signing keys: add the "
                "former key behind the new one, separated by a comma"
            ) from error
