"""Fixtures for every test: servers started once, databases per worker, applications, tokens.

Nothing starts before a test asks for it, except PostgreSQL under xdist, which the controller
starts for all workers. Tests commit for real; each makes its own parties and looks only at them.

For each service S of auth, catalog and orders: `S_database_url`, `S_settings`, `S_database`
(kit.db.Database), `S_app` (FastAPI, lifespan run), `S_client` (httpx.AsyncClient, no socket),
`S_outbox` (what it published during the test), `deliver_to_S` (an event without a bus).
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kit.ids import uuid7
from talat.stack.home import temporary_home
from tests.support import servers
from tests.support.tokens import PUBLIC_URL, TokenMint, published

pytest_plugins = [
    "tests.support.services",
    "tests.support.bus",
    "tests.support.whole",
    "tests.support.importing",
]

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


def worker_name() -> str:
    """The xdist worker that this process is; "main" without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def given_addresses(config: pytest.Config) -> servers.PostgresAddresses | None:
    """What the xdist controller told this worker; None without xdist."""
    given = getattr(config, "workerinput", {}).get("talat_postgres")
    return None if given is None else servers.PostgresAddresses.load(given)


@pytest.fixture(scope="session")
def home(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of this worker that the servers' own account can reach; removed at the end.

    Under xdist the controller removes it, because a worker that is interrupted cannot.
    """
    addresses = given_addresses(request.config)
    if addresses is None:
        with temporary_home() as folder:
            yield folder
    else:
        folder = Path(addresses.home) / f"worker-{worker_name()}"
        folder.mkdir(mode=0o711)
        yield folder


class WorkerDatabases:
    """This worker's view of the run's PostgreSQL."""

    def __init__(self, config: pytest.Config, stop: ExitStack) -> None:
        given = given_addresses(config)
        self._own: servers.PostgresForRun | None = None
        if given is None:
            self._own = servers.PostgresForRun()
            stop.callback(self._own.close)
            given = self._own.addresses
        self.addresses = given

    async def service(self, name: str) -> str:
        """A clone of the service's migrated template; its address."""
        if self._own is not None:
            await self._own.prepare(name)
        return await servers.clone(self.addresses, name, worker_name())

    async def blank(self) -> str:
        """An empty database; its address, as administrator."""
        return await servers.blank(self.addresses, f"blank_{worker_name()}_{uuid7().hex}")

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
