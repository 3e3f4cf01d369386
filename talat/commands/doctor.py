"""`talat doctor`: every dependency and every invariant of a live system."""

import asyncio

import typer
from rich.markup import escape

from talat.commands import addresses, examination
from talat.commands.console import console, explained

app = typer.Typer()


@app.command()
def doctor() -> None:
    """Check dependencies and invariants; one line each. Exit code 1 when something is wrong."""
    with explained():
        addresses.adopt_environment()
    findings = asyncio.run(examination.examine())
    for finding in findings:
        if finding.problem is None:
            console.print(f"[green]✓[/green] {finding.area:<8} {escape(finding.name)}")
        else:
            console.print(
                f"[red]✗[/red] {finding.area:<8} {escape(finding.name)}: {escape(finding.problem)}"
            )
    wrong = sum(finding.problem is not None for finding in findings)
    console.print(f"{len(findings)} checks, {wrong} failed")
    if wrong:
        raise typer.Exit(1)
