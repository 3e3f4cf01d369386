"""Whether the persons of an appointment suffice; no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.scopes import Role
from services.orders.acceptance.errors import (
    ChairRequired,
    CommitteeTooSmall,
    NotAMember,
    PanelMemberMayNotInspect,
)
from services.orders.acceptance.rules import Rule
from services.orders.acceptance.schemas import Appointee, CommitteeWrite, Duty
from services.orders.models.party import Membership
from services.orders.purchase.rules import baht

_NAMES: Final = {
    Duty.INSPECTION: ("ผู้ตรวจรับพัสดุ", "inspection committee"),
    Duty.PROCUREMENT: ("คณะกรรมการซื้อ", "procurement panel"),
}


@dataclass(frozen=True)
class Needs:
    """What the rules in force ask of each duty at the order's sum."""

    total_satang: int
    rules: Mapping[Duty, Rule | None]

    def persons(self, duty: Duty) -> int:
        """How many persons the duty needs; 0 where no rule asks for any."""
        rule = self.rules[duty]
        return rule.persons if rule else 0


def require_sufficient(
    wanted: CommitteeWrite, needs: Needs, people: Mapping[UUID, Membership]
) -> None:
    """Everybody may be appointed, nobody does both, and the rules are satisfied.

    Raises NotAMember, PanelMemberMayNotInspect, CommitteeTooSmall, ChairRequired.
    """
    for each in wanted.inspectors:
        _require_member(each, people, role=Role.INSPECTOR)
    for each in wanted.panel:
        _require_member(each, people, role=None)
    panel = {each.person_id for each in wanted.panel}
    for each in wanted.inspectors:
        if each.person_id in panel:
            raise PanelMemberMayNotInspect(display_name=people[each.person_id].display_name)
    _require_size(wanted.inspectors, needs, Duty.INSPECTION)
    _require_size(wanted.panel, needs, Duty.PROCUREMENT)


def _require_member(
    wanted: Appointee, people: Mapping[UUID, Membership], *, role: Role | None
) -> None:
    member = people.get(wanted.person_id)
    if member is None or not member.roles or (role and role.value not in member.roles):
        raise NotAMember(person_id=str(wanted.person_id))


def _require_size(given: Sequence[Appointee], needs: Needs, duty: Duty) -> None:
    rule = needs.rules[duty]
    thai, english = _NAMES[duty]
    if rule is not None and len(given) < rule.persons:
        raise CommitteeTooSmall(
            total_baht=baht(needs.total_satang),
            duty_th=thai,
            duty_en=english,
            needed=rule.persons,
            given=len(given),
            source_th=rule.source_th,
            source_en=rule.source_en,
        )
    chairs = sum(each.chair for each in given)
    if chairs > 1 or (rule is not None and rule.chair and chairs != 1):
        raise ChairRequired(duty_th=thai, duty_en=english)
