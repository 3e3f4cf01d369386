"""One sandbox and one receiver per test worker; every test leaves them as it found them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import stripe

from tests.stripe_sandbox.harness import API_KEY, Control, Receiver, Sandbox


@dataclass
class Rig:
    """The shared server, with what tests need to drive it."""

    sandbox: Sandbox
    receiver: Receiver
    control: Control


@pytest_asyncio.fixture(scope="session")
async def shared_rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    """A sandbox with a data file and an endpoint that listens."""
    folder: Path = tmp_path_factory.mktemp("stripe_sandbox")
    receiver = Receiver()
    listener = await asyncio.start_server(receiver.connected, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    sandbox = Sandbox(str(folder / "data.db"), f"http://127.0.0.1:{port}/webhooks/stripe")
    sandbox.start()
    headers = {"Authorization": f"Bearer {API_KEY}"}
    async with httpx.AsyncClient(base_url=sandbox.url, headers=headers, timeout=30) as http:
        yield Rig(sandbox, receiver, Control(http))
    sandbox.kill()
    await receiver.ended()
    listener.close()


@pytest_asyncio.fixture
async def rig(shared_rig: Rig) -> AsyncIterator[Rig]:
    """The shared server with default settings and an empty receiver."""
    shared_rig.receiver.requests.clear()
    yield shared_rig
    shared_rig.receiver.answers.clear()
    await shared_rig.control.delete("/faults")
    await shared_rig.control.post("/settings", copies=1, promptpay_expiry_seconds=3600)
    await shared_rig.control.post("/webhooks/resume")
    await shared_rig.control.post("/webhooks/retry")
    drained = await shared_rig.control.post("/webhooks/drain", timeout_seconds=20)
    assert drained["drained"] is True


@pytest.fixture
def control(rig: Rig) -> Control:
    """The control API of the shared server."""
    return rig.control


@pytest.fixture
def receiver(rig: Rig) -> Receiver:
    """The webhook receiver of the shared server."""
    return rig.receiver


@pytest.fixture
def client(rig: Rig) -> stripe.StripeClient:
    """The stripe library without retries of its own."""
    return rig.sandbox.client()


@pytest.fixture
def rig_url(rig: Rig) -> str:
    """The address of the shared server."""
    return rig.sandbox.url
