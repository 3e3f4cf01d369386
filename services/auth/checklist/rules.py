"""When a checklist is met. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.auth.checklist.errors import RequirementComputed, RequirementValueNotValid
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


def judge(
    requirements: Sequence[Requirement],
    *,
    facts: Mapping[str, str | None],
    values: Mapping[str, Value],
) -> list[Judged]:
    """Each requirement with its value, and whether it is met."""
    return [_judge(requirement, facts=facts, values=values) for requirement in requirements]


def _judge(
    requirement: Requirement, *, facts: Mapping[str, str | None], values: Mapping[str, Value]
) -> Judged:
    if requirement.mode is RequirementMode.COMPUTED:
        fact = facts.get(requirement.key)
        return Judged(requirement, fact, met=bool(fact))
    value = values.get(requirement.key)
    return Judged(requirement, value, met=value is not None and _fits(requirement, value))


def check_value(requirement: Requirement, value: Value) -> None:
    """Hold a value that the applicant states against the requirement.

    Raises:
        RequirementComputed, RequirementValueNotValid.
    """
    if requirement.mode is RequirementMode.COMPUTED:
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
