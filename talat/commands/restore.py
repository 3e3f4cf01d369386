"""`talat restore DIR`: the whole system back to a backup."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from talat.commands.console import console, explained
from talat.stack import backup, manifest
from talat.stack import restore as restores
from talat.stack.errors import StackError
from talat.stack.installation import Installation

app = typer.Typer()


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="what `talat backup` wrote")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Replace all data of this home by the backup's; the system must be stopped."""
    with explained():
        verified = manifest.verified(folder.resolve())
        installation = Installation.open()
        if installation.locked_elsewhere():
            raise StackError(
                f"Talat runs in {installation.home}.", "Stop it first with: talat down"
            )
    if not yes:
        typer.confirm(
            f"Replace everything in {installation.home} by the backup of {verified.taken_at}?",
            abort=True,
        )
    with explained(), backup.own_data_servers(installation):
        again = asyncio.run(restores.put_back(installation, folder.resolve(), verified))
    console.print(
        f"[green]✓[/green] Restored the state of {verified.taken_at}; {again} messages will be "
        "sent again. Start it with: talat up, then check it with: talat doctor"
    )
