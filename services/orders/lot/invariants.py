"""What holds of lots (invariant 6), for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "of a lot no more left and went into others than was produced",
        "SELECT count(*) FROM lot WHERE shipped + consumed > quantity OR shipped < 0"
        " OR consumed < 0",
    ),
    Check(
        "what left a lot is what delivery notes and other lots took of it",
        """
        SELECT count(*) FROM lot l
        LEFT JOIN (
            SELECT i.input_lot_id AS id, sum(i.quantity) AS taken FROM lot_input i GROUP BY 1
        ) used ON used.id = l.id
        LEFT JOIN (
            SELECT d.lot_id AS id, sum(d.shipped) AS taken FROM delivery_line d
            JOIN delivery n ON n.id = d.delivery_id WHERE n.status <> 'cancelled' GROUP BY 1
        ) sent ON sent.id = l.id
        WHERE l.consumed <> coalesce(used.taken, 0) OR l.shipped <> coalesce(sent.taken, 0)
        """,
    ),
    Check(
        "the mass of a lot and its loss is the mass of what went into it",
        """
        SELECT count(*) FROM lot l JOIN (
            SELECT i.lot_id, sum(round(i.quantity * o.mass_grams / o.quantity)) AS grams
            FROM lot_input i JOIN lot o ON o.id = i.input_lot_id GROUP BY i.lot_id
        ) went ON went.lot_id = l.id
        WHERE l.input_grams IS DISTINCT FROM went.grams OR l.loss_grams < 0
            OR l.input_grams + coalesce(l.added_grams, 0) <> l.mass_grams + l.loss_grams
        """,
    ),
    Check(
        "nothing of a blocked lot was shipped or used after it was blocked",
        """
        SELECT (
            SELECT count(*) FROM lot l JOIN delivery_line d ON d.lot_id = l.id
            JOIN delivery n ON n.id = d.delivery_id
            WHERE n.status <> 'cancelled' AND n.shipped_at > l.blocked_at
        ) + (
            SELECT count(*) FROM lot l JOIN lot_input i ON i.input_lot_id = l.id
            JOIN lot made ON made.id = i.lot_id WHERE made.recorded_at > l.blocked_at
        )
        """,
    ),
)
