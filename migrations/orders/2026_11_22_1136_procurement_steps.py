"""The statutory steps of a purchase: appointees, urgent reports, e-GP numbers, small purchases.

Revision ID: 202611221136
Revises: 202611221126
Created: 2026-11-22 11:36:00+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221136"
down_revision: str | None = "202611221126"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


GOVERNMENT = ["hospital", "school", "other_government"]
ACT_SINCE = date(2017, 8, 23)
OURS_TH = "ค่าเริ่มต้นของตลาด (ไม่ใช่บทบัญญัติของกฎหมาย ผู้ดูแลระบบทบทวนก่อนใช้จริง)"
OURS_EN = "The marketplace's default (not a provision of law; the operator reviews it)"
TERM_NAMES = ("urgent_report_within_working_days", "splitting_period_days")
TERMS = [
    {
        "name": "urgent_report_within_working_days",
        "buyer_kinds": [],
        "value": 3,
        "from_on": ACT_SINCE,
        "source_th": f"ระเบียบฯ 2560 ข้อ 79 วรรคสอง: ซื้อก่อนแล้วรีบรายงาน ไม่กำหนดจำนวนวัน; {OURS_TH}",
        "source_en": f"Regulation 2560, art. 79 para. 2: buy first, report promptly; {OURS_EN}",
    },
    {
        "name": "splitting_period_days",
        "buyer_kinds": [],
        "value": 30,
        "from_on": ACT_SINCE,
        "source_th": f"ระเบียบฯ 2560 ข้อ 20: ห้ามแบ่งซื้อ ไม่กำหนดช่วงเวลา; {OURS_TH}",
        "source_en": f"Regulation 2560, art. 20: no splitting, no period given; {OURS_EN}",
    },
]
SMALL = {
    "method": "small",
    "name_th": "วิธีเฉพาะเจาะจง วงเงินเล็กน้อย",
    "name_en": "Specific method, small purchase",
    "buyer_kinds": GOVERNMENT,
    "ceiling_satang": 10_000_000,
    "from_on": ACT_SINCE,
    "source_th": "กฎกระทรวงกำหนดวงเงินฯ 2560: ไม่เกิน 100,000 บาท ไม่ต้องทำข้อตกลงเป็นหนังสือ",
    "source_en": "Ministerial regulation of 23 Aug 2017: up to 100,000 baht, no written agreement",
}
TERM = sa.table(
    "buying_term",
    sa.column("name", sa.Text),
    sa.column("buyer_kinds", postgresql.ARRAY(sa.Text())),
    sa.column("value", sa.Integer),
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
# Who is named is part of what is approved: frozen as the lines are.
FREEZE_APPOINTEES = """
CREATE TRIGGER requisition_appointee_frozen
BEFORE INSERT OR UPDATE OR DELETE ON requisition_appointee
FOR EACH ROW EXECUTE FUNCTION requisition_line_is_frozen()
"""


def upgrade() -> None:
    """Create the tables, and insert the rules with their sources."""
    op.create_table(
        "egp_number",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_egp_number_requisition_id_requisition"),
        ),
        sa.PrimaryKeyConstraint("requisition_id", name=op.f("pk_egp_number")),
    )
    op.create_table(
        "requisition_appointee",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "duty IN ('inspection', 'procurement')",
            name=op.f("ck_requisition_appointee_duty_known"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_requisition_appointee_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "requisition_id", "person_id", name=op.f("pk_requisition_appointee")
        ),
    )
    op.create_index(
        "uq_requisition_appointee_one_chair",
        "requisition_appointee",
        ["requisition_id", "duty"],
        unique=True,
        postgresql_where=sa.text("chair"),
    )
    op.create_table(
        "urgent_report",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_by_name", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(outcome, decided_by, decided_by_name, decided_at) IN (0, 4) AND (outcome IS NULL OR reported_at IS NOT NULL) AND (outcome IS DISTINCT FROM 'not_agreed' OR decision_reason IS NOT NULL)",
            name=op.f("ck_urgent_report_decided_whole"),
        ),
        sa.CheckConstraint(
            "outcome IN ('agreed', 'not_agreed')", name=op.f("ck_urgent_report_outcome_known")
        ),
        sa.CheckConstraint(
            "decided_by <> reported_by AND decided_by <> requester_id",
            name=op.f("ck_urgent_report_no_self_approval"),
        ),
        sa.CheckConstraint(
            "num_nulls(report, reported_by, reported_by_name, reported_at) IN (0, 4)",
            name=op.f("ck_urgent_report_reported_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_urgent_report_requisition_id_requisition"),
        ),
        sa.PrimaryKeyConstraint("requisition_id", name=op.f("pk_urgent_report")),
    )
    op.create_index(
        "ix_urgent_report_overdue",
        "urgent_report",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("reported_at IS NULL AND reminded_at IS NULL"),
    )
    op.execute(FREEZE_APPOINTEES)
    op.bulk_insert(TERM, TERMS)
    op.bulk_insert(METHOD_RULE, [SMALL])


def downgrade() -> None:
    """Take it out again; only a development database goes back."""
    op.execute(METHOD_RULE.delete().where(METHOD_RULE.c.method == "small"))
    op.execute(TERM.delete().where(TERM.c.name.in_(TERM_NAMES)))
    op.drop_index(
        "ix_urgent_report_overdue",
        table_name="urgent_report",
        postgresql_where=sa.text("reported_at IS NULL AND reminded_at IS NULL"),
    )
    op.drop_table("urgent_report")
    op.drop_index(
        "uq_requisition_appointee_one_chair",
        table_name="requisition_appointee",
        postgresql_where=sa.text("chair"),
    )
    op.drop_table("requisition_appointee")
    op.drop_table("egp_number")
