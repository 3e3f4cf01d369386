"""Refusals about offers."""

from __future__ import annotations

from kit.errors import Unprocessable


class OfferNotAvailable(Unprocessable):
    """A line names something that is not on sale."""

    code = "offer_not_available"
    title_th = "มีรายการที่ไม่ได้เสนอขาย"
    title_en = "A line is not on sale"
    detail_th = "รายการที่ {line_no}: ไม่พบสินค้านี้ หรือผู้ขายหยุดขายแล้ว"
    detail_en = "Line {line_no}: there is no such offer, or its seller has stopped selling it."
