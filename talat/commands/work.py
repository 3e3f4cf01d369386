"""`talat work SERVICE`: one service's relay, consumers and due work in this process."""

from typing import Annotated

import typer
import uvloop

from kit.worker import Worker
from talat.commands import runtime
from talat.commands.runtime import Service

app = typer.Typer()


@app.command()
def work(service: Annotated[Service, typer.Argument(help="auth, catalog or orders")]) -> None:
    """Work for one service until SIGTERM; messages in hand are finished first."""
    settings = runtime.load_settings(service)
    uvloop.run(_run(runtime.create_worker(service, settings)))


async def _run(worker: Worker) -> None:
    await worker.run(runtime.stop_on_signals())
