"""`talat psql SERVICE`: a SQL prompt on one service's database."""

import os
from typing import Annotated

import typer
from sqlalchemy import make_url

from talat.commands import addresses
from talat.commands.console import explained
from talat.commands.runtime import Service
from talat.stack import programs

app = typer.Typer()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(
    context: typer.Context,
    service: Annotated[Service, typer.Argument(help="auth, catalog or orders")],
) -> None:
    """Open psql as the service's own role; what follows SERVICE goes to psql."""
    with explained():
        addresses.adopt_environment(service)
        program = programs.postgres_client("psql")
    url = make_url(addresses.database_url(service))
    connection = {
        "PGHOST": url.host or "",
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
        "PGCLIENTENCODING": "UTF8",
    }
    # The password goes by the environment: arguments are visible to every account.
    os.execve(program, [program, *context.args], {**os.environ, **connection})  # noqa: S606
