"""`talat work SERVICE`: one service's relay, consumers and due work in this process."""

from typing import Annotated

import typer
import uvloop
from prometheus_client import start_http_server

from kit.worker import Worker
from talat.commands import runtime
from talat.commands.runtime import Service

app = typer.Typer()


@app.command()
def work(
    service: Annotated[Service, typer.Argument(help="auth, catalog or orders")],
    *,
    metrics_host: Annotated[str, typer.Option(help="address of the metrics")] = "127.0.0.1",
    metrics_port: Annotated[
        int | None,
        typer.Option(help="also serve Prometheus metrics here", envvar="TALAT_METRICS_PORT"),
    ] = None,
) -> None:
    """Work for one service until SIGTERM; messages in hand are finished first."""
    settings = runtime.load_settings(service)
    if metrics_port is not None:
        start_http_server(metrics_port, metrics_host)
    uvloop.run(_run(runtime.create_worker(service, settings)))


async def _run(worker: Worker) -> None:
    await worker.run(runtime.stop_on_signals())
