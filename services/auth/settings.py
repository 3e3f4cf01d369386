"""Environment of the auth service; secrets have no default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from kit.objects import BucketSettings
from kit.settings import Environment, ServiceSettings


class Settings(ServiceSettings):
    """Variables with the prefix ``TALAT_AUTH_``."""

    model_config = SettingsConfigDict(env_prefix="TALAT_AUTH_")

    key_encryption_key: SecretStr
    """Fernet key, or several separated by commas: the first encrypts, each decrypts."""
    mail_dir: Path
    """Folder for .eml files and SMS texts."""
    smtp_url: SecretStr | None = None
    """smtp://, smtp+starttls:// or smtps://user:password@host:port; unset writes .eml files."""
    mail_from: str = "Talat <no-reply@talat.invalid>"
    s3_endpoint_url: str
    s3_public_endpoint_url: str | None = None
    """The store's address as browsers see it, when it differs; presigned addresses use it."""
    s3_bucket: str
    s3_access_key: str
    s3_secret_key: SecretStr
    s3_region: str = "us-east-1"
    access_token_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    refresh_token_days: Annotated[int, Field(ge=1, le=365)] = 30
    signing_key_days: Annotated[int, Field(ge=1)] = 30
    """Age at which the next signing key is made."""
    argon2_memory_kib: Annotated[int, Field(ge=8)] = 19_456
    argon2_time_cost: Annotated[int, Field(ge=1)] = 2
    argon2_threads: Annotated[int, Field(ge=1)] = 1
    """Password hashes computed at once; the others wait, beyond a queue they get 503."""

    def bucket(self) -> BucketSettings:
        """The private bucket of applicants' documents."""
        return BucketSettings(
            endpoint_url=self.s3_endpoint_url,
            public_endpoint_url=self.s3_public_endpoint_url,
            bucket=self.s3_bucket,
            access_key=self.s3_access_key,
            secret_key=self.s3_secret_key,
            region=self.s3_region,
        )

    require_verified_contact: bool | None = None
    """Whether an address must be proven before the first sign-in; unset: in production."""
    require_second_factor: bool | None = None
    """Whether officers and operators have rights only with a second factor; unset: in
    production."""

    @property
    def verification_required(self) -> bool:
        """Whether an address must be proven before the first sign-in."""
        return self._in_production(self.require_verified_contact)

    @property
    def second_factor_required(self) -> bool:
        """Whether officers and operators have rights only with a second factor."""
        return self._in_production(self.require_second_factor)

    def _in_production(self, setting: bool | None) -> bool:  # noqa: FBT001  (tri-state setting)
        return self.environment is Environment.PRODUCTION if setting is None else setting

    @field_validator("key_encryption_key")
    @classmethod
    def _fernet_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().split(","):
            try:
                Fernet(key.strip().encode())
            except ValueError as error:
                raise ValueError("not a Fernet key (32 bytes, url-safe base64)") from error
        return value
