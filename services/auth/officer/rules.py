"""Which agency decides what, and whether an officer may act. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from contracts.types import Agency, Capability, OrganisationKind, Scheme
from services.auth.officer.errors import Denial

_KIND = OrganisationKind

DECIDING_AGENCY: Final[Mapping[tuple[Capability, OrganisationKind], Agency]] = MappingProxyType(
    {
        (Capability.SELL, _KIND.COMMUNITY_ENTERPRISE): Agency.COMMUNITY_DEVELOPMENT,
        (Capability.SELL, _KIND.OTOP_PRODUCER): Agency.COMMUNITY_DEVELOPMENT,
        (Capability.SELL, _KIND.COOPERATIVE): Agency.AGRICULTURE,
        (Capability.SELL, _KIND.SOCIAL_ENTERPRISE): Agency.COMMERCE,
        (Capability.SELL, _KIND.TRADER): Agency.COMMERCE,
        (Capability.AGGREGATE, _KIND.SOCIAL_ENTERPRISE): Agency.COMMERCE,
        (Capability.AGGREGATE, _KIND.COOPERATIVE): Agency.AGRICULTURE,
        (Capability.BUY, _KIND.HOSPITAL): Agency.PUBLIC_HEALTH,
        (Capability.BUY, _KIND.SCHOOL): Agency.COMMERCE,
        (Capability.BUY, _KIND.HOTEL): Agency.COMMERCE,
        (Capability.BUY, _KIND.RESTAURANT): Agency.COMMERCE,
        (Capability.BUY, _KIND.OTHER_GOVERNMENT): Agency.COMMERCE,
        (Capability.BUY, _KIND.TRADER): Agency.COMMERCE,
        (Capability.BUY, _KIND.SOCIAL_ENTERPRISE): Agency.COMMERCE,
    }
)
"""The office that decides a capability for a kind; what is not here cannot be applied for."""


@dataclass(frozen=True, slots=True)
class Rights:
    """One appointment as it is judged."""

    agency: Agency
    provinces: frozenset[str]
    schemes: frozenset[Scheme]
    valid_from_on: date
    valid_until_on: date | None

    def in_force(self, day: date) -> bool:
        """Whether the appointment holds on that Bangkok date."""
        return self.valid_from_on <= day and (
            self.valid_until_on is None or day <= self.valid_until_on
        )


def deciding_agency(capability: Capability, kind: OrganisationKind) -> Agency | None:
    """The office that decides, or None when this kind cannot have the capability."""
    return DECIDING_AGENCY.get((capability, kind))


def registering_agency(kind: OrganisationKind) -> Agency | None:
    """The office that keeps an organisation of this kind: enters, merges, suspends, closes it."""
    for capability in (Capability.SELL, Capability.BUY, Capability.AGGREGATE):
        agency = deciding_agency(capability, kind)
        if agency is not None:
            return agency
    return None


def judge(
    appointments: Sequence[Rights], *, agency: Agency, province_code: str, today: date
) -> Denial | None:
    """None when an appointment allows it, else the nearest reason why none does."""
    of_agency = [rights for rights in appointments if rights.agency is agency]
    here = [rights for rights in of_agency if province_code in rights.provinces]
    if any(rights.in_force(today) for rights in here):
        return None
    if here:
        return Denial.OUTSIDE_DATES
    return Denial.WRONG_PROVINCE if of_agency else Denial.WRONG_AGENCY
