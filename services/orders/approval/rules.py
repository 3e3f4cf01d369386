"""Pure rules of approval: which chain counts, which steps a sum needs, who may decide a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from contracts.scopes import Role

APPROVING: Final = frozenset({Role.OWNER.value, Role.APPROVER.value})
"""The roles of which one decides where no chain says who."""


@dataclass(frozen=True)
class Step:
    """A step of a chain; without role and person any approver decides."""

    from_satang: int
    role: str | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class Chain:
    """A dated rule of a buyer's."""

    id: UUID
    unit: str | None
    from_on: date
    until_on: date | None
    automatic_up_to_satang: int | None
    created_by: UUID
    created_by_name: str
    steps: tuple[Step, ...]

    def counts(self, *, unit: str | None, on: date) -> bool:
        """Whether it is in force for the unit on the Bangkok date, both ends included."""
        dated = self.from_on <= on and (self.until_on is None or on <= self.until_on)
        return dated and self.unit in (None, unit)


@dataclass(frozen=True)
class Person:
    """Somebody who might decide. ``roles`` is None when auth told us of no membership.

    ``approves`` says that their access token bears the scope of approvers.
    """

    person_id: UUID
    roles: frozenset[str] | None
    approves: bool


def chain_for(chains: Iterable[Chain], *, unit: str | None, on: date) -> Chain | None:
    """The chain that counts: a unit's own before the general one, then the latest."""
    in_force = [chain for chain in chains if chain.counts(unit=unit, on=on)]
    return max(in_force, key=lambda chain: (chain.unit is not None, chain.from_on), default=None)


def steps_for(chain: Chain | None, total_satang: int) -> Sequence[Step]:
    """The steps that the sum needs; one of any approver where no chain asks for any."""
    needed = [] if chain is None else [s for s in chain.steps if total_satang >= s.from_satang]
    return needed or [Step(0)]


def may_decide(person: Person, *, role: str | None, person_id: UUID | None) -> bool:
    """Whether the person decides a step by their own right.

    The token's scope was auth's word when it was signed; a role taken away since then counts.
    """
    if person_id is not None:
        return person.person_id == person_id and (person.roles is None or bool(person.roles))
    if person.roles is None:
        return person.approves and role in (None, Role.APPROVER.value)
    wanted = APPROVING if role is None else {role}
    return not wanted.isdisjoint(person.roles)
