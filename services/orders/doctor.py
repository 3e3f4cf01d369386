"""Invariants of the orders database, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "reserved stock is between nought and what is on hand",
        "SELECT count(*) FROM stock WHERE reserved < 0 OR reserved > on_hand",
    ),
    Check(
        "reserved stock equals the open lines of orders that wait for their payment",
        """
        SELECT count(*) FROM (
            SELECT l.variant_id, sum(l.quantity) AS held
            FROM order_line l JOIN shop_order o ON o.id = l.order_id
            WHERE o.status = 'awaiting_payment' GROUP BY l.variant_id
        ) h FULL JOIN stock s ON s.variant_id = h.variant_id
        WHERE coalesce(h.held, 0) <> coalesce(s.reserved, 0)
        """,
    ),
    Check(
        "the band that shoppers see is the stock's",
        """
        SELECT count(*) FROM stock WHERE band <> CASE
            WHEN on_hand - reserved <= 0 THEN 'none'
            WHEN on_hand - reserved <= 5 THEN 'low' ELSE 'plenty' END
        """,
    ),
    Check(
        "every ledger transaction sums to nought",
        """
        SELECT count(*) FROM (
            SELECT t.id FROM ledger_transaction t
            LEFT JOIN ledger_entry e ON e.transaction_id = t.id
            GROUP BY t.id HAVING coalesce(sum(e.amount_satang), 0) <> 0 OR count(e.id) < 2
        ) unbalanced
        """,
    ),
    Check(
        "each succeeded payment is posted once, with its amount",
        """
        SELECT count(*) FROM (
            SELECT p.id FROM payment p
            FULL JOIN ledger_transaction t ON t.cause = 'payment' AND t.cause_id = p.id
            LEFT JOIN ledger_entry e ON e.transaction_id = t.id
            LEFT JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'processor_clearing'
            WHERE p.status = 'succeeded' OR t.id IS NOT NULL
            GROUP BY p.id, p.amount_satang, p.status
            HAVING p.status IS DISTINCT FROM 'succeeded'
                OR coalesce(sum(e.amount_satang) FILTER (WHERE a.id IS NOT NULL), 0)
                    <> p.amount_satang
        ) wrong
        """,
    ),
    Check(
        "what the ledger owes a seller for an order is the order's own figure",
        """
        SELECT count(*) FROM (
            SELECT o.id FROM shop_order o JOIN order_group g ON g.id = o.group_id
            LEFT JOIN ledger_entry e ON e.order_id = o.id
            LEFT JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'seller_payable'
                AND a.party_id = o.seller_id
            GROUP BY o.id, o.seller_satang, g.status
            HAVING coalesce(-sum(e.amount_satang) FILTER (WHERE a.id IS NOT NULL), 0)
                <> CASE WHEN g.status = 'paid' THEN o.seller_satang ELSE 0 END
        ) wrong
        """,
    ),
    Check(
        "an order's figures are the sums of its lines, a group's of its orders",
        """
        SELECT (
            SELECT count(*) FROM (
                SELECT o.id FROM shop_order o LEFT JOIN order_line l ON l.order_id = o.id
                GROUP BY o.id HAVING coalesce(sum(l.total_satang), 0) <> o.total_satang
                    OR coalesce(sum(l.vat_satang), 0) <> o.vat_satang
                    OR coalesce(sum(l.commission_satang), 0) <> o.commission_satang
                    OR coalesce(sum(l.commission_vat_satang), 0) <> o.commission_vat_satang
            ) orders
        ) + (
            SELECT count(*) FROM (
                SELECT g.id FROM order_group g LEFT JOIN shop_order o ON o.group_id = g.id
                GROUP BY g.id HAVING coalesce(sum(o.total_satang), 0) <> g.total_satang
                    OR coalesce(sum(o.vat_satang), 0) <> g.vat_satang
            ) groups
        )
        """,
    ),
    Check(
        "a group, its orders and its payment tell the same story",
        """
        SELECT count(*) FROM order_group g
        JOIN payment p ON p.group_id = g.id JOIN shop_order o ON o.group_id = g.id
        WHERE p.amount_satang <> g.total_satang OR CASE g.status
            WHEN 'awaiting_payment' THEN p.status NOT IN ('requested', 'pending')
                OR o.status <> 'awaiting_payment'
            WHEN 'paid' THEN p.status <> 'succeeded'
                OR o.status IN ('awaiting_payment', 'cancelled')
            ELSE p.status <> 'cancelled' OR o.status <> 'cancelled' END
        """,
    ),
    Check(
        "no hold is an hour past its end",
        """
        SELECT count(*) FROM order_group
        WHERE status = 'awaiting_payment' AND expires_at < now() - interval '1 hour'
        """,
    ),
    Check(
        "Stripe took no money for a cancelled group and no other amount than the total",
        "SELECT count(*) FROM payment_event WHERE outcome IN ('late', 'amount_differs')",
    ),
)
