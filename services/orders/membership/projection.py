"""How auth's snapshot of a membership becomes ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from contracts.events.auth import MembershipChanged
from kit.events.projection import Projection
from services.orders.models.party import Membership


def to_rows(event: MembershipChanged) -> Sequence[dict[str, Any]]:
    """The membership's one row; without roles the person has left."""
    return [
        {
            "id": event.membership_id,
            "organisation_id": event.organisation_id,
            "person_id": event.person_id,
            "display_name": event.display_name,
            "position": event.position,
            "roles": [role.value for role in event.roles],
        }
    ]


MEMBERSHIPS: Final = Projection(
    name="membership",
    event=MembershipChanged,
    table=Membership.__table__,
    key=("id",),
    to_rows=to_rows,
)
