"""The budget's ledger is exact whatever is done with a purchase."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.orders.budget import rules
from services.orders.budget.rules import Movement

AMOUNTS = st.integers(min_value=1, max_value=10**9)
STEPS = st.lists(
    st.tuples(st.sampled_from(["reserve", "commit", "consume", "release", "close"]), AMOUNTS),
    max_size=40,
)


@dataclass
class Hold:
    """A hold as the triggers keep it, with the sums of its entries beside it."""

    reserved_satang: int = 0
    committed_satang: int = 0
    consumed_satang: int = 0
    entries: list[Movement] = field(default_factory=list)

    def apply(self, movement: Movement, available: int) -> bool:
        """Enter the movement as the service does: not when empty, nor beyond the available."""
        if movement.empty or movement.needs_satang > available:
            return False
        self.reserved_satang += movement.reserved_satang
        self.committed_satang += movement.committed_satang
        self.consumed_satang += movement.consumed_satang
        self.entries.append(movement)
        return True


def movement_of(action: str, hold: Hold, amount: int) -> Movement:
    """What the service would enter."""
    match action:
        case "reserve":
            return rules.reservation(amount)
        case "commit":
            return rules.commitment(hold)
        case "consume":
            return rules.consumption(hold, amount)
        case "release":
            return rules.release(hold, amount)
    return rules.release(hold, None)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(allotted=AMOUNTS, steps=STEPS)
def test_balances_never_leave_their_bounds(allotted: int, steps: list[tuple[str, int]]) -> None:
    hold = Hold()
    for action, amount in steps:
        used = hold.reserved_satang + hold.committed_satang + hold.consumed_satang
        before = hold.consumed_satang
        movement = movement_of(action, hold, amount)
        done = hold.apply(movement, allotted - used)
        held = (hold.reserved_satang, hold.committed_satang, hold.consumed_satang)
        assert min(held) >= 0
        assert sum(held) <= allotted
        assert hold.consumed_satang - before == (amount if action == "consume" and done else 0)
        if action == "close":
            assert (hold.reserved_satang, hold.committed_satang) == (0, 0)
    assert held_by_entries(hold) == (
        hold.reserved_satang,
        hold.committed_satang,
        hold.consumed_satang,
    )


def held_by_entries(hold: Hold) -> tuple[int, int, int]:
    """The sums of a hold's entries."""
    return (
        sum(entry.reserved_satang for entry in hold.entries),
        sum(entry.committed_satang for entry in hold.entries),
        sum(entry.consumed_satang for entry in hold.entries),
    )
