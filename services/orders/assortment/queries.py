"""The statement of the assortment: compiled once for each set of filters, run on raw asyncpg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import text

from kit.db import HotStatement
from kit.hotpool import HotPool

# The rules are a handful of rows, read once; the marks are compared with the delivery date here
# and nowhere else, so that an index may narrow but never decides.
_PAGE: Final = """
WITH rule AS MATERIALIZED (
    SELECT category, any_of, false AS own FROM eligibility_requirement
    WHERE buyer_kind = CAST(:buyer_kind AS text) AND from_on <= CAST(:deliver_on AS date)
        AND coalesce(until_on, 'infinity') >= CAST(:deliver_on AS date)
    UNION ALL
    SELECT category, any_of, true FROM buyer_requirement
    WHERE buyer_id = CAST(:buyer_id AS uuid) AND from_on <= CAST(:deliver_on AS date)
        AND coalesce(until_on, 'infinity') >= CAST(:deliver_on AS date)
)
SELECT offer.variant_id, offer.product_id, offer.seller_id, party.name_th AS seller_name_th,
    party.vat_registered, offer.name_th, offer.variant_name_th, offer.category,
    offer.province_code, offer.unit, offer.pack_size, offer.order_step, offer.price_satang,
    offer.tiers, offer.tax_class, offer.temperature_class, offer.lead_time_days, offer.marks,
    capacity.quantity - capacity.taken AS available
FROM offer
JOIN party ON party.id = offer.seller_id AND party.status = 'active'
    AND 'sell' = ANY (party.capabilities)
LEFT JOIN weekly_capacity AS capacity ON capacity.variant_id = offer.variant_id
    AND capacity.week_on = CAST(:week_on AS date)
WHERE offer.status = 'published' AND NOT offer.withdrawn
    AND offer.lead_time_days <= CAST(:days_ahead AS integer)
    AND (cardinality(offer.seasons) = 0 OR CAST(:month AS smallint) = ANY (offer.seasons))
    AND (capacity.quantity IS NULL OR capacity.quantity - capacity.taken >= offer.order_step)
    AND EXISTS (
        SELECT FROM rule WHERE NOT rule.own
            AND (offer.category = rule.category
                OR starts_with(offer.category, rule.category || '.'))
    )
    AND NOT EXISTS (
        SELECT FROM rule WHERE cardinality(rule.any_of) > 0
            AND (offer.category = rule.category
                OR starts_with(offer.category, rule.category || '.'))
            AND NOT EXISTS (
                SELECT FROM jsonb_to_recordset(offer.marks)
                    AS mark(scheme text, from_on date, until_on date)
                WHERE mark.scheme = ANY (rule.any_of)
                    AND mark.from_on <= CAST(:deliver_on AS date)
                    AND coalesce(mark.until_on, 'infinity') >= CAST(:deliver_on AS date)
            )
    )
    {filters}
ORDER BY offer.variant_id DESC
LIMIT CAST(:limit AS integer)
"""
# A constant, not a bind, where a partial index has that predicate.
FILTERS: Final[Mapping[str, str]] = {
    "bears_marks": "offer.marks <> CAST('[]' AS jsonb)",
    "root": "split_part(offer.category, '.', 1) = CAST(:root AS text)",
    "category": "(offer.category = CAST(:category AS text)"
    " OR starts_with(offer.category, CAST(:category AS text) || '.'))",
    "province": "offer.province_code = CAST(:province AS text)",
    "q": "offer.name_th ILIKE CAST(:q AS text)",
    "scheme": "EXISTS (SELECT FROM jsonb_to_recordset(offer.marks)"
    " AS mark(scheme text, from_on date, until_on date)"
    " WHERE mark.scheme = CAST(:scheme AS text) AND mark.from_on <= CAST(:deliver_on AS date)"
    " AND coalesce(mark.until_on, 'infinity') >= CAST(:deliver_on AS date))",
    "after": "offer.variant_id < CAST(:after AS uuid)",
}


def sql(filters: frozenset[str]) -> str:
    """The statement with these of FILTERS, with named parameters."""
    return _PAGE.format(filters="\n    ".join(f"AND {FILTERS[name]}" for name in sorted(filters)))


@cache
def _statement(filters: frozenset[str]) -> HotStatement:
    return HotStatement(text(sql(filters)))


async def page(
    pool: HotPool, *, filters: Mapping[str, Any], **values: Any
) -> Sequence[Mapping[str, Any]]:
    """Offers that the buyer may have delivered on the date, newest first, after a position.

    ``filters`` by their names in FILTERS; JSON columns come as text.
    """
    return await _statement(frozenset(filters)).fetch(pool, **filters, **values)
