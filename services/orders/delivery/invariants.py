"""What holds of deliveries and windows (invariant 5), for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "accepted and rejected of a delivery is what arrived, and no more arrived than was shipped",
        """
        SELECT count(*) FROM delivery_line l JOIN delivery d ON d.id = l.delivery_id
        WHERE l.arrived > l.shipped OR CASE d.status
            WHEN 'shipped' THEN l.arrived IS NOT NULL
            WHEN 'cancelled' THEN l.arrived IS NOT NULL
            WHEN 'arrived' THEN l.arrived IS NULL OR l.accepted IS NOT NULL
            ELSE l.accepted + l.rejected IS DISTINCT FROM l.arrived END
        """,
    ),
    Check(
        "an order line counts exactly what is on its way, waits for inspection or was accepted",
        """
        SELECT count(*) FROM purchase_order_line p LEFT JOIN (
            SELECT l.order_line_id AS id,
                sum(CASE d.status WHEN 'cancelled' THEN 0 WHEN 'refused' THEN 0
                    WHEN 'shipped' THEN l.shipped WHEN 'accepted' THEN l.accepted
                    ELSE l.arrived END) AS delivered,
                sum(l.accepted) FILTER (WHERE d.status = 'accepted') AS accepted
            FROM delivery_line l JOIN delivery d ON d.id = l.delivery_id GROUP BY 1
        ) f ON f.id = p.id
        WHERE p.delivered_quantity <> coalesce(f.delivered, 0)
            OR p.accepted_quantity <> coalesce(f.accepted, 0)
            OR p.delivered_quantity > coalesce(p.confirmed_quantity, 0) + p.over_quantity
                AND p.delivered_quantity > 0
        """,
    ),
    Check(
        "a receiving window has as many deliveries on a day as are booked, within its capacity",
        """
        SELECT count(*) FROM receiving_slot s FULL JOIN (
            SELECT window_id, deliver_on, count(*) AS booked FROM delivery
            WHERE window_id IS NOT NULL AND status <> 'cancelled' GROUP BY 1, 2
        ) d ON d.window_id = s.window_id AND d.deliver_on = s.on_date
        WHERE coalesce(s.booked, 0) <> coalesce(d.booked, 0) OR s.booked > s.capacity
        """,
    ),
)
