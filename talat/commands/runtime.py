"""What `talat serve` and `talat work` share: settings, logs, signals."""

import asyncio
import importlib
import signal
from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

from kit.log import configure_logging
from kit.settings import ServiceSettings
from kit.tracing import configure_tracing

if TYPE_CHECKING:
    from fastapi import FastAPI

    from kit.worker import Worker


class Service(StrEnum):
    """The services by name."""

    AUTH = "auth"
    CATALOG = "catalog"
    ORDERS = "orders"


def load_settings(service: Service) -> ServiceSettings:
    """The service's settings from the environment; says what is missing and exits with 1."""
    module = importlib.import_module(f"services.{service}.settings")
    try:
        settings: ServiceSettings = module.Settings()
    except ValidationError as error:
        prefix = f"TALAT_{service.upper()}_"
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            typer.echo(f"{prefix}{name}: {problem['msg']}", err=True)
        raise typer.Exit(1) from error
    configure_logging(service=service, log_format=settings.log_format, level=settings.log_level)
    configure_tracing(service=service, otlp_endpoint=settings.otlp_endpoint)
    return settings


def create_app(service: Service, settings: ServiceSettings) -> "FastAPI":
    """The service's application."""
    app: FastAPI = importlib.import_module(f"services.{service}.app").create_app(settings)
    return app


def create_worker(service: Service, settings: ServiceSettings) -> "Worker":
    """The service's relay, consumers and due work."""
    module = importlib.import_module(f"services.{service}.worker")
    worker: Worker = module.create_worker(settings)
    return worker


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM or SIGINT sets. Call it inside the running loop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(which, stop.set)
    return stop
