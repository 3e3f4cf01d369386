"""The three services under test, and the servers that they use besides PostgreSQL."""

import importlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from fastapi import FastAPI

from kit.db import Database
from kit.settings import Environment, ServiceSettings
from talat.stack import sandbox, seaweedfs
from tests.support import apps
from tests.support.tokens import PUBLIC_URL


class ServiceDatabases(Protocol):
    """What `databases` of conftest.py offers to a service."""

    async def service(self, name: str) -> str:
        """The address of a migrated database of the service."""
        ...


NOWHERE = "127.0.0.1:9"  # the discard port: a test that needs the server asks for its fixture
UNUSED_SEED = "SUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
FERNET_KEY = "dGVzdC1rZXktb2YtdGhlLXN1aXRlLTMyLWJ5dGVzISE="


@pytest.fixture(scope="session")
def stripe_sandbox(home: Path) -> Iterator[sandbox.StripeSandbox]:
    """This worker's own Stripe-compatible sandbox."""
    with sandbox.running(home) as server:
        yield server


@pytest.fixture(scope="session")
def s3(home: Path) -> Iterator[seaweedfs.S3Server]:
    """This worker's own object store."""
    with seaweedfs.running(home) as server:
        yield server


def common_settings(database_url: str) -> dict[str, Any]:
    """Settings that all services share, for an application that needs no bus."""
    return {
        "environment": Environment.TEST,
        "database_url": database_url,
        "nats_url": f"nats://{NOWHERE}",
        "nats_nkey_seed": UNUSED_SEED,
        "public_url": PUBLIC_URL,
        "log_format": "console",
        "log_level": "warning",
    }


def settings_class(service: str) -> Any:
    """The service's Settings class; its module is imported only now."""
    return importlib.import_module(f"services.{service}.settings").Settings


def settings_of(service: str, **values: Any) -> ServiceSettings:
    """The service's Settings with these values."""
    settings: ServiceSettings = settings_class(service)(**values)
    return settings


def app_of(service: str, settings: ServiceSettings) -> FastAPI:
    """The service's application; its module is imported only now."""
    app: FastAPI = importlib.import_module(f"services.{service}.app").create_app(settings)
    return app


@pytest.fixture(scope="session")
async def auth_database_url(databases: ServiceDatabases) -> str:
    """This worker's own auth database."""
    return await databases.service("auth")


@pytest.fixture(scope="session")
def mail_dir(home: Path) -> Path:
    """Where mail and SMS are written as files."""
    folder = home / "mail"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def auth_settings(auth_database_url: str, mail_dir: Path) -> ServiceSettings:
    """Auth's settings against this worker's servers."""
    return settings_of(
        "auth",
        **common_settings(auth_database_url),
        key_encryption_key=FERNET_KEY,
        mail_dir=mail_dir,
        s3_endpoint_url=f"http://{NOWHERE}",
        s3_bucket="talat-auth",
        s3_access_key="test",
        s3_secret_key="test",
        s3_region="us-east-1",
        argon2_memory_kib=1024,
        argon2_time_cost=1,
    )


@pytest.fixture(scope="session")
async def auth_database(auth_database_url: str) -> AsyncIterator[Database]:
    """Auth's database, for arranging and asserting."""
    database = Database(auth_database_url, pool_size=2, application_name="test")
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def auth_app(auth_settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """Auth's running application."""
    async with apps.running(app_of("auth", auth_settings)) as app:
        yield app


@pytest.fixture
async def auth_client(auth_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of auth, from an address that no other test uses."""
    async with apps.client_of(auth_app) as client:
        yield client


@pytest.fixture(scope="session")
async def catalog_database_url(databases: ServiceDatabases) -> str:
    """This worker's own catalog database."""
    return await databases.service("catalog")


@pytest.fixture(scope="session")
def catalog_settings(catalog_database_url: str, jwks_url: str) -> ServiceSettings:
    """Catalog's settings, without an object store: a test of media asks for `s3` too."""
    return settings_of(
        "catalog",
        **common_settings(catalog_database_url),
        jwks_url=jwks_url,
        s3_endpoint_url=f"http://{NOWHERE}",
        s3_bucket="talat-catalog",
        s3_access_key="test",
        s3_secret_key="test",
        s3_region="us-east-1",
    )


@pytest.fixture(scope="session")
async def catalog_database(catalog_database_url: str) -> AsyncIterator[Database]:
    """Catalog's database, for arranging and asserting."""
    database = Database(catalog_database_url, pool_size=2, application_name="test")
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def catalog_app(catalog_settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """Catalog's running application."""
    async with apps.running(app_of("catalog", catalog_settings)) as app:
        yield app


@pytest.fixture
async def catalog_client(catalog_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of catalog, from an address that no other test uses."""
    async with apps.client_of(catalog_app) as client:
        yield client


@pytest.fixture(scope="session")
async def orders_database_url(databases: ServiceDatabases) -> str:
    """This worker's own orders database."""
    return await databases.service("orders")


@pytest.fixture(scope="session")
def orders_settings(
    orders_database_url: str,
    jwks_url: str,
    mail_dir: Path,
    stripe_sandbox: sandbox.StripeSandbox,
) -> ServiceSettings:
    """Orders' settings against this worker's servers."""
    return settings_of(
        "orders",
        **common_settings(orders_database_url),
        jwks_url=jwks_url,
        stripe_api_key=stripe_sandbox.api_key,
        stripe_api_base=stripe_sandbox.url,
        stripe_webhook_secret=stripe_sandbox.webhook_secret,
        mail_dir=mail_dir,
    )


@pytest.fixture(scope="session")
async def orders_database(orders_database_url: str) -> AsyncIterator[Database]:
    """Orders' database, for arranging and asserting."""
    database = Database(orders_database_url, pool_size=2, application_name="test")
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def orders_app(orders_settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """Orders' running application."""
    async with apps.running(app_of("orders", orders_settings)) as app:
        yield app


@pytest.fixture
async def orders_client(orders_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of orders, from an address that no other test uses."""
    async with apps.client_of(orders_app) as client:
        yield client
