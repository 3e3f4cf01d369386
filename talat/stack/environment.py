"""What each service's process is told: the variables that production sets by hand."""

import os

from talat.stack.installation import STRIPE_WEBHOOK_VARIABLE, Installation, real_stripe_key
from talat.stack.ports import LOCALHOST
from talat.stack.postgres import database_name
from talat.stack.process import base_environment
from talat.stack.secrets import SERVICES


def service_environment(installation: Installation, service: str) -> dict[str, str]:
    """Every TALAT_<SERVICE>_ variable of one service of an embedded system."""
    prefix = f"TALAT_{service.upper()}_"
    common = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": installation.postgres.url(database_name(service)),
        "NATS_URL": installation.nats.url,
        "NATS_NKEY_SEED": installation.nats.seeds[service],
        "PUBLIC_URL": installation.public_url,
        "LOG_FORMAT": "json",
    }
    own = {"auth": _auth, "catalog": _catalog, "orders": _orders}[service](installation)
    return {f"{prefix}{name}": value for name, value in {**common, **own}.items()}


def process_environment(installation: Installation, service: str) -> dict[str, str]:
    """The environment of a service's process; what the operator set overrides the defaults."""
    mine = service_environment(installation, service)
    prefix = f"TALAT_{service.upper()}_"
    operators = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    return {
        **base_environment(),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "MALLOC_ARENA_MAX": "2",
        "TALAT_HOME": str(installation.home),
        **mine,
        **operators,
    }


def adopt(installation: Installation, services: tuple[str, ...] = SERVICES) -> None:
    """Give this process the services' variables that the operator has not set."""
    for service in services:
        for name, value in service_environment(installation, service).items():
            os.environ.setdefault(name, value)


def _jwks_url(installation: Installation) -> str:
    return f"http://{LOCALHOST}:{installation.ports['auth']}/auth/v1/jwks.json"


def _mail_dir(installation: Installation) -> str:
    folder = installation.home / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


def _auth(installation: Installation) -> dict[str, str]:
    return {
        "KEY_ENCRYPTION_KEY": installation.secrets["auth.key_encryption_key"],
        "MAIL_DIR": _mail_dir(installation),
        **_bucket(installation, "auth"),
    }


def _catalog(installation: Installation) -> dict[str, str]:
    return {
        "JWKS_URL": _jwks_url(installation),
        **_bucket(installation, "catalog"),
    }


def _bucket(installation: Installation, service: str) -> dict[str, str]:
    bucket = installation.s3.bucket(service)
    return {
        "S3_ENDPOINT_URL": installation.s3.endpoint_url,
        "S3_REGION": installation.s3.region,
        "S3_BUCKET": bucket.name,
        "S3_ACCESS_KEY": bucket.access_key,
        "S3_SECRET_KEY": bucket.secret_key,
    }


def _orders(installation: Installation) -> dict[str, str]:
    return {
        "JWKS_URL": _jwks_url(installation),
        "MAIL_DIR": _mail_dir(installation),
        **_stripe(installation),
    }


def _stripe(installation: Installation) -> dict[str, str]:
    real_key = real_stripe_key()
    if real_key is not None:
        secret = os.environ.get(STRIPE_WEBHOOK_VARIABLE, "")
        return {"STRIPE_API_KEY": real_key, "STRIPE_WEBHOOK_SECRET": secret}
    sandbox = installation.sandbox
    return {
        "STRIPE_API_KEY": sandbox.api_key,
        "STRIPE_API_BASE": sandbox.url,
        "STRIPE_WEBHOOK_SECRET": sandbox.webhook_secret,
    }
