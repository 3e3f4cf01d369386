"""Pure judgement: may this buyer be given this product on this date?

Whatever is not known narrows: without a rule for the category and the kind of buyer, nothing of
that category may be bought, and a mark counts only between its own two dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.types import Mark, Scheme
from services.orders.eligibility.schemas import RefusalReason


@dataclass(frozen=True)
class Requirement:
    """A dated rule: one of the schemes must be valid. No scheme means that none is needed.

    Several requirements in force at once must all be met.
    """

    any_of: frozenset[Scheme]
    from_on: date
    until_on: date | None
    source_th: str
    source_en: str
    own: bool = False
    """Whether the buyer itself asks for it, beyond the rules of its kind."""

    def in_force(self, on: date) -> bool:
        """Whether the rule counts on that Bangkok date, both ends included."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True)
class Judgement:
    """The answer for one date: the marks that made it eligible, or the reason why it is not.

    ``nearest`` is the mark that comes closest when the answer is no: the one that ended last,
    or, when there is none, the one that begins first.
    """

    on: date
    because: tuple[Mark, ...] = ()
    refusal: RefusalReason | None = None
    accepted: frozenset[Scheme] = frozenset()
    nearest: Mark | None = None

    @property
    def eligible(self) -> bool:
        """Whether the product may be delivered on the date."""
        return self.refusal is None

    @property
    def decisive(self) -> Mark | None:
        """Of the marks it rests on, the one that ends first: the one to show and to keep."""
        return min(self.because, key=_longest) if self.because else None


def lineage(category: str) -> tuple[str, ...]:
    """A category code and those above it: ``food.processed_fish`` is below ``food``."""
    parts = category.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def judge(marks: Sequence[Mark], requirements: Iterable[Requirement], on: date) -> Judgement:
    """Judge the marks against every requirement in force on the Bangkok date of delivery."""
    in_force = [requirement for requirement in requirements if requirement.in_force(on)]
    if all(requirement.own for requirement in in_force):
        return Judgement(on=on, refusal=RefusalReason.NO_RULE)
    because: list[Mark] = []
    for requirement in in_force:
        if not requirement.any_of:
            continue
        usable = [mark for mark in marks if mark.scheme in requirement.any_of]
        valid = [mark for mark in usable if mark.valid_on(on)]
        if not valid:
            return _refused(usable, requirement.any_of, on)
        because.append(max(valid, key=_longest))
    return Judgement(on=on, because=tuple(dict.fromkeys(because)))


def _refused(usable: Sequence[Mark], accepted: frozenset[Scheme], on: date) -> Judgement:
    ended = [mark for mark in usable if mark.until_on is not None and mark.until_on < on]
    if ended:
        return Judgement(
            on=on,
            refusal=RefusalReason.EXPIRED,
            accepted=accepted,
            nearest=max(ended, key=_longest),
        )
    if usable:
        first = min(usable, key=lambda mark: (mark.from_on, str(mark.certificate_id)))
        return Judgement(
            on=on, refusal=RefusalReason.NOT_YET_VALID, accepted=accepted, nearest=first
        )
    return Judgement(on=on, refusal=RefusalReason.NO_MARK, accepted=accepted)


def _ends_on(mark: Mark) -> date:
    return mark.until_on or date.max


def _longest(mark: Mark) -> tuple[date, str]:
    # The id settles a tie, so that the same marks in another order give the same answer.
    return _ends_on(mark), str(mark.certificate_id)
