"""Invariants of the orders database, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check
from services.orders.acceptance.invariants import CHECKS as ACCEPTANCE_CHECKS
from services.orders.approval.invariants import CHECKS as APPROVAL_CHECKS
from services.orders.budget.invariants import CHECKS as BUDGET_CHECKS
from services.orders.capacity.invariants import CHECKS as CAPACITY_CHECKS
from services.orders.delivery.invariants import CHECKS as DELIVERY_CHECKS
from services.orders.document.invariants import CHECKS as DOCUMENT_CHECKS
from services.orders.invoice.invariants import CHECKS as INVOICE_CHECKS
from services.orders.lot.invariants import CHECKS as LOT_CHECKS
from services.orders.procurement.invariants import CHECKS as PROCUREMENT_CHECKS

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
            FULL JOIN (SELECT * FROM ledger_transaction WHERE cause = 'payment') t
                ON t.cause_id = p.id
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
        "what the ledger owes a seller and their producers for an order is the order's own figure",
        """
        SELECT count(*) FROM (
            SELECT o.id FROM shop_order o JOIN order_group g ON g.id = o.group_id
            LEFT JOIN ledger_entry e ON e.order_id = o.id
            LEFT JOIN ledger_account a ON a.id = e.account_id
                AND (a.kind = 'producer_payable'
                    OR (a.kind = 'seller_payable' AND a.party_id = o.seller_id))
            GROUP BY o.id, o.seller_satang, g.status
            HAVING coalesce(-sum(e.amount_satang) FILTER (WHERE a.id IS NOT NULL), 0)
                <> CASE WHEN g.status <> 'paid' THEN 0
                    WHEN EXISTS (SELECT FROM refund r WHERE r.order_id = o.id) THEN 0
                    ELSE o.seller_satang END
        ) wrong
        """,
    ),
    Check(
        "the trial balance is nought",
        "SELECT count(*) FROM (SELECT sum(amount_satang) AS total FROM ledger_entry) t"
        " WHERE total <> 0",
    ),
    Check(
        "the books' money at Stripe is what came in, less fees and what went back",
        """
        SELECT count(*) FROM (
            SELECT coalesce((SELECT sum(amount_satang - coalesce(fee_satang + fee_vat_satang, 0))
                FROM money_in), 0)
                - coalesce((SELECT sum(amount_satang) FROM refund WHERE status = 'settled'), 0)
                AS should,
            coalesce((SELECT sum(e.amount_satang) FROM ledger_entry e
                JOIN ledger_account a ON a.id = e.account_id
                WHERE a.kind = 'processor_clearing'), 0) AS booked
        ) clearing WHERE should <> booked
        """,
    ),
    Check(
        "what the books owe to shoppers is what is still to go back",
        """
        SELECT count(*) FROM (
            SELECT coalesce((SELECT sum(r.amount_satang) FROM refund r
                WHERE r.status <> 'settled' AND NOT EXISTS (
                    SELECT FROM refund later WHERE later.id > r.id AND r.status = 'failed'
                        AND later.intent_id = r.intent_id
                        AND later.order_id IS NOT DISTINCT FROM r.order_id)), 0) AS should,
            coalesce((SELECT -sum(e.amount_satang) FROM ledger_entry e
                JOIN ledger_account a ON a.id = e.account_id
                WHERE a.kind = 'refund_payable'), 0) AS booked
        ) payable WHERE should <> booked
        """,
    ),
    Check(
        "a sale's money is of its payment's own intent, once",
        """
        SELECT count(*) FROM payment p
        FULL JOIN (SELECT * FROM money_in WHERE use = 'sale') m ON m.payment_id = p.id
        WHERE (p.status = 'succeeded' OR m.id IS NOT NULL)
            AND (p.status, p.intent_id, p.amount_satang)
                IS DISTINCT FROM ('succeeded', m.intent_id, m.amount_satang)
        """,
    ),
    Check(
        "what was refunded of an intent is no more than came in by it",
        """
        SELECT count(*) FROM (
            SELECT r.intent_id FROM refund r LEFT JOIN money_in m ON m.intent_id = r.intent_id
            WHERE r.status <> 'failed' GROUP BY r.intent_id, m.amount_satang
            HAVING sum(r.amount_satang) > coalesce(m.amount_satang, 0)
        ) wrong
        """,
    ),
    Check(
        "a paid order that was cancelled is refunded, and an unpaid one is not",
        """
        SELECT count(*) FROM shop_order o JOIN order_group g ON g.id = o.group_id
        WHERE (g.status = 'paid' AND o.status = 'cancelled' AND NOT EXISTS (
                SELECT FROM refund r WHERE r.order_id = o.id))
            OR (g.status <> 'paid' AND EXISTS (SELECT FROM refund r WHERE r.order_id = o.id))
        """,
    ),
    Check(
        "no paid order is an hour past the seller's time to accept it",
        """
        SELECT count(*) FROM shop_order
        WHERE status = 'paid' AND accept_by < now() - interval '1 hour'
        """,
    ),
    Check(
        "no refund waits for Stripe's first answer for an hour",
        """
        SELECT count(*) FROM refund
        WHERE status = 'requested' AND requested_at < now() - interval '1 hour'
        """,
    ),
    Check(
        "Stripe's lists and ours agree, and every refund arrived",
        "SELECT count(*) FROM reconciliation_finding WHERE resolved_at IS NULL",
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
                OR o.status = 'awaiting_payment'
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
                SELECT FROM (
                    SELECT buyer_kind, NULL::uuid AS buyer_id, category, any_of, from_on, until_on
                    FROM eligibility_requirement
                    UNION ALL
                    SELECT NULL, buyer_id, category, any_of, from_on, until_on
                    FROM buyer_requirement
                ) r
                WHERE (r.buyer_kind = p.buyer_kind OR r.buyer_id = p.buyer_id)
                    AND cardinality(r.any_of) > 0
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
    *BUDGET_CHECKS,
    *APPROVAL_CHECKS,
    *CAPACITY_CHECKS,
    *PROCUREMENT_CHECKS,
    *INVOICE_CHECKS,
)
