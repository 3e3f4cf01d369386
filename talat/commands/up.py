"""`talat up`: the whole system as children of this process."""

import asyncio
from typing import Annotated

import typer

from talat.commands.console import console, explained
from talat.stack import launch, programs
from talat.stack.home import require_room
from talat.stack.installation import Installation

app = typer.Typer()


@app.command()
def up(
    *,
    port: Annotated[
        int | None, typer.Option(help="gateway port (TALAT_PORT, else 8000 or the next free)")
    ] = None,
    demo: Annotated[
        bool, typer.Option(help="the first time, load the Ang Thong demo and tell its story")
    ] = True,
) -> None:
    """Start everything and stay; Ctrl-C stops it in order and keeps the data."""
    with explained():
        programs.require_platform()
        installation = Installation.open()
        with installation.lock():
            require_room(installation.home)
            asyncio.run(launch.run(installation, console, gateway_port=port, demo=demo))
    console.print("Stopped. The data stays in " + str(installation.home))
