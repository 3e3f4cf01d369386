"""Environment of the orders service; secrets have no default."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings
from services.orders.ports import Terms


class Settings(ServiceSettings):
    """Variables with the prefix ``TALAT_ORDERS_``."""

    model_config = SettingsConfigDict(env_prefix="TALAT_ORDERS_")

    jwks_url: str
    """Where auth's public keys are read."""
    stripe_api_key: SecretStr
    stripe_api_base: str | None = None
    """Address of a Stripe-compatible sandbox; unset means Stripe itself."""
    stripe_webhook_secret: SecretStr | None = None
    """Unset disables the webhook route; the reconciliation then brings every payment home."""
    stripe_timeout_seconds: Annotated[float, Field(gt=0)] = 10.0
    mail_dir: Path
    """Folder for guests' mail."""
    smtp_url: SecretStr | None = None
    """smtp://, smtp+starttls:// or smtps://user:password@host:port; unset writes .eml files."""
    mail_from: str = "Talat <no-reply@talat.invalid>"
    hold_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 30
    """How long stock is held for a shopper who has not paid."""
    reconcile_after_seconds: Annotated[int, Field(ge=1)] = 60
    """Age from which an unpaid group is compared with Stripe, webhooks or not."""

    @property
    def terms(self) -> Terms:
        """The two times above as the use cases take them."""
        return Terms(
            hold=timedelta(minutes=self.hold_minutes),
            reconcile_after=timedelta(seconds=self.reconcile_after_seconds),
        )
