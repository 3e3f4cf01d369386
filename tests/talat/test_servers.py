"""The embedded servers: what each service may do, and what survives a kill."""

import asyncio
import http.client
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import boto3
import nats as nats_client
import pytest
from botocore.exceptions import ClientError
from nats.errors import TimeoutError as NatsTimeoutError

from contracts.events.topology import TOPOLOGY
from kit.events import provision
from kit.events.bus import inbox_prefix
from talat.stack import caddy, nats, ports, postgres, process, seaweedfs
from talat.stack.errors import StackError
from talat.stack.home import temporary_home
from talat.stack.nats import NatsServer
from talat.stack.seaweedfs import S3Server
from talat.stack.secrets import Secrets


@pytest.fixture
def own_home() -> Iterator[Path]:
    with temporary_home() as folder:
        yield folder


def test_a_role_opens_its_own_database_alone(own_home: Path) -> None:
    with postgres.running(own_home, fsync=False) as server:
        for service in ("auth", "catalog"):
            server.create_service_database(service)
            server.create_service_database(service)
        assert server.sql("SELECT current_user", "talat_auth", "talat_auth") == "talat_auth"
        with pytest.raises(StackError, match="permission denied for database"):
            server.sql("SELECT 1", "talat_auth", "talat_catalog")
        assert server.sql("SHOW server_encoding") == "UTF8"
        assert server.sql("SHOW data_checksums") == "on"
        assert server.sql("SELECT datlocale FROM pg_database WHERE datname = 'talat_auth'") == (
            "C.UTF-8"
        )
        assert server.url("talat_auth_gw0").startswith("postgresql+asyncpg://talat_auth:")


def test_a_wrong_password_is_refused(own_home: Path) -> None:
    with postgres.running(own_home, fsync=False) as server:
        stranger = postgres.PostgresServer(own_home, server.port, Secrets({"postgres.admin": "x"}))
        with pytest.raises(StackError, match="password authentication failed"):
            stranger.sql("SELECT 1")


def test_rows_survive_the_death_of_postgres(own_home: Path) -> None:
    secrets, port = Secrets.load(own_home), ports.free_port()
    part = postgres.part(own_home, secrets, port)
    server = postgres.PostgresServer(own_home, port, secrets)
    with process.running(part) as running:
        server.sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        with process.running(part):
            assert server.sql("SELECT n FROM kept") == "42"


@pytest.fixture
async def bus(own_home: Path) -> AsyncIterator[NatsServer]:
    with nats.running(own_home) as server:
        await provision.provision(server.url, server.admin_seed, TOPOLOGY)
        yield server


async def test_a_service_publishes_only_its_own_events(bus: NatsServer) -> None:
    refused: asyncio.Queue[str] = asyncio.Queue()

    async def keep(error: Exception) -> None:
        refused.put_nowait(str(error))

    client = await nats_client.connect(
        bus.url,
        nkeys_seed_str=bus.seeds["auth"],
        inbox_prefix=inbox_prefix("auth"),
        error_cb=keep,
    )
    try:
        jetstream = client.jetstream()
        kept = await jetstream.publish("talat.auth.organisation.changed.v1", b"{}")
        assert (kept.stream, kept.seq) == ("AUTH", 1)
        with pytest.raises(NatsTimeoutError):
            await jetstream.publish("talat.orders.order.paid.v1", b"{}", timeout=0.5)
        async with asyncio.timeout(5):
            said = await refused.get()
        assert 'permissions violation for publish to "talat.orders.order.paid.v1"' in said.lower()
    finally:
        await client.close()


async def test_nobody_enters_the_bus_without_a_key(bus: NatsServer) -> None:
    async def ignore(_: Exception) -> None:
        """What is refused is raised below."""

    with pytest.raises(Exception, match=r"(?i)authorization"):
        await nats_client.connect(bus.url, allow_reconnect=False, error_cb=ignore)


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with temporary_home() as folder, seaweedfs.running(folder) as server:
        yield server


def refused(call: Callable[[], object]) -> str:
    """The S3 error code of a call that must fail."""
    with pytest.raises(ClientError) as error:
        call()
    return str(error.value.response["Error"]["Code"])


def test_a_bucket_key_opens_its_own_bucket_alone(s3: S3Server) -> None:
    key = s3.bucket("catalog")
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint_url,
        aws_access_key_id=key.access_key,
        aws_secret_access_key=key.secret_key,
        region_name=s3.region,
    )
    client.put_object(Bucket="talat-catalog", Key="ปลาส้ม.jpg", Body=b"picture")
    returned = client.get_object(Bucket="talat-catalog", Key="ปลาส้ม.jpg")
    assert returned["Body"].read() == b"picture"
    s3.admin_client().put_object(Bucket="talat-auth", Key="private", Body=b"letter")

    assert refused(lambda: client.get_object(Bucket="talat-auth", Key="private")) == "AccessDenied"
    assert (
        refused(lambda: client.put_object(Bucket="talat-auth", Key="private", Body=b""))
        == "AccessDenied"
    )
    assert refused(lambda: client.create_bucket(Bucket="talat-other")) == "AccessDenied"
    kept = s3.admin_client().get_object(Bucket="talat-auth", Key="private")["Body"].read()
    assert kept == b"letter"


def test_objects_cannot_be_read_without_a_key(s3: S3Server) -> None:
    s3.admin_client().put_object(Bucket="talat-catalog", Key="plain", Body=b"secret")
    connection = http.client.HTTPConnection(s3.endpoint_url.removeprefix("http://"), timeout=5)
    connection.request("GET", "/talat-catalog/plain")
    answer = connection.getresponse()
    assert answer.status == 403
    assert b"secret" not in answer.read()
    connection.close()


class _Upstream(BaseHTTPRequestHandler):
    """Answers with who it is and the address that the gateway says the client has."""

    def do_GET(self) -> None:
        """Echo."""
        body = f"{self.path} {self.headers.get('X-Forwarded-For')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[int]:
    """A gateway whose catalog answers and whose auth and orders are down."""
    upstream = ThreadingHTTPServer((ports.LOCALHOST, 0), _Upstream)
    thread = Thread(target=upstream.serve_forever)
    thread.start()
    port, down = ports.free_port(), ports.free_port()
    upstreams = {"auth": down, "catalog": upstream.server_address[1], "orders": down}
    with temporary_home() as folder:
        with process.running(caddy.part(folder, port, upstreams)):
            yield port
        log = (folder / "caddy" / "access.log").read_text()
    upstream.shutdown()
    thread.join()
    upstream.server_close()
    assert "of-the-guest" not in log, "the access log must not keep tokens"


Answer = tuple[int, dict[str, str], str]


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """Status, headers and text of one request."""
    connection = http.client.HTTPConnection(ports.LOCALHOST, port, timeout=15)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, named)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@pytest.mark.parametrize(
    "path",
    [
        "/catalog/v1/products",
        "/storefront/v1/products/1?q=x",
        "/storefront/v1/shops/1",
        "/storefront/v1/categories",
        "/storefront/v1/certificates/1",
    ],
)
def test_catalog_gets_its_paths_and_the_true_client(gateway: int, path: str) -> None:
    status, headers, text = ask(
        gateway, "GET", path, X_Forwarded_For="6.6.6.6", X_Cart_Token="of-the-guest"
    )
    assert (status, text) == (200, f"{path} 127.0.0.1")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/metrics", "/catalog/metrics", "/nothing/here"])
def test_what_is_not_public_is_not_found(gateway: int, path: str) -> None:
    status, headers, text = ask(gateway, "GET", path)
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert '"code": "not_found"' in text
    assert "ไม่พบหน้าที่ขอ" in text


def test_a_service_that_is_down_is_told_in_the_readers_language(gateway: int) -> None:
    status, headers, text = ask(gateway, "GET", "/auth/v1/me", Accept_Language="en-GB,en")
    assert (status, headers["retry-after"]) == (503, "2")
    assert '"title": "The service is starting or briefly out of order; try again shortly"' in text
    status, headers, text = ask(gateway, "GET", "/auth/v1/me")
    assert (status, headers["retry-after"]) == (503, "2")
    assert "ระบบกำลังเริ่มหรือขัดข้องชั่วคราว" in text


def test_a_body_over_the_limit_is_refused(gateway: int) -> None:
    status, _, text = ask(gateway, "POST", "/catalog/v1/products", bytes(2 * 1024 * 1024 + 1))
    assert status == 413
    assert '"code": "request_too_large"' in text


def test_the_front_page_stands_at_the_root(gateway: int) -> None:
    status, headers, text = ask(gateway, "GET", "/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>ตลาด · Talat</title>" in text
    assert headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'none'"
