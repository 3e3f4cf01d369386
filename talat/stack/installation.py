"""One home as a whole: its secrets, its ports, and what each service is told of them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cached_property
from pathlib import Path

from talat.stack import nats, ports, postgres, sandbox, seaweedfs
from talat.stack.errors import StackError
from talat.stack.home import default_home, prepare
from talat.stack.secrets import SERVICES, Secrets

DEFAULT_GATEWAY_PORT = 8000
STRIPE_KEY_VARIABLE = "TALAT_STRIPE_API_KEY"
STRIPE_WEBHOOK_VARIABLE = "TALAT_STRIPE_WEBHOOK_SECRET"
PORT_NAMES = (
    "postgres",
    "nats",
    "nats_monitor",
    "sandbox",
    *SERVICES,
    *seaweedfs.port_names(),
)


def real_stripe_key() -> str | None:
    """The operator's Stripe key; without one the sandbox takes its place."""
    return os.environ.get(STRIPE_KEY_VARIABLE) or None


@dataclass(frozen=True)
class Installation:
    """The embedded system of one home. Opening it starts nothing."""

    home: Path
    secrets: Secrets
    ports: dict[str, int]

    @classmethod
    def open(cls, home: Path | None = None) -> "Installation":
        """The installation of `home` (by default `default_home()`), made when it is new.

        Raises StackError when the folder cannot be used.
        """
        folder = home or default_home()
        prepare(folder)
        file = folder / "ports.json"
        saved = json.loads(file.read_text()) if file.exists() else {}
        return cls(folder, Secrets.load(folder), saved)

    def settle_ports(self, gateway: int | None = None) -> None:
        """Before a start: keep the ports of last time where they are free, choose the others.

        The gateway listens on `gateway`, else on TALAT_PORT, else on 8000, or the next free one.
        """
        wanted = gateway or _wanted_gateway_port()
        self.ports["gateway"] = ports.first_free_from(wanted)
        for name in PORT_NAMES:
            if name not in self.ports or not ports.reserved(self.ports[name]):
                self.ports[name] = ports.free_port()
        file = self.home / "ports.json"
        file.write_text(json.dumps(self.ports, indent=1))

    @property
    def public_url(self) -> str:
        """The origin that browsers and other systems use."""
        return f"http://{ports.LOCALHOST}:{self.ports['gateway']}"

    @cached_property
    def postgres(self) -> postgres.PostgresServer:
        return postgres.PostgresServer(self.home, self.ports["postgres"], self.secrets)

    @cached_property
    def nats(self) -> nats.NatsServer:
        return nats.server(self.secrets, self.ports["nats"])

    @cached_property
    def s3(self) -> seaweedfs.S3Server:
        return seaweedfs.server(self.secrets, self.ports["s3"])

    @cached_property
    def sandbox(self) -> sandbox.StripeSandbox:
        return sandbox.server(self.secrets, self.ports["sandbox"])

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever started here: there are no addresses yet."""
        return "postgres" not in self.ports

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else starts, restores or changes this home meanwhile. Raises StackError."""
        descriptor = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
            yield
        except BlockingIOError as error:
            raise StackError(
                f"Talat already runs in {self.home}.",
                "See it with: talat status. Stop it with: talat down. "
                "A second one needs a TALAT_HOME of its own.",
            ) from error
        finally:
            os.close(descriptor)

    def locked_elsewhere(self) -> bool:
        """Whether a supervisor (or a restore) has this home now."""
        try:
            with self.lock():
                return False
        except StackError:
            return True


def _wanted_gateway_port() -> int:
    text = os.environ.get("TALAT_PORT", str(DEFAULT_GATEWAY_PORT))
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StackError(f"TALAT_PORT is {text!r}.", "Set it to a port from 1 to 65535.")
    return int(text)
