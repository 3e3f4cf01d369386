"""Requests about a person's data, consent that is never changed, the register of breaches

Revision ID: 34b336ffd4f2
Revises: 297d4347241e
Created: 2026-11-22 11:37:58.201782+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "34b336ffd4f2"
down_revision: str | None = "297d4347241e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


PURPOSES = (
    (
        "marketing_messages",
        "ข้าพเจ้ายินยอมให้ตลาดส่งข่าวสินค้าและโปรโมชันทางอีเมลหรือข้อความ ถอนความยินยอมได้ทุกเมื่อ",
        (
            "I agree that Talat sends me news of products and offers by e-mail or text message. "
            "I can withdraw this at any time."
        ),
    ),
    (
        "contact_by_salesmen",
        "ข้าพเจ้ายินยอมให้เซลล์แมนจังหวัดติดต่อข้าพเจ้าเพื่อจับคู่ผู้ซื้อผู้ขาย ถอนความยินยอมได้ทุกเมื่อ",
        (
            "I agree that the provincial salesmen contact me to match buyers and suppliers. "
            "I can withdraw this at any time."
        ),
    ),
    (
        "usage_statistics",
        "ข้าพเจ้ายินยอมให้นำข้อมูลการใช้งานของข้าพเจ้าไปทำสถิติที่ไม่ระบุตัวบุคคล ถอนความยินยอมได้ทุกเมื่อ",
        (
            "I agree that my use of Talat is counted in statistics that name nobody. "
            "I can withdraw this at any time."
        ),
    ),
)
KEPT = ("consent", "consent_text", "breach", "breach_step")


def keep(table: str) -> None:
    """Refuse update, delete and truncate of a table; the function came with the audit log."""
    op.execute(
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    """Runs beside the previous code: add nullable, backfill, enforce in a later migration."""
    op.create_table(
        "consent_text",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "breach",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("discovered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("data_concerned", sa.Text(), nullable=False),
        sa.Column("people_affected", sa.Integer(), nullable=False),
        sa.Column("high_risk", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("people_affected >= 0", name=op.f("ck_breach_people_not_negative")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_breach_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["purpose", "text_version"],
            ["consent_text.purpose", "consent_text.version"],
            name=op.f("fk_consent_purpose_text_version_consent_text"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person", "consent", ["person_id", "purpose", "id"], unique=False)
    op.create_table(
        "privacy_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("private_key_encrypted", postgresql.BYTEA(), nullable=True),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at IS NULL)", name=op.f("ck_privacy_case_closed_when")
        ),
        sa.CheckConstraint(
            "kind IN ('export', 'erasure')", name=op.f("ck_privacy_case_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'done', 'expired')", name=op.f("ck_privacy_case_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_privacy_case_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_case")),
    )
    op.create_index(
        "ix_privacy_case_expiring",
        "privacy_case",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'done'"),
    )
    op.create_index(op.f("ix_privacy_case_person_id"), "privacy_case", ["person_id"], unique=False)
    op.create_index(
        "uq_privacy_case_open",
        "privacy_case",
        ["person_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "breach_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "kind IN ('assessed', 'reported_to_pdpc', 'people_told', 'contained', 'closed')",
            name=op.f("ck_breach_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breach.id"], name=op.f("fk_breach_step_breach_id_breach")
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_breach_step_by_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_step")),
    )
    op.create_index(op.f("ix_breach_step_breach_id"), "breach_step", ["breach_id"], unique=False)
    op.create_table(
        "privacy_answer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column(
            "proof", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "answered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["privacy_case.id"], name=op.f("fk_privacy_answer_case_id_privacy_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "service", "part", name=op.f("pk_privacy_answer")),
    )
    text = sa.table(
        "consent_text",
        sa.column("purpose", sa.Text()),
        sa.column("version", sa.Integer()),
        sa.column("text_th", sa.Text()),
        sa.column("text_en", sa.Text()),
        sa.column("effective_on", sa.Date()),
    )
    op.bulk_insert(
        text,
        [
            {
                "purpose": purpose,
                "version": 1,
                "text_th": thai,
                "text_en": english,
                "effective_on": date(2026, 1, 1),
            }
            for purpose, thai, english in PURPOSES
        ],
    )
    for table in KEPT:
        keep(table)


def downgrade() -> None:
    """Undo the step where nothing is lost by it."""
    op.drop_table("privacy_answer")
    op.drop_index(op.f("ix_breach_step_breach_id"), table_name="breach_step")
    op.drop_table("breach_step")
    op.drop_index(
        "uq_privacy_case_open",
        table_name="privacy_case",
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_index(op.f("ix_privacy_case_person_id"), table_name="privacy_case")
    op.drop_index(
        "ix_privacy_case_expiring",
        table_name="privacy_case",
        postgresql_where=sa.text("status = 'done'"),
    )
    op.drop_table("privacy_case")
    op.drop_index("ix_consent_person", table_name="consent")
    op.drop_table("consent")
    op.drop_table("breach")
    op.drop_table("consent_text")
