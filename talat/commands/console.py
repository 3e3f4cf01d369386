"""How commands speak to the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from talat.stack.errors import StackError

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def explained() -> Iterator[None]:
    """A StackError becomes two plain lines and exit code 1, not a traceback."""
    try:
        yield
    except StackError as error:
        errors.print(f"[red]✗[/red] {escape(error.problem)}")
        errors.print(f"[yellow]→[/yellow] {escape(error.remedy)}")
        raise typer.Exit(1) from error
