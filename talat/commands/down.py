"""`talat down`: stop what `talat up` started, from another terminal."""

import typer

from talat.commands.console import console, explained
from talat.stack import process, state, system
from talat.stack.errors import StackError
from talat.stack.installation import Installation

app = typer.Typer()
STOP_SECONDS = 90


@app.command()
def down() -> None:
    """Stop the running system in order; processes of a killed supervisor are ended too."""
    with explained():
        installation = Installation.open()
        last = state.read(installation.home)
        if last is None:
            console.print(f"Nothing runs in {installation.home}.")
            return
        _stop_supervisor(last.supervisor)
        with installation.lock():
            ended = system.end_orphans(installation.home)
    console.print("Stopped." + (f" Ended leftovers: {', '.join(ended)}." if ended else ""))


def _stop_supervisor(supervisor: process.ProcessIdentity) -> None:
    if not process.end_process(supervisor, STOP_SECONDS):
        raise StackError(
            f"The supervisor (process {supervisor.pid}) has not stopped within {STOP_SECONDS} s.",
            f"See what it waits for with: talat status. To force it: kill -9 {supervisor.pid}, "
            "then talat down again.",
        )
