"""Who is told how far the seeding has come."""

from __future__ import annotations


class Watch:
    """Is told how far the seeding has come; the base class says nothing."""

    def begin(self, step: str, total: int) -> None:
        """A step of so many units begins."""

    def advance(self, by: int) -> None:
        """Some units of the present step are done."""
