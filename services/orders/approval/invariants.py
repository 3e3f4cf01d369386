"""What holds of approvals, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "nobody approves their own requisition, for themselves or in another's place",
        """
        SELECT count(*) FROM approval_step s JOIN requisition r ON r.id = s.requisition_id
        WHERE r.requester_id IN (s.decided_by, s.on_behalf_of) OR s.requester_id <> r.requester_id
        """,
    ),
    Check(
        "what persons decided is decided at every step, in order, and rejected by the last",
        """
        SELECT count(*) FROM (
            SELECT r.status, bool_and(s.outcome = 'approved') IS TRUE AS all_approved,
                count(*) FILTER (WHERE s.outcome = 'rejected') AS rejections,
                max(s.step_no) FILTER (WHERE s.outcome IS NOT NULL)
                    > min(s.step_no) FILTER (WHERE s.outcome IS NULL) AS jumped
            FROM requisition r JOIN approval_step s ON s.requisition_id = r.id
            GROUP BY r.id, r.status
        ) d
        WHERE jumped OR rejections <> CASE status WHEN 'rejected' THEN 1 ELSE 0 END
            OR (status = 'approved') <> all_approved
        """,
    ),
)
