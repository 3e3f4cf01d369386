"""The Stripe-compatible sandbox as a child: used while no Stripe key is set."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from talat import __version__
from talat.stack import ports, process
from talat.stack.home import PROJECT, prepare
from talat.stack.process import Part
from talat.stack.secrets import Secrets


@dataclass(frozen=True)
class StripeSandbox:
    """A running sandbox: the address and keys that the orders service is given."""

    url: str
    api_key: str
    webhook_secret: str


def server(secrets: Secrets, port: int) -> StripeSandbox:
    """The client's view of the server that `part` starts."""
    return StripeSandbox(
        f"http://{ports.LOCALHOST}:{port}",
        secrets["sandbox.api_key"],
        secrets["sandbox.webhook_secret"],
    )


def part(home: Path, secrets: Secrets, port: int, webhook_url: str) -> Part:
    """The sandbox as a part; it sends its webhooks to `webhook_url`."""
    folder = home / "sandbox"

    def make_folder() -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    view = server(secrets, port)
    options = {
        "--port": str(port),
        "--data": str(folder / "data.sqlite3"),
        "--api-key": view.api_key,
        "--webhook-url": webhook_url,
        "--webhook-secret": view.webhook_secret,
    }
    command = [sys.executable, "-m", "stripe_sandbox"]
    return Part(
        name="stripe-sandbox",
        command=(*command, *(word for pair in options.items() for word in pair)),
        log=home / "logs" / "stripe-sandbox.log",
        ready=lambda: ports.answers(port),
        address=view.url,
        version=__version__,
        environment={"PYTHONUNBUFFERED": "1"},
        directory=PROJECT,
        before_start=make_folder,
    )


@contextmanager
def running(
    home: Path, *, webhook_url: str = "http://127.0.0.1:9/webhooks/stripe"
) -> Iterator[StripeSandbox]:
    """A sandbox with its data in `home` until the block ends. Raises StackError.

    Nothing listens at the default `webhook_url`: give the address of the service under test.
    """
    prepare(home)
    secrets = Secrets.load(home)
    port = ports.free_port()
    with process.running(part(home, secrets, port, webhook_url)):
        yield server(secrets, port)
