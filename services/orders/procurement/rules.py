"""Pure rules of splitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.orders.procurement.schemas import SplittingWarning
from services.orders.purchase.rules import baht


@dataclass(frozen=True)
class Bought:
    """What another requisition of the period comes to in one category, VAT included."""

    number: str
    category: str
    total_satang: int


def root(category: str) -> str:
    """The top category: ``food`` for ``food.processed_fish``."""
    return category.split(".", maxsplit=1)[0]


def splitting(
    own: Mapping[str, int],
    others: Iterable[Bought],
    *,
    ceiling_satang: int | None,
    period_days: int,
) -> list[SplittingWarning]:
    """A warning for each category whose sum passes the method's limit together, not alone."""
    if ceiling_satang is None:
        return []
    earlier = list(others)
    found = []
    for category, amount in sorted(own.items()):
        same = [bought for bought in earlier if bought.category == category]
        together = amount + sum(bought.total_satang for bought in same)
        if same and together > ceiling_satang:
            numbers = sorted({bought.number for bought in same})
            found.append(
                SplittingWarning(
                    category=category,
                    sum_satang=together,
                    ceiling_satang=ceiling_satang,
                    period_days=period_days,
                    numbers=numbers,
                    message_th=(
                        f"ซื้อหมวด {category} รวม {baht(together)} บาทใน {period_days} วัน "
                        f"เกิน {baht(ceiling_satang)} บาทของวิธีนี้ อาจเป็นการแบ่งซื้อ (ข้อ 20)"
                    ),
                    message_en=(
                        f"{baht(together)} baht of {category} in {period_days} days pass the "
                        f"method's {baht(ceiling_satang)}: this may be splitting (clause 20)"
                    ),
                )
            )
    return found
