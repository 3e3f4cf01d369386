"""Settings of a service process, read from the environment."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, Literal

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings

_PLACEHOLDER: Final = re.compile(
    r"change.?me|placeholder|example|development|secret$", re.IGNORECASE
)
_SHORTEST_SECRET: Final = 16


class Environment(StrEnum):
    """Where the process runs; only development and test accept placeholder secrets."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class ServiceSettings(BaseSettings):
    """What every service needs. A subclass sets ``env_prefix``; a secret has no default.

    Raises:
        pydantic.ValidationError: something is missing, or a secret is a placeholder or too
            short outside development and test.
    """

    environment: Environment
    database_url: SecretStr
    database_replica_url: SecretStr | None = None
    nats_url: str
    nats_nkey_seed: SecretStr
    public_url: str
    token_issuer: str = ""
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: str | None = None
    pool_size: int = 4
    statement_timeout_ms: int = 5_000
    lock_timeout_ms: int = 2_000
    rate_limits_enabled: bool = True

    @property
    def issuer(self) -> str:
        """The ``iss`` of access tokens: the public origin unless set apart."""
        return self.token_issuer or self.public_url

    @model_validator(mode="after")
    def _refuse_placeholders(self) -> ServiceSettings:
        if self.environment is not Environment.PRODUCTION:
            return self
        bad = [
            name
            for name, value in self
            if isinstance(value, SecretStr) and not _is_real_secret(value.get_secret_value())
        ]
        if bad:
            prefix = self.model_config.get("env_prefix", "")
            names = ", ".join(f"{prefix}{name}".upper() for name in bad)
            raise ValueError(
                f"{names}: a placeholder or too short; set a real secret of at least "
                f"{_SHORTEST_SECRET} characters"
            )
        return self


def _is_real_secret(value: str) -> bool:
    return len(value) >= _SHORTEST_SECRET and not _PLACEHOLDER.search(value)
