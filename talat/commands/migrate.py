"""`talat migrate`: bring the services' databases to the newest migration."""

import asyncio
from typing import Annotated

import typer

from talat import migrate as migrations
from talat.commands import addresses
from talat.commands.console import console, explained
from talat.commands.runtime import Service

app = typer.Typer()


@app.command()
def migrate(
    services: Annotated[
        list[Service] | None, typer.Argument(help="only these; all three by default")
    ] = None,
) -> None:
    """Migrate; safe beside running services and beside another `talat migrate`."""
    with explained():
        wanted = [str(service) for service in services or list(Service)]
        addresses.adopt_environment(*wanted)
        for service in wanted:
            asyncio.run(migrations.upgrade(service, addresses.database_url(service)))
            console.print(f"[green]✓[/green] {service}")
