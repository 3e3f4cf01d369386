"""Invariants of the catalogue's database, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "a case that was certified has its dates, in order, and an end where its scheme has one",
        """
        SELECT count(*) FROM certification c JOIN scheme s ON s.code = c.scheme
        WHERE c.state IN ('certified', 'suspended', 'cancelled')
          AND (c.valid_from_on IS NULL OR c.valid_until_on < c.valid_from_on
               OR (s.expires AND c.valid_until_on IS NULL))
        """,
    ),
    Check(
        "a case stands where its history ends",
        """
        SELECT count(*) FROM certification c
        WHERE c.state <> 'draft' AND c.state IS DISTINCT FROM (
          SELECT h.state FROM certification_step h WHERE h.certification_id = c.id
          ORDER BY h.position DESC LIMIT 1)
        """,
    ),
    Check(
        "a mark lies within its certificate's dates",
        """
        SELECT count(*) FROM product_mark m JOIN certification c ON c.id = m.certification_id
        WHERE m.product_id IS DISTINCT FROM c.product_id OR m.from_on < c.valid_from_on
           OR (c.valid_until_on IS NOT NULL
               AND (m.until_on IS NULL OR m.until_on > c.valid_until_on))
        """,
    ),
    Check(
        "a suspended or cancelled certificate gives no mark from its last step on",
        """
        SELECT count(*) FROM product_mark m JOIN certification c ON c.id = m.certification_id
        WHERE c.state IN ('suspended', 'cancelled') AND coalesce(m.until_on, 'infinity') >= (
          SELECT h.on_date FROM certification_step h WHERE h.certification_id = c.id
          ORDER BY h.position DESC LIMIT 1)
        """,
    ),
    Check(
        "every product that has been public has a listing of the same state and version",
        """
        SELECT count(*) FROM product p FULL JOIN listing l ON l.id = p.id
        WHERE (p.status <> 'draft' OR l.id IS NOT NULL)
          AND (p.id IS NULL OR l.id IS NULL OR l.status <> p.status OR l.version > p.version)
        """,
    ),
    Check(
        "a listing shows exactly the marks that were judged",
        """
        SELECT count(*) FROM listing l
        WHERE l.status = 'published' AND json_array_length(l.marks) <> (
          SELECT count(*) FROM product_mark m WHERE m.product_id = l.id)
        """,
    ),
    Check(
        "a published product has a pack on sale",
        """
        SELECT count(*) FROM product p WHERE p.status = 'published' AND NOT EXISTS (
          SELECT FROM variant v WHERE v.product_id = p.id AND NOT v.withdrawn)
        """,
    ),
    Check(
        "every product's shop is known",
        """
        SELECT count(*) FROM product p
        WHERE NOT EXISTS (SELECT FROM shop s WHERE s.id = p.shop_id)
        """,
    ),
    Check(
        "a shop sells exactly when it is active and approved to sell",
        """
        SELECT count(*) FROM shop
        WHERE sells IS DISTINCT FROM (status = 'active' AND 'sell' = ANY (capabilities))
        """,
    ),
)
