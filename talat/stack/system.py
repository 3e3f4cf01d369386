"""The whole embedded system as parts, and the steps between starting them."""

import asyncio
import sys
from pathlib import Path

from contracts.events.topology import TOPOLOGY
from kit.events import provision
from talat import __version__, migrate
from talat.stack import caddy, nats, postgres, process, sandbox, seaweedfs, state
from talat.stack import http as local_http
from talat.stack.environment import process_environment
from talat.stack.home import PROJECT
from talat.stack.installation import Installation, real_stripe_key
from talat.stack.ports import LOCALHOST
from talat.stack.process import Part
from talat.stack.secrets import SERVICES


def data_parts(installation: Installation) -> list[Part]:
    """The servers that keep data: PostgreSQL and SeaweedFS."""
    home, secrets, ports = installation.home, installation.secrets, installation.ports
    s3_ports = {name: ports[name] for name in seaweedfs.port_names()}
    return [
        postgres.part(home, secrets, ports["postgres"]),
        seaweedfs.part(home, secrets, s3_ports),
    ]


def server_parts(installation: Installation) -> list[Part]:
    """Everything below the services; the sandbox only while no Stripe key is set."""
    home, secrets, ports = installation.home, installation.secrets, installation.ports
    parts = [
        *data_parts(installation),
        nats.part(home, secrets, ports["nats"], ports["nats_monitor"]),
    ]
    if real_stripe_key() is None:
        webhook = f"http://{LOCALHOST}:{ports['orders']}/webhooks/stripe"
        parts.append(sandbox.part(home, secrets, ports["sandbox"], webhook))
    return parts


def service_part(installation: Installation, service: str) -> Part:
    """A service with its worker in one process."""
    port = installation.ports[service]
    serve = ("serve", service, "--with-worker", "--port", str(port))
    return Part(
        name=service,
        command=(sys.executable, "-m", "talat", *serve),
        log=installation.home / "logs" / f"{service}.log",
        ready=lambda: local_http.status(port, f"/{service}/health/ready") == 200,
        address=f"http://{LOCALHOST}:{port}/{service}",
        version=__version__,
        environment=process_environment(installation, service),
        directory=PROJECT,
        stop_seconds=20,
    )


def service_parts(installation: Installation) -> list[Part]:
    """The three services."""
    return [service_part(installation, service) for service in SERVICES]


def gateway_part(installation: Installation) -> Part:
    """The gateway in front of the services."""
    upstreams = {service: installation.ports[service] for service in SERVICES}
    return caddy.part(installation.home, installation.ports["gateway"], upstreams)


def all_parts(installation: Installation) -> list[Part]:
    """Every part in the order in which they start."""
    services = service_parts(installation)
    return [*server_parts(installation), *services, gateway_part(installation)]


def end_orphans(home: Path) -> list[str]:
    """End what a killed supervisor left behind; the names of the parts that were still there."""
    last = state.read(home)
    if last is None:
        return []
    ended = [
        part.name
        for part in reversed(list(last.parts.values()))
        if part.process is not None and process.end_orphan(part.process)
    ]
    state.forget(home)
    return ended


async def prepare_servers(installation: Installation) -> None:
    """Databases, buckets, streams: all that the services find when they start. Repeatable."""
    await asyncio.gather(
        asyncio.to_thread(_make_databases, installation),
        asyncio.to_thread(installation.s3.create_buckets),
        provision_bus(installation),
    )


def _make_databases(installation: Installation) -> None:
    for service in SERVICES:
        installation.postgres.create_service_database(service)


async def provision_bus(installation: Installation) -> None:
    """Streams and durable consumers, as the bus's administrator."""
    server = installation.nats
    await provision.provision(server.url, server.admin_seed, TOPOLOGY)


async def migrate_all(installation: Installation) -> None:
    """Bring the three databases to the newest migration."""
    for service in SERVICES:
        url = installation.postgres.url(postgres.database_name(service))
        await migrate.upgrade(service, url)
