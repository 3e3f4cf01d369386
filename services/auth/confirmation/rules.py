"""When a community enterprise must confirm that it goes on. Pure, no I/O.

พ.ร.บ. ส่งเสริมวิสาหกิจชุมชน พ.ศ. 2548: within 30 days from 1 January of each year.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from contracts.types import OrganisationKind
from services.auth.confirmation.schemas import ConfirmationState

LAST_DAY: Final = 30
STAGES: Final = (1, 15, 25)
"""Days of January on which those who have not confirmed are reminded."""


def state_on(
    today: date, *, kind: OrganisationKind, registered_on: date, confirmed_year: int | None
) -> ConfirmationState:
    """Where it stands on a Bangkok date. Nobody confirms for the year of the own registration."""
    if kind is not OrganisationKind.COMMUNITY_ENTERPRISE or registered_on.year >= today.year:
        return ConfirmationState.NOT_REQUIRED
    if confirmed_year is not None and confirmed_year >= today.year:
        return ConfirmationState.CONFIRMED
    in_time = today <= date(today.year, 1, LAST_DAY)
    return ConfirmationState.OPEN if in_time else ConfirmationState.UNCONFIRMED


def stage_on(today: date) -> int | None:
    """The newest reminder that is due on a Bangkok date, or None outside the 30 days."""
    if today.month != 1 or today.day > LAST_DAY:
        return None
    return max(day for day in STAGES if day <= today.day)
