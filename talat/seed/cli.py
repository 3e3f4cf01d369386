"""`talat seed`: fill an empty home with data of the size of the country."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from kit.time import bangkok_today
from talat.commands import addresses
from talat.commands.console import console, explained
from talat.seed import compare, load, shape
from talat.seed.load import Urls
from talat.seed.watch import Watch
from talat.stack.home import default_home
from talat.stack.secrets import SERVICES

app = typer.Typer(no_args_is_help=True, help="ข้อมูลสาธิตระดับประเทศ · data of the country's size.")

ANSWERS = "seed-dirty-names.jsonl"


@app.callback()
def seed() -> None:
    """Data of the country's size, synthetic, flagged as demonstration."""


@app.command()
def national(
    *,
    number: Annotated[int, typer.Option("--seed", help="same number, same data")] = 1,
    producers: Annotated[int, typer.Option(min=20)] = shape.PRODUCERS,
    products: Annotated[int, typer.Option(min=20)] = shape.PRODUCTS,
    answers: Annotated[
        Path | None, typer.Option(help="where the badly typed names and their answers go")
    ] = None,
    comparison: Annotated[
        bool, typer.Option(help="then compare every copy with its source")
    ] = True,
) -> None:
    """Write 84,346 producers with 176,622 products into an empty, running system."""
    file = answers or default_home() / ANSWERS
    password = f"talat-{secrets.token_urlsafe(9)}"
    scale = shape.Scale(number, producers, products, bangkok_today())
    with explained(), _bar() as bar:
        addresses.adopt_environment()
        urls = Urls({service: addresses.database_url(service) for service in SERVICES})
        asyncio.run(load.require_empty(urls))
        seeded = asyncio.run(load.seed(urls, scale, answers=file, password=password, watch=bar))
        found = compare.every_projection(urls.by_service, bar) if comparison else []
    console.print(
        f"{seeded.producers:,} producers and {seeded.products:,} products; "
        f"{seeded.dirty_names:,} names typed badly on purpose, answers in {file}"
    )
    console.print(
        "Accounts: seller00000@demo.invalid …, officer15@demo.invalid …, "
        f"password {password} (shown only now)"
    )
    for each in found:
        console.print(f"{'[green]=[/green]' if each.equal else '[red]≠[/red]'} {each}")
    if not all(each.equal for each in found):
        raise typer.Exit(1)


class _Bar(Watch):
    """The steps as bars of rich."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, step: str, total: int) -> None:
        """A new bar."""
        self._task = self._progress.add_task(step, total=total)

    def advance(self, by: int) -> None:
        """Move the present bar."""
        if self._task is not None:
            self._progress.advance(self._task, by)


@contextmanager
def _bar() -> Iterator[_Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        yield _Bar(progress)
