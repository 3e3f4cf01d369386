"""`talat serve SERVICE`: one service's HTTP API in this process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
import uvicorn
import uvloop
from fastapi import FastAPI

from kit.worker import Worker
from talat.commands import runtime
from talat.commands.runtime import Service

app = typer.Typer()
SHUTDOWN_SECONDS = 10
# Longer than the gateway keeps an idle connection, so that it never writes into a closing one.
KEEP_ALIVE_SECONDS = 75


@app.command()
def serve(
    service: Annotated[Service, typer.Argument(help="auth, catalog or orders")],
    *,
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on", envvar="PORT")] = 8001,
    with_worker: Annotated[
        bool, typer.Option("--with-worker", help="also relay, consume and do due work here")
    ] = False,
) -> None:
    """Serve one service's API until SIGTERM; requests in hand are answered first."""
    settings = runtime.load_settings(service)
    worker = runtime.create_worker(service, settings) if with_worker else None
    application = runtime.create_app(service, settings)
    if not uvloop.run(run(application, host=host, port=port, worker=worker)):
        raise typer.Exit(1)


class _Server(uvicorn.Server):
    """Leaves the signals to us: the worker must stop too, and after the last request."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _server(application: FastAPI, host: str, port: int) -> _Server:
    return _Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
    )


async def run(application: FastAPI, *, host: str, port: int, worker: Worker | None) -> bool:
    """Serve until a signal, or until the server or the worker ends by itself.

    Returns whether it started and ended in order. An exception of the worker is raised after
    the server has stopped.
    """
    server = _server(application, host, port)
    stop = runtime.stop_on_signals()
    stop_worker = asyncio.Event()
    serving = asyncio.create_task(server.serve())
    running = [serving]
    if worker is not None:
        running.append(asyncio.create_task(worker.run(stop_worker)))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*running, stopping], return_when=asyncio.FIRST_COMPLETED)
    asked = stop.is_set()
    server.should_exit = True
    await asyncio.wait([serving])
    stop_worker.set()
    await asyncio.wait(running)
    stopping.cancel()
    for task in running:
        task.result()
    return asked and server.started
