"""Pure arithmetic of a budget hold: what each movement changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.orders.budget.schemas import EntryKind


class Balances(Protocol):
    """Amounts in satang of a budget hold."""

    reserved_satang: int
    committed_satang: int


@dataclass(frozen=True)
class Movement:
    """An entry's change of each balance, in satang; ``needs`` is what it takes of the available."""

    kind: EntryKind
    reserved_satang: int = 0
    committed_satang: int = 0
    consumed_satang: int = 0

    @property
    def needs_satang(self) -> int:
        """How much the movement lowers what is available."""
        return self.reserved_satang + self.committed_satang + self.consumed_satang

    @property
    def empty(self) -> bool:
        """Whether it changes nothing, as the release of a hold that is used up."""
        return not (self.reserved_satang or self.committed_satang or self.consumed_satang)


def reservation(amount_satang: int) -> Movement:
    """Hold an amount for what waits for approval."""
    return Movement(EntryKind.RESERVE, reserved_satang=amount_satang)


def commitment(hold: Balances) -> Movement:
    """Turn all that a hold reserved into an order's."""
    amount = hold.reserved_satang
    return Movement(EntryKind.COMMIT, reserved_satang=-amount, committed_satang=amount)


def consumption(hold: Balances, amount_satang: int) -> Movement:
    """Spend an amount: of the commitment as far as it goes, the rest of what is available."""
    covered = min(hold.committed_satang, amount_satang)
    return Movement(EntryKind.CONSUME, committed_satang=-covered, consumed_satang=amount_satang)


def release(hold: Balances, amount_satang: int | None) -> Movement:
    """Give back an amount, at most what is held; all of it without an amount."""
    held = hold.committed_satang + hold.reserved_satang
    wanted = held if amount_satang is None else min(held, amount_satang)
    committed = min(hold.committed_satang, wanted)
    return Movement(
        EntryKind.RELEASE,
        reserved_satang=-(wanted - committed),
        committed_satang=-committed,
    )
