"""`talat backup DIR`: databases, objects and keys, as of one moment."""

from pathlib import Path
from typing import Annotated

import typer

from talat.commands.console import console, explained
from talat.stack import backup as backups
from talat.stack.installation import Installation

app = typer.Typer()


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new or empty folder")],
) -> None:
    """Back the embedded system up; it may go on running. The folder holds secrets: keep it so."""
    with explained():
        installation = Installation.open()
        with backups.data_servers(installation):
            made = backups.take(installation, folder.resolve())
    rows = sum(sum(tables.values()) for tables in made.rows.values())
    stored = sum(made.objects.values())
    console.print(
        f"[green]✓[/green] {folder}: {rows} rows of {len(made.rows)} databases, "
        f"{stored} objects, {len(made.files)} files with their sums"
    )
