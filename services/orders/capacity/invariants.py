"""What holds of weekly capacity, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "a week's capacity is taken by its orders, and no further than stated",
        """
        SELECT count(*) FROM weekly_capacity w LEFT JOIN (
            SELECT variant_id, week_on, sum(quantity) AS taken
            FROM capacity_use GROUP BY variant_id, week_on
        ) u ON u.variant_id = w.variant_id AND u.week_on = w.week_on
        WHERE w.taken <> coalesce(u.taken, 0) OR w.taken > w.quantity
        """,
    ),
    Check(
        "an order that was declined or cancelled takes no capacity, none more than it ordered",
        """
        SELECT count(*) FROM capacity_use u
        JOIN purchase_order p ON p.id = u.purchase_order_id
        JOIN purchase_order_line l ON l.id = u.purchase_order_line_id
        WHERE u.quantity > l.quantity OR u.variant_id <> l.variant_id
            OR (u.quantity > 0 AND p.status IN ('declined', 'cancelled'))
        """,
    ),
)
