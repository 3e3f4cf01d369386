"""What holds of acceptances (invariants 3 and 5), for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "no acceptance is final before every inspector agreed or the head decided",
        """
        SELECT count(*) FROM inspection i JOIN (
            SELECT inspection_id, bool_and(signed_at IS NOT NULL) AS signed,
                bool_and(agree IS TRUE) AS agreed
            FROM inspection_signature GROUP BY inspection_id
        ) s ON s.inspection_id = i.id
        WHERE CASE i.status WHEN 'signing' THEN s.signed
            WHEN 'disputed' THEN NOT s.signed OR s.agreed
            ELSE NOT s.signed OR (NOT s.agreed AND i.head_id IS NULL) END
        """,
    ),
    Check(
        "a delivery stands where its inspection does, and has one when it was inspected",
        """
        SELECT count(*) FROM delivery d FULL JOIN inspection i ON i.delivery_id = d.id
        WHERE CASE WHEN i.id IS NULL THEN d.status IN ('inspected', 'accepted', 'refused')
            WHEN i.status IN ('signing', 'disputed') THEN d.status <> 'inspected'
            ELSE d.status <> i.status END
        """,
    ),
    Check(
        "an acceptance dates back to the Bangkok day on which the goods arrived",
        """
        SELECT count(*) FROM inspection i JOIN delivery d ON d.id = i.delivery_id
        WHERE i.accepted_on <> (d.arrived_at AT TIME ZONE 'Asia/Bangkok')::date
        """,
    ),
    Check(
        "what is payable of an order line is its accepted quantity at its price, rounded once",
        """
        SELECT count(*) FROM (
            SELECT p.id FROM purchase_order_line p
            LEFT JOIN delivery_line l ON l.order_line_id = p.id
            GROUP BY p.id HAVING coalesce(sum(l.net_satang), 0)
                    <> round(p.accepted_quantity * p.unit_price_satang)
                OR coalesce(sum(l.vat_satang), 0)
                    <> round(round(p.accepted_quantity * p.unit_price_satang) * p.vat_bps / 10000)
        ) wrong
        """,
    ),
    Check(
        "payment is locked until an acceptance is final",
        """
        SELECT count(*) FROM delivery_line l JOIN delivery d ON d.id = l.delivery_id
        WHERE (l.net_satang IS NOT NULL) <> (d.status IN ('accepted', 'refused'))
        """,
    ),
    Check(
        "nothing was accepted that no certificate covered on the day it arrived",
        "SELECT count(*) FROM delivery_line WHERE accepted > 0 AND certified IS NOT TRUE",
    ),
    Check(
        "a seller was told of what was wrong within the working days of the rule",
        """
        SELECT count(*) FROM inspection WHERE defective AND (told_seller_at IS NULL
            OR (told_seller_at AT TIME ZONE 'Asia/Bangkok')::date > tell_seller_by_on)
        """,
    ),
)
