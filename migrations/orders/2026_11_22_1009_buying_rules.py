"""The first dated rules of buying: which marks which buyer needs, which method up to what sum.

Revision ID: 202611220003
Revises: 202611220002
Created: 2026-11-22 10:09:00+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611220003"
down_revision: str | None = "202611220002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SINCE = date(2020, 1, 1)
GOVERNMENT = ("hospital", "school", "other_government")
PRIVATE = ("hotel", "restaurant")
FARM_MARKS = ["fda", "gap_crop", "organic_thailand", "q_mark", "tcps"]
FACTORY_MARKS = ["fda", "tcps"]
# Category (with everything below it) → marks of which one must be valid, by public and private
# buyers. An empty list asks for none; a category that is missing may not be bought at all.
SAFE_FOOD = {
    "food": (FARM_MARKS, [*FARM_MARKS, "pgs"]),
    "drink": (FACTORY_MARKS, FACTORY_MARKS),
    "herb": (FACTORY_MARKS, FACTORY_MARKS),
    "textile": ([], []),
    "utensil": ([], []),
}
SAFE_FOOD_SOURCE_TH = (
    "ค่าเริ่มต้นของตลาดตามแนวทางอาหารปลอดภัยสำหรับโรงพยาบาล โรงเรียน โรงแรม และร้านอาหาร "
    "(ยังไม่ใช่บทบัญญัติของกฎหมาย ผู้ดูแลระบบทบทวนก่อนใช้จริง)"
)
SAFE_FOOD_SOURCE_EN = (
    "The marketplace's default after the safe-food programme for hospitals, schools, hotels and "
    "restaurants (not a provision of law; the operator reviews it before real use)"
)

# The ministerial regulation that fixes the 500,000 baht came into force on 23 August 2017.
ACT_SINCE = date(2017, 8, 23)
CIRCULAR_119_SINCE = date(2018, 3, 7)
METHODS = (
    {
        "method": "w119",
        "name_th": "จัดซื้อตาม ว.119",
        "name_en": "Small purchase under circular Wor 119",
        "buyer_kinds": list(GOVERNMENT),
        "ceiling_satang": 1_000_000,
        "from_on": CIRCULAR_119_SINCE,
        "source_th": "หนังสือคณะกรรมการวินิจฉัยฯ ที่ กค (กวจ) 0405.2/ว 119 วงเงินไม่เกิน 10,000 บาท",
        "source_en": "Circular Kor Khor (Kor Wor Jor) 0405.2/Wor 119: up to 10,000 baht",
    },
    {
        "method": "specific",
        "name_th": "วิธีเฉพาะเจาะจง",
        "name_en": "Specific method",
        "buyer_kinds": list(GOVERNMENT),
        "ceiling_satang": 50_000_000,
        "from_on": ACT_SINCE,
        "source_th": "พ.ร.บ. จัดซื้อจัดจ้างฯ 2560 และกฎกระทรวงกำหนดวงเงินฯ: ไม่เกิน 500,000 บาท",
        "source_en": "Public Procurement Act B.E. 2560 and the regulation of 23 Aug 2017: "
        "up to 500,000 baht",
    },
    {
        "method": "selection",
        "name_th": "วิธีคัดเลือก",
        "name_en": "Selection method",
        "buyer_kinds": list(GOVERNMENT),
        "ceiling_satang": None,
        "from_on": ACT_SINCE,
        "source_th": "พ.ร.บ. จัดซื้อจัดจ้างฯ 2560 วิธีคัดเลือก",
        "source_en": "Public Procurement Act B.E. 2560, selection method",
    },
    {
        "method": "invitation",
        "name_th": "วิธีประกาศเชิญชวนทั่วไป",
        "name_en": "Public invitation",
        "buyer_kinds": list(GOVERNMENT),
        "ceiling_satang": None,
        "from_on": ACT_SINCE,
        "source_th": "พ.ร.บ. จัดซื้อจัดจ้างฯ 2560 วิธีประกาศเชิญชวนทั่วไป",
        "source_en": "Public Procurement Act B.E. 2560, public invitation",
    },
    {
        "method": "direct",
        "name_th": "ซื้อโดยตรง (ผู้ซื้อเอกชน)",
        "name_en": "Direct purchase (private buyer)",
        "buyer_kinds": list(PRIVATE),
        "ceiling_satang": None,
        "from_on": SINCE,
        "source_th": "ผู้ซื้อเอกชนไม่อยู่ในบังคับของ พ.ร.บ. จัดซื้อจัดจ้างฯ 2560",
        "source_en": "Private buyers are not bound by the Public Procurement Act B.E. 2560",
    },
)

REQUIREMENT = sa.table(
    "eligibility_requirement",
    sa.column("category", sa.Text),
    sa.column("buyer_kind", sa.Text),
    sa.column("requirement_key", sa.Text),
    sa.column("any_of", postgresql.ARRAY(sa.Text())),
    sa.column("from_on", sa.Date),
    sa.column("source_th", sa.Text),
    sa.column("source_en", sa.Text),
)
METHOD_RULE = sa.table(
    "procurement_method_rule",
    sa.column("method", sa.Text),
    sa.column("name_th", sa.Text),
    sa.column("name_en", sa.Text),
    sa.column("buyer_kinds", postgresql.ARRAY(sa.Text())),
    sa.column("ceiling_satang", sa.BigInteger),
    sa.column("from_on", sa.Date),
    sa.column("source_th", sa.Text),
    sa.column("source_en", sa.Text),
)


def upgrade() -> None:
    """Insert the rules; a later rule is a new row with its first day."""
    op.bulk_insert(REQUIREMENT, _requirements())
    op.bulk_insert(METHOD_RULE, [dict(method) for method in METHODS])


def downgrade() -> None:
    """Take the rules out again; only a development database goes back."""
    op.execute(REQUIREMENT.delete())
    op.execute(METHOD_RULE.delete())


def _requirements() -> list[dict[str, object]]:
    return [
        {
            "category": category,
            "buyer_kind": buyer_kind,
            "requirement_key": "safe_food_mark",
            "any_of": marks,
            "from_on": SINCE,
            "source_th": SAFE_FOOD_SOURCE_TH,
            "source_en": SAFE_FOOD_SOURCE_EN,
        }
        for category, by_side in SAFE_FOOD.items()
        for kinds, marks in zip((GOVERNMENT, PRIVATE), by_side, strict=True)
        for buyer_kind in kinds
    ]
