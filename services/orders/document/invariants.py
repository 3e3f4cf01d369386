"""Invariants of documents, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "the numbers of every series of documents follow one another without a gap",
        """
        SELECT count(*) FROM document_series s FULL JOIN (
            SELECT issuer_id, kind, fiscal_year, count(*) AS issued, max(sequence) AS highest
            FROM document WHERE sequence IS NOT NULL GROUP BY issuer_id, kind, fiscal_year
        ) d USING (issuer_id, kind, fiscal_year)
        WHERE coalesce(s.last, 0) <> coalesce(d.issued, 0)
            OR coalesce(d.issued, 0) <> coalesce(d.highest, 0)
        """,
    ),
    Check(
        "each paid order has a confirmation and a receipt of its total, an unpaid one has none",
        """
        SELECT count(*) FROM shop_order o JOIN order_group g ON g.id = o.group_id
        JOIN party p ON p.id = o.seller_id
        LEFT JOIN LATERAL (
            SELECT count(*) AS papers,
                count(*) FILTER (WHERE (d.data #>> '{totals,total_satang}')::bigint
                    <> o.total_satang) AS wrong
            FROM document d WHERE d.file_id = g.id AND d.cause = 'order-paid-' || o.id
        ) d ON true
        WHERE d.wrong > 0 OR d.papers <> CASE WHEN g.status = 'paid' THEN 2 ELSE 0 END
        """,
    ),
)
