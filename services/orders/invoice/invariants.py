"""Invariants of institutional money, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "invoiced less credited is what was accepted, invoice by invoice and line by line",
        """
        SELECT count(*) FROM (
            SELECT i.id FROM invoice i
            JOIN invoice_line l ON l.invoice_id = i.id
            JOIN delivery_line d ON d.id = l.delivery_line_id
            GROUP BY i.id
            HAVING sum(l.net_satang) <> i.net_satang OR sum(l.vat_satang) <> i.vat_satang
                OR sum(l.credited_net_satang) <> i.credited_net_satang
                OR sum(l.credited_vat_satang) <> i.credited_vat_satang
                OR i.accepted_at IS NOT NULL AND (
                    sum(l.net_satang - l.credited_net_satang) <> sum(d.net_satang)
                    OR sum(l.vat_satang - l.credited_vat_satang) <> sum(d.vat_satang))
        ) wrong
        """,
    ),
    Check(
        "every accepted delivery that was billed has its invoice of what is payable",
        """
        SELECT count(*) FROM (
            SELECT n.id FROM inspection n JOIN delivery_line d ON d.delivery_id = n.delivery_id
            LEFT JOIN invoice i ON i.delivery_id = n.delivery_id
            WHERE n.billed_at IS NOT NULL GROUP BY n.id, i.id
            HAVING sum(d.net_satang) <> coalesce(i.accepted_net_satang, 0)
                OR sum(d.vat_satang) <> coalesce(i.accepted_vat_satang, 0)
        ) wrong
        """,
    ),
    Check(
        "an invoice's payments, withheld tax and credit note are what it says",
        """
        SELECT count(*) FROM invoice i
        LEFT JOIN LATERAL (
            SELECT sum(amount_satang) AS paid, sum(withheld_satang) AS withheld
            FROM remittance WHERE invoice_id = i.id AND status = 'received'
        ) r ON true
        LEFT JOIN credit_note c ON c.invoice_id = i.id
        WHERE i.paid_satang <> coalesce(r.paid, 0)
            OR i.withheld_satang <> coalesce(r.withheld, 0)
            OR i.credited_net_satang <> coalesce(c.net_satang, 0)
            OR i.credited_vat_satang <> coalesce(c.vat_satang, 0)
        """,
    ),
    Check(
        "what the ledger says that invoices owe is what is outstanding, party by party",
        """
        SELECT count(*) FROM (
            SELECT party_id, sum(amount) FROM (
                SELECT seller_id AS party_id, outstanding_satang AS amount FROM invoice
                UNION ALL SELECT buyer_id, -outstanding_satang FROM invoice
                UNION ALL
                SELECT a.party_id, -e.amount_satang FROM ledger_entry e
                JOIN ledger_account a ON a.id = e.account_id
                WHERE a.kind IN ('trade_receivable', 'trade_payable')
            ) moved GROUP BY party_id HAVING sum(amount) <> 0
        ) wrong
        """,
    ),
    Check(
        "each billing note is the sum of the invoices that it holds",
        """
        SELECT count(*) FROM (
            SELECT n.id FROM billing_note n LEFT JOIN invoice i ON i.billing_note_id = n.id
            GROUP BY n.id, n.total_satang
            HAVING coalesce(sum(i.total_satang - i.credited_net_satang - i.credited_vat_satang), 0)
                <> n.total_satang
        ) wrong
        """,
    ),
    Check(
        "a bank line paid an invoice at most once, and never more than came in",
        """
        SELECT count(*) FROM remittance r JOIN bank_line b ON b.id = r.bank_line_id
        WHERE r.amount_satang > b.amount_satang OR r.seller_id <> b.seller_id
            OR r.invoice_id IS DISTINCT FROM b.invoice_id
        """,
    ),
)
