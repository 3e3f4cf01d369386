"""`talat operator create`: the first operator of an installation."""

import asyncio
from typing import Annotated

import typer

from kit.db import Database
from kit.errors import AppError
from services.auth.account import service as account_service
from talat.commands import addresses
from talat.commands.console import console, errors, explained

app = typer.Typer(help="Accounts of the operator.")


@app.callback()
def operator() -> None:
    """Accounts of the operator."""


@app.command()
def create(
    email: Annotated[str, typer.Option(prompt=True, help="e-mail address to sign in with")],
    name: Annotated[str, typer.Option(prompt=True, help="name that others see")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="TALAT_OPERATOR_PASSWORD",
            help="asked for when it is not in TALAT_OPERATOR_PASSWORD",
        ),
    ],
) -> None:
    """Make an operator's account. The system (at least its database) must be running."""
    with explained():
        addresses.adopt_environment("auth")
    try:
        person_id = asyncio.run(_create(email, name, password))
    except AppError as error:
        errors.print(f"[red]✗[/red] {error.title_th} · {error.title_en}")
        raise typer.Exit(1) from error
    console.print(f"[green]✓[/green] {email} is an operator ({person_id})")


async def _create(email: str, name: str, password: str) -> str:
    database = Database(addresses.database_url("auth"))
    try:
        async with database.transaction() as session:
            person_id = await account_service.create_operator(
                session, email=email, password=password, display_name=name
            )
    finally:
        await database.close()
    return str(person_id)
