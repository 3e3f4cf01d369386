"""When a checklist is met. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.auth.checklist.errors import (
    RequirementComputed,
    RequirementNeedsDocument,
    RequirementValueNotValid,
)
from services.auth.models.onboarding import RequirementMode, ValueType

Value = bool | int | str

COMPUTED_FACTS: Final = ("registration_code", "tax_id", "subdistrict_code", "phone")
"""Facts of an organisation that a computed requirement may ask for, by the column's name."""

PAYEE: Final = "payee"
"""The attested requirement by which a seller names who receives its money."""

_LONGEST_TEXT: Final = 500
_LARGEST_NUMBER: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line of a checklist."""

    key: str
    mode: RequirementMode
    value_type: ValueType | None
    minimum: int | None
    label_th: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement with what is known about it."""

    requirement: Requirement
    value: Value | None
    met: bool

    @property
    def officers(self) -> bool:
        """Whether it is the officer's to tick, not the applicant's to show."""
        return self.requirement.mode is RequirementMode.VERIFIED


@dataclass(frozen=True, slots=True)
class Shown:
    """What is established besides values: lines with a checked document, lines that were ticked."""

    documents: frozenset[str]
    verified: frozenset[str]


def judge(
    requirements: Sequence[Requirement],
    *,
    facts: Mapping[str, str | None],
    values: Mapping[str, Value],
    shown: Shown,
) -> list[Judged]:
    """Each requirement with its value, and whether it is met."""
    return [
        _judge(requirement, facts=facts, values=values, shown=shown) for requirement in requirements
    ]


def _judge(
    requirement: Requirement,
    *,
    facts: Mapping[str, str | None],
    values: Mapping[str, Value],
    shown: Shown,
) -> Judged:
    if requirement.mode is RequirementMode.COMPUTED:
        fact = facts.get(requirement.key)
        return Judged(requirement, fact, met=bool(fact))
    if requirement.mode is RequirementMode.DOCUMENT:
        return Judged(requirement, None, met=requirement.key in shown.documents)
    if requirement.mode is RequirementMode.VERIFIED:
        return Judged(requirement, None, met=requirement.key in shown.verified)
    value = values.get(requirement.key)
    return Judged(requirement, value, met=value is not None and _fits(requirement, value))


def check_value(requirement: Requirement, value: Value) -> None:
    """Hold a value that the applicant states against the requirement.

    Raises:
        RequirementComputed, RequirementNeedsDocument, RequirementValueNotValid.
    """
    if requirement.mode is RequirementMode.DOCUMENT:
        raise RequirementNeedsDocument
    if requirement.mode is not RequirementMode.ATTESTED:
        raise RequirementComputed
    if not _fits(requirement, value):
        raise RequirementValueNotValid(
            value_type=requirement.value_type, minimum=requirement.minimum
        )


def _fits(requirement: Requirement, value: Value) -> bool:
    if requirement.value_type is ValueType.BOOLEAN:
        return value is True
    if requirement.value_type is ValueType.INTEGER:
        least = requirement.minimum or 0
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and least <= value <= _LARGEST_NUMBER
        )
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_TEXT
