"""What holds of budgets, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "a budget's balances are the sums of its entries, and within what was allotted",
        """
        SELECT count(*) FROM budget b LEFT JOIN (
            SELECT budget_id, sum(allotted_satang) AS allotted, sum(reserved_satang) AS reserved,
                sum(committed_satang) AS committed, sum(consumed_satang) AS consumed
            FROM budget_entry GROUP BY budget_id
        ) e ON e.budget_id = b.id
        WHERE (b.allotted_satang, b.reserved_satang, b.committed_satang, b.consumed_satang)
            IS DISTINCT FROM (e.allotted, e.reserved, e.committed, e.consumed)
            OR b.reserved_satang + b.committed_satang + b.consumed_satang > b.allotted_satang
        """,
    ),
    Check(
        "a budget holds what its requisitions and orders hold",
        """
        SELECT count(*) FROM budget b LEFT JOIN (
            SELECT budget_id, sum(reserved_satang) AS reserved,
                sum(committed_satang) AS committed, sum(consumed_satang) AS consumed
            FROM budget_hold GROUP BY budget_id
        ) h ON h.budget_id = b.id
        WHERE (b.reserved_satang, b.committed_satang, b.consumed_satang) IS DISTINCT FROM
            (coalesce(h.reserved, 0), coalesce(h.committed, 0), coalesce(h.consumed, 0))
        """,
    ),
    Check(
        "money is reserved for waiting requisitions and committed for open orders alone",
        """
        SELECT count(*) FROM budget_hold h
        JOIN requisition r ON r.id = h.requisition_id
        LEFT JOIN purchase_order p ON p.id = h.purchase_order_id
        WHERE h.budget_id IS DISTINCT FROM r.budget_id
            OR (h.reserved_satang > 0) <> (r.status = 'submitted')
            OR (r.status = 'approved') <> (p.id IS NOT NULL)
            OR (p.requisition_id, p.seller_id) <> (h.requisition_id, h.seller_id)
            OR (h.committed_satang > 0 AND p.status NOT IN ('placed', 'confirmed'))
        """,
    ),
)
