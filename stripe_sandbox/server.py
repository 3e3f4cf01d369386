"""What one running sandbox consists of."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass

from starlette.requests import Request

from stripe_sandbox import attempts
from stripe_sandbox.errors import StripeError
from stripe_sandbox.faults import Faults
from stripe_sandbox.idempotency import Keys
from stripe_sandbox.scope import PLATFORM, Scope
from stripe_sandbox.store import Store
from stripe_sandbox.webhooks import Courier, configure_endpoint


@dataclass(frozen=True)
class Config:
    """How one sandbox runs."""

    data: str
    api_key: str
    webhook_url: str | None = None
    webhook_secret: str | None = None
    public_url: str | None = None


class Server:
    """One running sandbox."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.store = Store(config.data)
        self.keys = Keys(self.store)
        self.faults = Faults(self.store)
        self.courier = Courier(self.store, self.expire)
        if config.webhook_url is not None:
            configure_endpoint(
                self.store,
                config.webhook_url,
                config.webhook_secret or "whsec_sandbox",
                identifier="we_command_line",
            )

    def scope(self, request: Request, account: str = PLATFORM, **ids: str | None) -> Scope:
        """An operation of ``account`` that begins now."""
        return Scope(
            self.store,
            account,
            (self.config.public_url or str(request.base_url)).rstrip("/"),
            ids.get("request_id"),
            ids.get("idempotency_key"),
            int(self.store.now()),
        )

    def expire(self) -> None:
        """Let the PromptPay codes expire whose time has come."""
        with self.store.transaction():
            attempts.expire_due(Scope(self.store, PLATFORM, "", now=int(self.store.now())))

    def authenticate(self, request: Request) -> None:
        """Accept the key as bearer token or as Basic user name; raise Stripe's 401 otherwise."""
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            value = _basic_user(value)
        if not value:
            raise StripeError(
                "You did not provide an API key. You need to provide your API key in the "
                "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer KEY').",
                status=401,
            )
        if not hmac.compare_digest(value.encode(), self.config.api_key.encode()):
            raise StripeError(f"Invalid API Key provided: ****{value[-4:]}", status=401)

    def account(self, request: Request) -> str:
        """The account that the request acts for; a stranger's account is refused."""
        account = request.headers.get("stripe-account")
        if not account:
            return PLATFORM
        if account not in self.store.setting("accounts", []):
            raise StripeError(
                f"The provided key does not have access to account '{account}' (or that account "
                "does not exist). Application access may have been revoked.",
                status=403,
                code="account_invalid",
            )
        return account


def _basic_user(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
