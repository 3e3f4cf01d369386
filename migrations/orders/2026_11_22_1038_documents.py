"""Documents: kinds, gapless series, frozen rows; where the parties stand, for their letterheads.

Revision ID: 202611221038
Revises: 202611220003
Created: 2026-11-22 10:38:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221038"
down_revision: str | None = "202611220003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# An issued document changes no more: whatever is wrong in it, a new one says so. It may go when
# the law no longer wants it, and not a day before.
FREEZE = """
CREATE FUNCTION document_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.retain_until_on < (now() AT TIME ZONE 'Asia/Bangkok')::date THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'document % is kept until %', OLD.number, OLD.retain_until_on
            USING ERRCODE = 'check_violation';
    END IF;
    RAISE EXCEPTION 'document % is issued: it cannot change', OLD.number
        USING ERRCODE = 'check_violation';
END $$
"""
TRIGGERS = (
    """
    CREATE TRIGGER document_frozen BEFORE UPDATE OR DELETE ON document
    FOR EACH ROW EXECUTE FUNCTION document_is_frozen()
    """,
    """
    CREATE TRIGGER document_not_emptied BEFORE TRUNCATE ON document
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

DOCUMENT_TYPE = sa.table(
    "document_type",
    sa.column("kind", sa.Text),
    sa.column("prefix", sa.Text),
    sa.column("name_th", sa.Text),
    sa.column("name_en", sa.Text),
)
KINDS = (
    ("order_confirmation", "OC", "ใบยืนยันคำสั่งซื้อ", "Order confirmation"),
    ("receipt", "RC", "ใบเสร็จรับเงิน/บิลเงินสด", "Receipt / cash bill"),
    ("tax_invoice", "IV", "ใบกำกับภาษี/ใบเสร็จรับเงิน", "Tax invoice / receipt"),
    ("requisition_report", "RQ", "รายงานขอซื้อ", "Requisition report"),
    ("purchase_order", "PO", "ใบสั่งซื้อ", "Purchase order"),
    ("delivery_note", "DN", "ใบส่งของ", "Delivery note"),
    ("acceptance", "AC", "ใบตรวจรับพัสดุ", "Goods acceptance report"),
    ("invoice", "BL", "ใบแจ้งหนี้", "Invoice"),
    ("credit_note", "CN", "ใบลดหนี้", "Credit note"),
    ("billing_note", "BN", "ใบวางบิล", "Billing note"),
    (
        "withholding_certificate",
        "WT",
        "หนังสือรับรองการหักภาษี ณ ที่จ่าย",
        "Withholding tax certificate",
    ),
)


def upgrade() -> None:
    """Create the tables, the kinds and the triggers that freeze what was issued."""
    op.add_column("party", sa.Column("address_line", sa.Text(), nullable=True))
    op.add_column("party", sa.Column("provenance", sa.String(length=16), nullable=True))
    _create_document_type()
    _create_document_series()
    _create_document()
    op.execute(FREEZE)
    for statement in TRIGGERS:
        op.execute(statement)
    names = ("kind", "prefix", "name_th", "name_en")
    op.bulk_insert(DOCUMENT_TYPE, [dict(zip(names, kind, strict=True)) for kind in KINDS])


def _create_document_type() -> None:
    op.create_table(
        "document_type",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("retain_years", sa.Integer(), server_default=sa.text("5"), nullable=False),
        sa.CheckConstraint("prefix ~ '^[A-Z]{2,4}$'", name=op.f("ck_document_type_prefix_letters")),
        sa.CheckConstraint("retain_years >= 1", name=op.f("ck_document_type_retained")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_document_type")),
        sa.UniqueConstraint("prefix", name=op.f("uq_document_type_prefix")),
    )


def _create_document_series() -> None:
    op.create_table(
        "document_series",
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_document_series_last_not_negative")),
        sa.ForeignKeyConstraint(
            ["kind"], ["document_type.kind"], name=op.f("fk_document_series_kind_document_type")
        ),
        sa.PrimaryKeyConstraint(
            "issuer_id", "kind", "fiscal_year", name=op.f("pk_document_series")
        ),
    )


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retain_until_on", sa.Date(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.String(length=16), nullable=True),
        sa.Column("template", sa.String(length=8), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("page", postgresql.JSONB(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(sequence IS NULL) = (fiscal_year IS NULL) AND sequence > 0",
            name=op.f("ck_document_numbered"),
        ),
        sa.CheckConstraint(
            "(replaces_id IS NULL) = (relation IS NULL)"
            " AND relation IN ('replaces', 'cancels', 'credits')",
            name=op.f("ck_document_relation_known"),
        ),
        sa.CheckConstraint("retain_until_on > issued_on", name=op.f("ck_document_retained")),
        sa.ForeignKeyConstraint(
            ["kind"], ["document_type.kind"], name=op.f("fk_document_kind_document_type")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "issuer_id",
            "kind",
            "fiscal_year",
            "sequence",
            name=op.f("uq_document_issuer_id_kind_fiscal_year_sequence"),
        ),
        sa.UniqueConstraint(
            "issuer_id", "kind", "number", name=op.f("uq_document_issuer_id_kind_number")
        ),
        sa.UniqueConstraint("kind", "cause", name=op.f("uq_document_kind_cause")),
    )
    op.create_index(
        "uq_document_ended_once",
        "document",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("relation IN ('replaces', 'cancels')"),
    )
    op.create_index("ix_document_file", "document", ["file_id", "id"])
    op.create_index("ix_document_seller_newest", "document", ["seller_id", sa.text("id DESC")])
    op.create_index("ix_document_buyer_newest", "document", ["buyer_id", sa.text("id DESC")])


def downgrade() -> None:
    """Drop them; issued documents are lost."""
    for table in ("document", "document_series", "document_type"):
        op.drop_table(table)
    op.execute("DROP FUNCTION document_is_frozen()")
    op.drop_column("party", "provenance")
    op.drop_column("party", "address_line")
