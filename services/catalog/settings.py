"""Environment of the catalogue; secrets have no default."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables with the prefix ``TALAT_CATALOG_``."""

    model_config = SettingsConfigDict(env_prefix="TALAT_CATALOG_")

    jwks_url: str
    """Where auth's public keys are read."""
    s3_endpoint_url: str
    s3_public_endpoint_url: str | None = None
    """The store's address as browsers see it, when it differs; presigned addresses use it."""
    s3_bucket: str
    s3_access_key: str
    s3_secret_key: SecretStr
    s3_region: str = "us-east-1"
