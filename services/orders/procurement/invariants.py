"""What holds of the statutory steps, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "each urgent purchase has a report to make, and no other purchase has one",
        """
        SELECT count(*) FROM requisition r
        FULL JOIN urgent_report u ON u.requisition_id = r.id
        WHERE (r.approval_basis = 'urgent') <> (u.requisition_id IS NOT NULL)
        """,
    ),
)
