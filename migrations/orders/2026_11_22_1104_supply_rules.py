"""The first dated figures of supply and acceptance: deadlines, temperatures, committees.

Revision ID: 202611221104
Revises: 202611221103
Created: 2026-11-22 11:04:00+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221104"
down_revision: str | None = "202611221103"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SINCE = date(2020, 1, 1)
ACT_SINCE = date(2017, 8, 23)
GOVERNMENT = ["hospital", "school", "other_government"]
PRIVATE = ["hotel", "restaurant"]
OURS_TH = "ค่าเริ่มต้นของตลาด (ไม่ใช่บทบัญญัติของกฎหมาย ผู้ดูแลระบบทบทวนก่อนใช้จริง)"
OURS_EN = "The marketplace's default (not a provision of law; the operator reviews it)"
REGULATION_TH = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างฯ พ.ศ. 2560"
REGULATION_EN = "Regulation of the Ministry of Finance on Public Procurement B.E. 2560"

TERMS = [
    {
        "name": "confirm_within_working_days",
        "buyer_kinds": [],
        "value": 2,
        "from_on": SINCE,
        "source_th": OURS_TH,
        "source_en": OURS_EN,
    },
    {
        "name": "tell_seller_within_working_days",
        "buyer_kinds": [],
        "value": 3,
        "from_on": ACT_SINCE,
        "source_th": f"{REGULATION_TH} ข้อ 175: แจ้งผู้ขายภายใน 3 วันทำการนับถัดจากวันตรวจพบ",
        "source_en": f"{REGULATION_EN}, art. 175: the seller is told within 3 working days",
    },
    {
        "name": "over_delivery_bps",
        "buyer_kinds": [],
        "value": 0,
        "from_on": SINCE,
        "source_th": f"{OURS_TH}: วงเงินของหน่วยงานผูกพันไว้ตามจำนวนที่สั่ง จึงรับเกินไม่ได้",
        "source_en": f"{OURS_EN}: an agency's budget is committed for what was ordered, no more",
    },
    {
        "name": "over_delivery_bps",
        "buyer_kinds": PRIVATE,
        "value": 500,
        "from_on": SINCE,
        "source_th": f"{OURS_TH}: ผู้ซื้อเอกชนรับของชั่งเกินได้ 5 %",
        "source_en": f"{OURS_EN}: a private buyer takes up to 5 % more by weight",
    },
]
LIMITS = [
    {
        "temperature_class": temperature_class,
        "warmest_c": warmest,
        "from_on": SINCE,
        "source_th": f"{OURS_TH} ตามแนวปฏิบัติสุขลักษณะอาหารแช่เย็นและแช่แข็ง",
        "source_en": f"{OURS_EN}, after good hygiene practice for chilled and frozen food",
    }
    for temperature_class, warmest in (("chilled", 5), ("frozen", -18))
]
COMMITTEES = [
    {
        "duty": "inspection",
        "buyer_kinds": GOVERNMENT,
        "methods": [],
        "above_satang": 0,
        "persons": 1,
        "chair": False,
        "from_on": ACT_SINCE,
        "source_th": "กฎกระทรวงกำหนดวงเงินฯ พ.ศ. 2560: วงเงินไม่เกิน 100,000 บาท ผู้ตรวจรับคนเดียวได้",
        "source_en": "Ministerial regulation of 23 Aug 2017: up to 100,000 baht one inspector",
    },
    {
        "duty": "inspection",
        "buyer_kinds": GOVERNMENT,
        "methods": [],
        "above_satang": 10_000_000,
        "persons": 3,
        "chair": True,
        "from_on": ACT_SINCE,
        "source_th": f"{REGULATION_TH} ข้อ 26: ประธาน 1 คน และกรรมการอย่างน้อย 2 คน",
        "source_en": f"{REGULATION_EN}, art. 26: a chair and at least two members",
    },
    {
        "duty": "inspection",
        "buyer_kinds": PRIVATE,
        "methods": [],
        "above_satang": 0,
        "persons": 1,
        "chair": False,
        "from_on": SINCE,
        "source_th": f"{OURS_TH}: ผู้ซื้อเอกชนใช้ผู้ตรวจรับคนเดียว",
        "source_en": f"{OURS_EN}: one person receives goods for a private buyer",
    },
    {
        "duty": "procurement",
        "buyer_kinds": GOVERNMENT,
        "methods": ["selection", "invitation"],
        "above_satang": 50_000_000,
        "persons": 3,
        "chair": True,
        "from_on": ACT_SINCE,
        "source_th": f"{REGULATION_TH} ข้อ 26: คณะกรรมการซื้อหรือจ้าง เว้นแต่วิธีเฉพาะเจาะจง",
        "source_en": f"{REGULATION_EN}, art. 26: a procurement panel, except the specific method",
    },
]

TERM = sa.table(
    "buying_term",
    sa.column("name", sa.Text),
    sa.column("buyer_kinds", postgresql.ARRAY(sa.Text())),
    sa.column("value", sa.Integer),
    sa.column("from_on", sa.Date),
    sa.column("source_th", sa.Text),
    sa.column("source_en", sa.Text),
)
LIMIT = sa.table(
    "temperature_limit",
    sa.column("temperature_class", sa.Text),
    sa.column("warmest_c", sa.Numeric),
    sa.column("from_on", sa.Date),
    sa.column("source_th", sa.Text),
    sa.column("source_en", sa.Text),
)
COMMITTEE = sa.table(
    "committee_rule",
    sa.column("duty", sa.Text),
    sa.column("buyer_kinds", postgresql.ARRAY(sa.Text())),
    sa.column("methods", postgresql.ARRAY(sa.Text())),
    sa.column("above_satang", sa.BigInteger),
    sa.column("persons", sa.Integer),
    sa.column("chair", sa.Boolean),
    sa.column("from_on", sa.Date),
    sa.column("source_th", sa.Text),
    sa.column("source_en", sa.Text),
)


def upgrade() -> None:
    """Insert the rows; a later figure is a new row with its first day."""
    op.bulk_insert(TERM, TERMS)
    op.bulk_insert(LIMIT, LIMITS)
    op.bulk_insert(COMMITTEE, COMMITTEES)


def downgrade() -> None:
    """Take the rows out again; only a development database goes back."""
    op.execute(TERM.delete())
    op.execute(LIMIT.delete())
    op.execute(COMMITTEE.delete())
