"""Invariants of the orders database, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check
from services.orders.acceptance.invariants import CHECKS as ACCEPTANCE_CHECKS
from services.orders.delivery.invariants import CHECKS as DELIVERY_CHECKS
from services.orders.document.invariants import CHECKS as DOCUMENT_CHECKS
from services.orders.lot.invariants import CHECKS as LOT_CHECKS

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
    Check(
        "a requisition's and a purchase order's figures are the sums of their lines",
        """
        SELECT (
            SELECT count(*) FROM (
                SELECT r.id FROM requisition r JOIN requisition_line l ON l.requisition_id = r.id
                WHERE r.status <> 'draft' GROUP BY r.id
                HAVING sum(l.net_satang) IS DISTINCT FROM r.net_satang
                    OR sum(l.vat_satang) IS DISTINCT FROM r.vat_satang
            ) requisitions
        ) + (
            SELECT count(*) FROM (
                SELECT p.id FROM purchase_order p
                LEFT JOIN purchase_order_line l ON l.purchase_order_id = p.id
                GROUP BY p.id HAVING sum(l.net_satang) IS DISTINCT FROM p.net_satang
                    OR sum(l.vat_satang) IS DISTINCT FROM p.vat_satang
            ) purchase_orders
        )
        """,
    ),
    Check(
        "each line of an approved requisition is ordered once as approved, of no other one",
        """
        SELECT count(*) FROM (
            SELECT l.* FROM requisition_line l JOIN requisition r ON r.id = l.requisition_id
            WHERE r.status = 'approved'
        ) r FULL JOIN (
            SELECT l.*, p.requisition_id, p.seller_id FROM purchase_order_line l
            JOIN purchase_order p ON p.id = l.purchase_order_id
        ) p ON p.requisition_line_id = r.id
        WHERE (p.requisition_id, p.seller_id, p.variant_id, p.quantity, p.unit_price_satang,
                p.net_satang, p.vat_satang)
            IS DISTINCT FROM (r.requisition_id, r.seller_id, r.variant_id, r.quantity,
                r.unit_price_satang, r.net_satang, r.vat_satang)
        """,
    ),
    Check(
        "a buyer's purchase orders are numbered without a gap in each fiscal year",
        """
        SELECT count(*) FROM (
            SELECT buyer_id, fiscal_year, count(*) AS given, max(sequence) AS highest
            FROM purchase_order GROUP BY buyer_id, fiscal_year
        ) p FULL JOIN (
            SELECT * FROM document_counter WHERE document = 'purchase_order'
        ) c ON c.buyer_id = p.buyer_id AND c.fiscal_year = p.fiscal_year
        WHERE p.given IS DISTINCT FROM c.last OR p.highest IS DISTINCT FROM c.last
        """,
    ),
    Check(
        "no open purchase order counts on a certificate that is not valid on its delivery date",
        """
        SELECT count(*) FROM purchase_order_line l
        JOIN purchase_order p ON p.id = l.purchase_order_id
        JOIN offer o ON o.variant_id = l.variant_id
        WHERE p.status IN ('placed', 'confirmed') AND l.eligibility_lost_at IS NULL
            AND p.need_by_on >= (now() AT TIME ZONE 'Asia/Bangkok')::date
            AND EXISTS (
                SELECT FROM eligibility_requirement r
                WHERE r.buyer_kind = p.buyer_kind AND cardinality(r.any_of) > 0
                    AND (o.category = r.category OR starts_with(o.category, r.category || '.'))
                    AND p.need_by_on BETWEEN r.from_on AND coalesce(r.until_on, 'infinity')
                    AND NOT EXISTS (
                        SELECT FROM jsonb_to_recordset(o.marks)
                            AS m(scheme text, from_on date, until_on date)
                        WHERE m.scheme = ANY (r.any_of)
                            AND p.need_by_on BETWEEN m.from_on
                                AND coalesce(m.until_on, 'infinity')
                    )
            )
        """,
    ),
    *DOCUMENT_CHECKS,
    *LOT_CHECKS,
    *DELIVERY_CHECKS,
    *ACCEPTANCE_CHECKS,
)
