"""Fixtures for every test: servers started once, databases per worker, applications, tokens.

Nothing starts before a test asks for it, except PostgreSQL under xdist, which the controller
starts for all workers. Tests commit for real; each makes its own parties and looks only at them.

For each service S of auth, catalog and orders: `S_database_url`, `S_settings`, `S_database`
(kit.db.Database), `S_app` (FastAPI, lifespan run), `S_client` (httpx.AsyncClient, no socket).
"""

import importlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit.db import Database
from kit.ids import uuid7
from kit.settings import Environment, ServiceSettings
from talat.stack.home import temporary_home
from tests.support import apps, servers
from tests.support.tokens import TokenMint, published

PUBLIC_URL = "http://testserver"
NOWHERE = "127.0.0.1:9"  # the discard port: a test that needs the server asks for its fixture
UNUSED_SEED = "SUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
FERNET_KEY = "dGVzdC1rZXktb2YtdGhlLXN1aXRlLTMyLWJ5dGVzISE="

_for_run = pytest.StashKey[servers.PostgresForRun]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: also the campaigns that `scripts/test` leaves out."""
    parser.addoption("--long", action="store_true", help="run tests marked `long` too")


def pytest_configure(config: pytest.Config) -> None:
    """The developer's own environment must not leak into the tests."""
    for name in [name for name in os.environ if name.startswith("TALAT_")]:
        del os.environ[name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long campaign out unless it is asked for."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """On the xdist controller, before each worker starts: one PostgreSQL for all of them."""
    stash = node.config.stash
    if _for_run not in stash:
        stash[_for_run] = servers.PostgresForRun()
        node.config.add_cleanup(stash[_for_run].close)
        stash[_for_run].prepare_all()
    node.workerinput["talat_postgres"] = stash[_for_run].addresses.dump()


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A folder of this worker that the servers' own account can reach; removed at the end."""
    with temporary_home() as folder:
        yield folder


class WorkerDatabases:
    """This worker's view of the run's PostgreSQL."""

    def __init__(self, config: pytest.Config, stop: ExitStack) -> None:
        given = getattr(config, "workerinput", {}).get("talat_postgres")
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self._own: servers.PostgresForRun | None = None
        if given is None:
            self._own = servers.PostgresForRun()
            stop.callback(self._own.close)
            self.addresses = self._own.addresses
        else:
            self.addresses = servers.PostgresAddresses.load(given)

    async def service(self, name: str) -> str:
        """A clone of the service's migrated template; its address."""
        if self._own is not None:
            await self._own.prepare(name)
        return await servers.clone(self.addresses, name, self.worker)

    async def blank(self) -> str:
        """An empty database; its address, as administrator."""
        return await servers.blank(self.addresses, f"blank_{self.worker}_{uuid7().hex}")

    async def drop(self, url: str) -> None:
        """Remove a database of this worker."""
        await servers.drop(self.addresses, url)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[WorkerDatabases]:
    """The run's PostgreSQL, as this worker may use it."""
    with ExitStack() as stop:
        yield WorkerDatabases(request.config, stop)


@pytest.fixture
async def blank_database_url(databases: WorkerDatabases) -> AsyncIterator[str]:
    """A new empty database for one test of plumbing; dropped afterwards."""
    url = await databases.blank()
    yield url
    await databases.drop(url)


@pytest.fixture(scope="session")
def tokens() -> TokenMint:
    """Mints access tokens: `tokens.mint(person_id=…, org=…, roles=…, scopes=…)` → "Bearer …"."""
    return TokenMint(PUBLIC_URL)


@pytest.fixture(scope="session")
def jwks_url(tokens: TokenMint) -> Iterator[str]:
    """Where the public keys of `tokens` are served."""
    with published(tokens) as url:
        yield url


@pytest.fixture(scope="session")
def stripe_sandbox(home: Path) -> Iterator[Any]:
    """This worker's own Stripe-compatible sandbox."""
    with importlib.import_module("talat.stack.sandbox").running(home) as server:
        yield server


@pytest.fixture(scope="session")
def s3(home: Path) -> Iterator[Any]:
    """This worker's own object store."""
    with importlib.import_module("talat.stack.seaweedfs").running(home) as server:
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


def settings_of(service: str, **values: Any) -> ServiceSettings:
    """The service's Settings with these values; its module is imported only now."""
    settings: ServiceSettings = importlib.import_module(f"services.{service}.settings").Settings(
        **values
    )
    return settings


def app_of(service: str, settings: ServiceSettings) -> FastAPI:
    """The service's application; its module is imported only now."""
    app: FastAPI = importlib.import_module(f"services.{service}.app").create_app(settings)
    return app


@pytest.fixture(scope="session")
async def auth_database_url(databases: WorkerDatabases) -> str:
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
async def catalog_database_url(databases: WorkerDatabases) -> str:
    """This worker's own catalog database."""
    return await databases.service("catalog")


@pytest.fixture(scope="session")
def catalog_settings(catalog_database_url: str, jwks_url: str) -> ServiceSettings:
    """Catalog's settings without an object store; see `catalog_settings_with_s3`."""
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
async def orders_database_url(databases: WorkerDatabases) -> str:
    """This worker's own orders database."""
    return await databases.service("orders")


@pytest.fixture(scope="session")
def orders_settings(
    orders_database_url: str,
    jwks_url: str,
    mail_dir: Path,
    stripe_sandbox: Any,
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
