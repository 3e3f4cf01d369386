"""The story's voice on the terminal: chapters, what each party did, figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from rich.console import Console
from rich.table import Table

_SATANG_PER_BAHT: Final = 100


def baht(satang: int) -> str:
    """Satang as baht for a reader: 106,950 -> ``฿1,069.50``."""
    return f"฿{Decimal(satang) / _SATANG_PER_BAHT:,.2f}"


class Narrator:
    """Prints the story; the test reads the facts, the person reads this."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()
        self._chapter = 0

    def title(self, thai: str, english: str) -> None:
        """The head of the story."""
        self._console.print()
        self._console.rule(f"[bold]{thai}[/bold]  {english}", style="green")

    def chapter(self, thai: str, english: str) -> None:
        """A new chapter, numbered."""
        self._chapter += 1
        self._console.print(
            f"\n[bold cyan]{self._chapter}. {thai}[/bold cyan]  [dim]{english}[/dim]"
        )

    def did(self, who: str, what: str) -> None:
        """Something that succeeded."""
        self._console.print(f"  [green]✓[/green] [bold]{who}[/bold] {what}", highlight=False)

    def refused(self, who: str, what: str, code: str) -> None:
        """Something that was rightly refused."""
        self._console.print(
            f"  [yellow]✗[/yellow] [bold]{who}[/bold] {what} [yellow]{code}[/yellow]",
            highlight=False,
        )

    def table(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Figures; every column but the first stands to the right."""
        table = Table(
            title=title, title_justify="left", title_style="", show_edge=False, pad_edge=True
        )
        for index, heading in enumerate(headings):
            table.add_column(heading, justify="left" if index == 0 else "right")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def end(self, line: str) -> None:
        """The last line."""
        self._console.rule(line, style="green")
