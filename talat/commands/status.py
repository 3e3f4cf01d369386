"""`talat status`: every part with its state, address, memory and version."""

import json
from dataclasses import dataclass
from typing import Annotated

import psutil
import typer
from rich.table import Table

from talat.commands.console import console, explained
from talat.stack import state, system
from talat.stack.installation import Installation
from talat.stack.state import PartState

app = typer.Typer()


@dataclass(frozen=True)
class PartStatus:
    """What is shown of one part. `memory_bytes` is its proportional share of resident memory."""

    part: str
    state: str
    address: str
    memory_bytes: int
    version: str
    restarts: int
    pid: int | None


def resident_bytes(pid: int) -> int:
    """Memory of a process and its children; shared pages count once among those who share."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_share(member) for member in family)


def _share(member: psutil.Process) -> int:
    try:
        full = member.memory_full_info()
        return int(getattr(full, "pss", 0) or full.rss)
    except psutil.AccessDenied:
        return int(member.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def collect(installation: Installation) -> list[PartStatus]:
    """Every part of the running system, and the supervisor itself; empty when nothing runs."""
    last = state.read(installation.home)
    if last is None:
        return []
    ready = {part.name: part.ready for part in system.all_parts(installation)}
    found = [_part_status(part, alive=ready[part.name]()) for part in last.parts.values()]
    supervisor = last.supervisor.process()
    own = PartStatus(
        "supervisor",
        "ready" if supervisor else "gone",
        str(installation.home),
        _share(supervisor) if supervisor else 0,
        "",
        0,
        last.supervisor.pid if supervisor else None,
    )
    return [*found, own]


def _part_status(part: PartState, *, alive: bool) -> PartStatus:
    running = part.process is not None and part.process.process() is not None
    pid = part.process.pid if running and part.process is not None else None
    if part.state == "ready" and not alive:
        shown = "not answering" if running else "gone"
    else:
        shown = part.state
    memory = resident_bytes(pid) if pid is not None else 0
    return PartStatus(part.name, shown, part.address, memory, part.version, part.restarts, pid)


@app.command()
def status(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for other programs")] = False,
) -> None:
    """Show every part: state, address, memory, version. Exit code 1 when one is not ready."""
    with explained():
        parts = collect(Installation.open())
    if as_json:
        typer.echo(json.dumps([vars(part) for part in parts], indent=1))
    else:
        _show(parts)
    if not parts or any(part.state != "ready" for part in parts):
        raise typer.Exit(1)


def _show(parts: list[PartStatus]) -> None:
    if not parts:
        console.print("Nothing runs here. Start it with: talat up")
        return
    # Addresses are there to be copied: a narrow terminal may wrap the line but not shorten it.
    table = Table(box=None, padding=(0, 1))
    table.add_column("part", no_wrap=True, min_width=max(len(part.part) for part in parts))
    table.add_column("state", no_wrap=True, min_width=max(len(part.state) for part in parts))
    table.add_column("address", no_wrap=True, min_width=max(len(part.address) for part in parts))
    table.add_column("memory", justify="right", no_wrap=True, min_width=7)
    table.add_column("version", no_wrap=True, min_width=7)
    table.add_column("restarts", justify="right", no_wrap=True)
    for part in parts:
        colour = "green" if part.state == "ready" else "red"
        memory = f"{part.memory_bytes / 2**20:.0f} MB"
        shown = f"[{colour}]{part.state}[/{colour}]"
        table.add_row(part.part, shown, part.address, memory, part.version, str(part.restarts))
    total = sum(part.memory_bytes for part in parts)
    table.add_row("[bold]all[/bold]", "", "", f"[bold]{total / 2**20:.0f} MB[/bold]")
    console.print(table, crop=False)
