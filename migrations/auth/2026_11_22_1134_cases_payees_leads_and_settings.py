"""Files and ticks of cases, confirmations, payees, leads and settings

Revision ID: 297d4347241e
Revises: 45d143681a6c
Created: 2026-11-22 11:34:37.613899+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "297d4347241e"
down_revision: str | None = "45d143681a6c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# (table, constraint, as it was, as it is)
CHECKS = (
    (
        "application",
        "ck_application_status_known",
        "status IN ('draft', 'submitted', 'returned', 'approved', 'rejected')",
        "status IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')",
    ),
    (
        "requirement",
        "ck_requirement_mode_known",
        "mode IN ('computed', 'attested')",
        "mode IN ('computed', 'attested', 'document', 'verified')",
    ),
)

REQUIREMENT = sa.table(
    "requirement",
    sa.column("id", sa.Integer),
    sa.column("capability", sa.Text),
    sa.column("kinds", postgresql.ARRAY(sa.Text())),
    sa.column("key", sa.Text),
    sa.column("mode", sa.Text),
    sa.column("label_th", sa.Text),
    sa.column("label_en", sa.Text),
    sa.column("valid_from_on", sa.Date),
)
SINCE = date(2026, 1, 1)
LINES = [
    {
        "id": 24,
        "capability": "aggregate",
        "kinds": ["cooperative", "social_enterprise"],
        "key": "company_affidavit",
        "mode": "document",
        "label_th": "หนังสือรับรองนิติบุคคลหรือทะเบียนสหกรณ์ (ไฟล์ PDF, JPEG หรือ PNG)",
        "label_en": "The company's affidavit or the cooperative's register (PDF, JPEG or PNG)",
        "valid_from_on": SINCE,
    },
    {
        "id": 25,
        "capability": "aggregate",
        "kinds": ["cooperative", "social_enterprise"],
        "key": "register_checked",
        "mode": "verified",
        "label_th": "เจ้าหน้าที่ตรวจสถานะกับนายทะเบียนแล้ว",
        "label_en": "The officer has checked its standing with the registrar",
        "valid_from_on": SINCE,
    },
]


def upgrade() -> None:
    """Additive: the previous code runs beside it."""
    op.create_table(
        "operator_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column(
            "set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["person.id"], name=op.f("fk_operator_setting_set_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_setting")),
        sa.UniqueConstraint(
            "key", "valid_from_on", name=op.f("uq_operator_setting_key_valid_from_on")
        ),
    )
    op.create_table(
        "confirmation_reminder",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_confirmation_reminder_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "year", "stage", name=op.f("pk_confirmation_reminder")
        ),
    )
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("salesman_id", sa.Uuid(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("need_th", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("order_satang", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(status = 'won') = (order_id IS NOT NULL)", name=op.f("ck_lead_won_by_an_order")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'matched', 'won', 'lost')", name=op.f("ck_lead_status_known")
        ),
        sa.CheckConstraint(
            "status NOT IN ('matched', 'won') OR (supplier_id IS NOT NULL AND matched_at IS NOT NULL)",
            name=op.f("ck_lead_matched_with_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["organisation.id"], name=op.f("fk_lead_buyer_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["salesman_id"], ["person.id"], name=op.f("fk_lead_salesman_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["organisation.id"], name=op.f("fk_lead_supplier_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
    )
    op.create_index("ix_lead_province", "lead", ["province_code", "id"], unique=False)
    op.create_index("ix_lead_salesman", "lead", ["salesman_id", "id"], unique=False)
    op.create_index(
        "ix_lead_waiting",
        "lead",
        ["supplier_id", "buyer_id"],
        unique=False,
        postgresql_where=sa.text("status = 'matched'"),
    )
    op.create_table(
        "payee",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_ends", sa.Text(), nullable=False),
        sa.Column("authority_from_on", sa.Date(), nullable=True),
        sa.Column("authority_until_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column(
            "set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(kind = 'authorised_person') = (authority_from_on IS NOT NULL)",
            name=op.f("ck_payee_authority_dated"),
        ),
        sa.CheckConstraint(
            "kind IN ('group', 'authorised_person')", name=op.f("ck_payee_kind_known")
        ),
        sa.CheckConstraint(
            "authority_until_on >= authority_from_on", name=op.f("ck_payee_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_payee_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_payee_set_by_person")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_payee")),
    )
    op.create_table(
        "application_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (sha256 IS NULL)",
            name=op.f("ck_application_document_checked_has_hash"),
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_application_document_not_empty")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_document_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["person.id"], name=op.f("fk_application_document_uploaded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_document")),
    )
    op.create_index(
        "ix_application_document_application",
        "application_document",
        ["application_id", "id"],
        unique=False,
    )
    op.create_table(
        "requirement_verification",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=False),
        sa.Column(
            "verified_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_requirement_verification_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"],
            ["person.id"],
            name=op.f("fk_requirement_verification_verified_by_person"),
        ),
        sa.PrimaryKeyConstraint("application_id", "key", name=op.f("pk_requirement_verification")),
    )
    op.add_column("application", sa.Column("assisted_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_application_assisted_by_person"), "application", "person", ["assisted_by"], ["id"]
    )
    op.add_column(
        "application_step",
        sa.Column(
            "remarks",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column(
        "appointment", sa.Column("duty", sa.Text(), server_default="officer", nullable=False)
    )
    op.add_column("appointment", sa.Column("delegated_from", sa.Uuid(), nullable=True))
    op.add_column("appointment", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.add_column("appointment", sa.Column("end_reason", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_appointment_delegated_from"), "appointment", ["delegated_from"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_appointment_delegated_from_appointment"),
        "appointment",
        "appointment",
        ["delegated_from"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_appointment_ended_by_person"), "appointment", "person", ["ended_by"], ["id"]
    )
    for table, name, _before, after in CHECKS:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, after)
    op.create_check_constraint(
        op.f("ck_appointment_duty_known"),
        "appointment",
        "duty IN ('officer', 'salesman', 'committee')",
    )
    op.create_check_constraint(
        op.f("ck_appointment_ended_with_reason"),
        "appointment",
        "(ended_by IS NULL) = (end_reason IS NULL)",
    )
    op.bulk_insert(REQUIREMENT, LINES)


def downgrade() -> None:
    """Take it out again; only a development database goes back."""
    op.execute("DELETE FROM requirement WHERE id IN (24, 25)")
    op.drop_constraint(op.f("ck_appointment_ended_with_reason"), "appointment", type_="check")
    op.drop_constraint(op.f("ck_appointment_duty_known"), "appointment", type_="check")
    for table, name, before, _after in CHECKS:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, before)
    op.drop_constraint(op.f("fk_appointment_ended_by_person"), "appointment", type_="foreignkey")
    op.drop_constraint(
        op.f("fk_appointment_delegated_from_appointment"), "appointment", type_="foreignkey"
    )
    op.drop_index(op.f("ix_appointment_delegated_from"), table_name="appointment")
    op.drop_column("appointment", "end_reason")
    op.drop_column("appointment", "ended_by")
    op.drop_column("appointment", "delegated_from")
    op.drop_column("appointment", "duty")
    op.drop_column("application_step", "remarks")
    op.drop_constraint(op.f("fk_application_assisted_by_person"), "application", type_="foreignkey")
    op.drop_column("application", "assisted_by")
    op.drop_table("requirement_verification")
    op.drop_index("ix_application_document_application", table_name="application_document")
    op.drop_table("application_document")
    op.drop_table("payee")
    op.drop_index(
        "ix_lead_waiting", table_name="lead", postgresql_where=sa.text("status = 'matched'")
    )
    op.drop_index("ix_lead_salesman", table_name="lead")
    op.drop_index("ix_lead_province", table_name="lead")
    op.drop_table("lead")
    op.drop_table("confirmation_reminder")
    op.drop_table("operator_setting")
