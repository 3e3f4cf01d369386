"""The first dated figures of institutional money: credit terms, withholding, late fines.

Revision ID: 202611221116
Revises: 202611221115
Created: 2026-11-22 11:16:00+00:00
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221116"
down_revision: str | None = "202611221115"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SINCE = date(2020, 1, 1)
ACT_SINCE = date(2017, 8, 23)
GOVERNMENT = ["hospital", "school", "other_government"]
OURS_TH = "ค่าเริ่มต้นของตลาด (ไม่ใช่บทบัญญัติของกฎหมาย ผู้ดูแลระบบทบทวนก่อนใช้จริง)"
OURS_EN = "The marketplace's default (not a provision of law; the operator reviews it)"

CREDIT = [
    {
        "buyer_kinds": kinds,
        "days": days,
        "from_on": SINCE,
        "source_th": f"{OURS_TH}: เครดิต {days} วัน",
        "source_en": f"{OURS_EN}: {days} days of credit",
    }
    for kinds, days in (([], 30), (["school"], 15), (["hotel", "restaurant"], 15))
]
WITHHOLDING = [
    {
        "payer_kinds": GOVERNMENT,
        "payee_kind": "individual",
        "crops_excluded": True,
        "bps": 100,
        "floor_satang": 1_000_000,
        "from_on": SINCE,
        "source_th": "ประมวลรัษฎากร มาตรา 50 (4): ส่วนราชการซื้อสินค้าจากบุคคลธรรมดา ตั้งแต่ 10,000 บาท "
        "หัก 1 % เว้นแต่พืชผลทางการเกษตร ฐานไม่รวมภาษีมูลค่าเพิ่ม",
        "source_en": "Revenue Code s. 50 (4): the government buys goods of an individual, 10,000 "
        "baht or more, 1 %, crops excepted; the base excludes VAT",
    },
    {
        "payer_kinds": GOVERNMENT,
        "payee_kind": "juristic",
        "crops_excluded": False,
        "bps": 100,
        "floor_satang": 50_000,
        "from_on": SINCE,
        "source_th": "ประมวลรัษฎากร มาตรา 69 ทวิ: ส่วนราชการซื้อสินค้าจากนิติบุคคล ตั้งแต่ 500 บาท หัก 1 % "
        "ฐานไม่รวมภาษีมูลค่าเพิ่ม (ผู้ดูแลระบบทบทวนก่อนใช้จริง)",
        "source_en": "Revenue Code s. 69 bis: the government buys goods of a juristic person, 500 "
        "baht or more, 1 %; the base excludes VAT (the operator reviews it)",
    },
]
FINE_TH = (
    "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างฯ พ.ศ. 2560 ข้อ 162: ค่าปรับรายวันอัตราตายตัว"
    "ร้อยละ 0.01-0.20 ของราคาพัสดุที่ยังไม่ได้รับมอบ (ตลาดใช้ 0.20)"
)
FINE_EN = (
    "Regulation of the Ministry of Finance on Public Procurement B.E. 2560, art. 162: 0.01-"
    "0.20 % a day of the goods not yet delivered (the marketplace uses 0.20)"
)
FINES = [
    {
        "name": "late_fine_bps_per_day",
        "buyer_kinds": kinds,
        "value": bps,
        "from_on": since,
        "source_th": thai,
        "source_en": english,
    }
    for kinds, bps, since, thai, english in (
        ([], 0, SINCE, f"{OURS_TH}: ผู้ซื้อเอกชนไม่คิดค่าปรับ", f"{OURS_EN}: private buyers fine nobody"),
        (
            GOVERNMENT,
            20,
            ACT_SINCE,
            FINE_TH,
            FINE_EN,
        ),
    )
]


def _table(table: str, /, **columns: Any) -> sa.TableClause:
    return sa.table(table, *(sa.column(key, kind) for key, kind in columns.items()))


KINDS = postgresql.ARRAY(sa.Text())
SOURCES: dict[str, Any] = {"from_on": sa.Date(), "source_th": sa.Text(), "source_en": sa.Text()}
CREDIT_TERM = _table("credit_term", buyer_kinds=KINDS, days=sa.Integer(), **SOURCES)
WITHHOLDING_RULE = _table(
    "withholding_rule",
    payer_kinds=KINDS,
    payee_kind=sa.Text(),
    crops_excluded=sa.Boolean(),
    bps=sa.Integer(),
    floor_satang=sa.BigInteger(),
    **SOURCES,
)
BUYING_TERM = _table(
    "buying_term", name=sa.Text(), buyer_kinds=KINDS, value=sa.Integer(), **SOURCES
)


def upgrade() -> None:
    """Insert the rows; a later figure is a new row with its first day."""
    op.bulk_insert(CREDIT_TERM, CREDIT)
    op.bulk_insert(WITHHOLDING_RULE, WITHHOLDING)
    op.bulk_insert(BUYING_TERM, FINES)


def downgrade() -> None:
    """Take the rows out again; only a development database goes back."""
    op.execute(CREDIT_TERM.delete())
    op.execute(WITHHOLDING_RULE.delete())
    op.execute("DELETE FROM buying_term WHERE name = 'late_fine_bps_per_day'")
