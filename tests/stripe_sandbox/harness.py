"""A sandbox as a child process, and a webhook receiver in this one."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import stripe

API_KEY = "sk_test_sandbox_tests"
SECRET = "whsec_sandbox_tests"
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sandbox:
    """The server process; `kill` and `start` again to see what it remembers."""

    data: str
    webhook_url: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "stripe_sandbox", "--port", str(self.port)),
                *("--data", self.data, "--api-key", API_KEY),
                *("--webhook-url", self.webhook_url, "--webhook-secret", SECRET),
            ],
            cwd=ROOT,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the sandbox ended"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
        raise AssertionError("the sandbox did not start")

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def client(self, timeout: float = 20, retries: int = 0) -> stripe.StripeClient:
        """The stripe library, pointed at the sandbox."""
        return stripe.StripeClient(
            API_KEY,
            base_addresses={"api": self.url},
            http_client=stripe.HTTPXClient(timeout=timeout),
            max_network_retries=retries,
        )


@dataclass
class Control:
    """The control API."""

    http: httpx.AsyncClient

    async def post(self, path: str, /, **values: object) -> dict[str, Any]:
        return self._read(await self.http.post(f"/_sandbox{path}", json=values))

    async def get(self, path: str, /, **values: str) -> dict[str, Any]:
        return self._read(await self.http.get(f"/_sandbox{path}", params=values))

    async def delete(self, path: str) -> dict[str, Any]:
        return self._read(await self.http.delete(f"/_sandbox{path}"))

    async def until_waiting(self, count: int) -> None:
        """Until `count` requests are held by a fault."""
        async with asyncio.timeout(20):
            while (await self.get("/state"))["requests_waiting"] != count:
                pass

    @staticmethod
    def _read(answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body


@dataclass
class Received:
    """One webhook request."""

    body: bytes
    signature: str

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass
class Receiver:
    """Collects webhooks; answers the statuses of `answers` first, then 200."""

    requests: list[Received] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one more connection."""
        task = asyncio.create_task(self.handle(reader, writer))
        self.connections.add(task)
        task.add_done_callback(self.connections.discard)

    async def ended(self) -> None:
        """Until the last connection is closed by the other side."""
        await asyncio.gather(*self.connections)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the sandbox, which asks for many requests in turn."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                headers = dict(_header(line) for line in head.decode().split("\r\n")[1:] if line)
                body = await reader.readexactly(int(headers["content-length"]))
                status = self.answers.pop(0) if self.answers else 200
                writer.write(f"HTTP/1.1 {status} -\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
                async with self.arrived:
                    self.requests.append(Received(body, headers["stripe-signature"]))
                    self.arrived.notify_all()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def about(self, subject: str) -> list[str]:
        """The types of the events received about a PaymentIntent or another object, in order."""
        return [
            str(received.event["type"])
            for received in self.requests
            if subject
            in (
                received.event["data"]["object"]["id"],
                received.event["data"]["object"].get("payment_intent"),
            )
        ]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Until `condition` holds; it is asked after every arrival."""
        async with asyncio.timeout(30), self.arrived:
            await self.arrived.wait_for(condition)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name.lower(), value
