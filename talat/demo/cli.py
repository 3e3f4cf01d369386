"""`talat demo`: load the Ang Thong demonstration, tell the story."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kit.db import Database
from services.auth.account import service as account_service
from talat.commands import addresses
from talat.commands.console import console, explained
from talat.demo import onboarding as onboarding_module
from talat.demo import story as story_module
from talat.demo.accounts import OPERATOR, Accounts
from talat.demo.client import Gateway
from talat.demo.load import Done, Loader, shown_accounts
from talat.demo.narrate import Narrator
from talat.stack.errors import StackError
from talat.stack.installation import Installation
from talat.stack.welcome import ACCOUNTS

app = typer.Typer(no_args_is_help=True, help="ข้อมูลสาธิต · the Ang Thong demonstration.")


@app.command()
def load() -> None:
    """Load officers, groups, buyers and the มผช. round into the running system."""
    with explained(), _opened() as (installation, gateway):
        accounts = Accounts.load(installation.home)
        done = Done(installation.home)
        if OPERATOR not in done:
            accounts.save(installation.home)
            asyncio.run(_create_operator(accounts))
            done.add(OPERATOR)
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        ) as progress:
            Loader(gateway, accounts, done, progress).run()
        accounts.who = shown_accounts()
        accounts.save(installation.home)


@app.command()
def story(
    *,
    onboarding: Annotated[
        bool,
        typer.Option("--onboarding", help="เรื่องที่สอง: การรับสมัครและสิทธิ์ · who is let in."),
    ] = False,
) -> None:
    """Tell how one group's sour fish is sold, or who is let in, by doing it."""
    with explained(), _opened() as (installation, gateway):
        if not (installation.home / ACCOUNTS).exists():
            raise StackError("The demonstration is not loaded.", "Run: talat demo load")
        accounts = Accounts.load(installation.home)
        tell = onboarding_module.tell if onboarding else story_module.tell
        tell(gateway, accounts, Narrator(console), installation.home / "mail")


@contextmanager
def _opened() -> Iterator[tuple[Installation, Gateway]]:
    installation = Installation.open()
    with Gateway(installation.public_url) as gateway:
        yield installation, gateway


async def _create_operator(accounts: Accounts) -> None:
    addresses.adopt_environment("auth")
    database = Database(addresses.database_url("auth"))
    try:
        async with database.transaction() as session:
            await account_service.create_operator(
                session,
                email=OPERATOR,
                password=accounts.password,
                display_name="ผู้ดูแลระบบ (ข้อมูลสาธิต)",
            )
    finally:
        await database.close()
