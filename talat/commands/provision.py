"""`talat provision`: the streams and consumers of the bus, on servers of your own."""

import asyncio
from typing import Annotated

import nats.errors
import typer

from contracts.events.topology import TOPOLOGY
from kit.events import provision as bus
from talat.commands.console import console, explained
from talat.stack.errors import StackError

app = typer.Typer()


@app.command()
def provision(
    url: Annotated[
        str, typer.Option(envvar="TALAT_NATS_URL", help="one address, or several with commas")
    ],
    admin_seed: Annotated[
        str, typer.Option(envvar="TALAT_NATS_ADMIN_SEED", help="the administrator's nkey seed")
    ],
    replicas: Annotated[
        int, typer.Option(envvar="TALAT_STREAM_REPLICAS", min=1, max=5, help="copies of a stream")
    ] = 1,
    retention_days: Annotated[
        float, typer.Option(envvar="TALAT_STREAM_RETENTION_DAYS", min=0.1, help="age of a message")
    ] = 7.0,
) -> None:
    """Make or update the streams and consumers; repeating it changes nothing."""
    with explained():
        try:
            asyncio.run(
                bus.provision(
                    url, admin_seed, TOPOLOGY, replicas=replicas, retention_days=retention_days
                )
            )
        except (nats.errors.Error, OSError) as error:
            raise StackError(
                f"NATS at {url} could not be provisioned: {str(error) or type(error).__name__}.",
                "Check the address, the administrator's seed, and that JetStream is on with as "
                "many nodes as replicas.",
            ) from error
    console.print(f"[green]✓[/green] streams and consumers of {', '.join(TOPOLOGY.services)}")
