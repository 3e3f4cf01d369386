"""Buying: eligibility, requisitions and purchase orders.

Revision ID: 202611220002
Revises: 202611220001
Created: 2026-11-22 10:08:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611220002"
down_revision: str | None = "202611220001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "purchase_order_line",
    "purchase_order",
    "requisition_line",
    "requisition",
    "procurement_method_rule",
    "eligibility_requirement",
    "document_counter",
)

# After submission a requisition changes by its decision alone, and a decision is final; its
# lines change no more. With the purchase order's foreign key this makes what is ordered exactly
# what was approved, whatever the program says.
FREEZE_REQUISITION = """
CREATE FUNCTION requisition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' AND NEW.status IN ('draft', 'submitted') THEN
        RETURN NEW;
    END IF;
    IF OLD.status = 'submitted'
        AND NEW.status IN ('approved', 'rejected')
        AND (OLD.id, OLD.buyer_id, OLD.number, OLD.requester_id, OLD.method, OLD.need_by_on,
             OLD.content_hash, OLD.net_satang, OLD.vat_satang, OLD.total_satang)
            IS NOT DISTINCT FROM
            (NEW.id, NEW.buyer_id, NEW.number, NEW.requester_id, NEW.method, NEW.need_by_on,
             NEW.content_hash, NEW.net_satang, NEW.vat_satang, NEW.total_satang)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'requisition % is %: it cannot become % or change',
        OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
END $$
"""
FREEZE_LINES = """
CREATE FUNCTION requisition_line_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
BEGIN
    IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
    PERFORM FROM requisition WHERE id = changed.requisition_id AND status <> 'draft';
    IF FOUND OR (TG_OP = 'UPDATE' AND OLD.requisition_id <> NEW.requisition_id) THEN
        RAISE EXCEPTION 'the lines of requisition % are frozen', changed.requisition_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN changed;
END $$
"""
TRIGGERS = (
    """
    CREATE TRIGGER requisition_frozen BEFORE UPDATE ON requisition
    FOR EACH ROW EXECUTE FUNCTION requisition_is_frozen()
    """,
    """
    CREATE TRIGGER requisition_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON requisition_line
    FOR EACH ROW EXECUTE FUNCTION requisition_line_is_frozen()
    """,
)


def upgrade() -> None:
    """Create the tables and the triggers that freeze what was submitted."""
    _create_document_counter()
    _create_eligibility_requirement()
    _create_procurement_method_rule()
    _create_requisition()
    _create_requisition_line()
    _create_purchase_order()
    _create_purchase_order_line()
    op.execute(FREEZE_REQUISITION)
    op.execute(FREEZE_LINES)
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Drop all of it; only a development database goes back."""
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION requisition_line_is_frozen")
    op.execute("DROP FUNCTION requisition_is_frozen")


def _create_document_counter() -> None:
    op.create_table(
        "document_counter",
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "buyer_id", "document", "fiscal_year", name=op.f("pk_document_counter")
        ),
    )


def _create_eligibility_requirement() -> None:
    op.create_table(
        "eligibility_requirement",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("buyer_kind", sa.Text(), nullable=False),
        sa.Column("requirement_key", sa.Text(), nullable=False),
        sa.Column("any_of", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_eligibility_requirement_dates_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_requirement")),
        sa.UniqueConstraint(
            "category",
            "buyer_kind",
            "requirement_key",
            "from_on",
            name="uq_eligibility_requirement_rule",
        ),
    )


def _create_procurement_method_rule() -> None:
    op.create_table(
        "procurement_method_rule",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("buyer_kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ceiling_satang", sa.BigInteger(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ceiling_satang > 0", name=op.f("ck_procurement_method_rule_ceiling_positive")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_procurement_method_rule_dates_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_method_rule")),
        sa.UniqueConstraint(
            "method", "from_on", name=op.f("uq_procurement_method_rule_method_from_on")
        ),
    )


def _create_requisition() -> None:
    op.create_table(
        "requisition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("need_by_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("net_satang", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("total_satang", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(status = 'draft') = (content_hash IS NULL)"
            " AND (content_hash IS NULL) = (submitted_at IS NULL)"
            " AND (content_hash IS NULL) = (number IS NULL)",
            name=op.f("ck_requisition_frozen_when_submitted"),
        ),
        sa.CheckConstraint(
            "(status IN ('approved', 'rejected')) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)"
            " AND (status = 'rejected') = (rejection_reason IS NOT NULL)",
            name=op.f("ck_requisition_decided_once"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'rejected')",
            name=op.f("ck_requisition_status_known"),
        ),
        sa.CheckConstraint(
            "decided_by <> requester_id", name=op.f("ck_requisition_no_self_approval")
        ),
        sa.CheckConstraint(
            "total_satang = net_satang + vat_satang",
            name=op.f("ck_requisition_total_is_net_and_vat"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition")),
        sa.UniqueConstraint("buyer_id", "number", name=op.f("uq_requisition_buyer_id_number")),
        sa.UniqueConstraint(
            "id", "status", "content_hash", name=op.f("uq_requisition_id_status_content_hash")
        ),
    )
    op.create_index(
        "ix_requisition_buyer_newest",
        "requisition",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )


def _create_requisition_line() -> None:
    op.create_table(
        "requisition_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("product_name_th", sa.Text(), nullable=True),
        sa.Column("variant_name_th", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("tax_class", sa.Text(), nullable=True),
        sa.Column("unit_price_satang", sa.BigInteger(), nullable=True),
        sa.Column("vat_bps", sa.Integer(), nullable=True),
        sa.Column("net_satang", sa.BigInteger(), nullable=True),
        sa.Column("vat_satang", sa.BigInteger(), nullable=True),
        sa.Column("mark_scheme", sa.Text(), nullable=True),
        sa.Column("mark_certificate_id", sa.Uuid(), nullable=True),
        sa.Column("mark_number", sa.Text(), nullable=True),
        sa.Column("mark_until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "num_nulls(seller_id, product_id, product_name_th, variant_name_th, unit, category,"
            " tax_class, unit_price_satang, vat_bps, net_satang, vat_satang) IN (0, 11)",
            name=op.f("ck_requisition_line_frozen_whole"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_requisition_line_quantity_positive")),
        sa.CheckConstraint(
            "unit_price_satang >= 0 AND net_satang >= 0 AND vat_satang >= 0",
            name=op.f("ck_requisition_line_no_minus"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_requisition_line_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition_line")),
        sa.UniqueConstraint(
            "requisition_id", "line_no", name=op.f("uq_requisition_line_requisition_id_line_no")
        ),
        sa.UniqueConstraint(
            "requisition_id",
            "variant_id",
            name=op.f("uq_requisition_line_requisition_id_variant_id"),
        ),
    )


def _create_purchase_order() -> None:
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("requisition_status", sa.Text(), server_default="approved", nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_kind", sa.Text(), nullable=False),
        sa.Column("buyer_name_th", sa.Text(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("seller_name_th", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("need_by_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), server_default="placed", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("net_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "requisition_status = 'approved'", name=op.f("ck_purchase_order_approved_only")
        ),
        sa.CheckConstraint("status IN ('placed')", name=op.f("ck_purchase_order_status_known")),
        sa.CheckConstraint(
            "total_satang = net_satang + vat_satang",
            name=op.f("ck_purchase_order_total_is_net_and_vat"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id", "requisition_status", "content_hash"],
            ["requisition.id", "requisition.status", "requisition.content_hash"],
            name="fk_purchase_order_approved_requisition",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint(
            "buyer_id",
            "fiscal_year",
            "sequence",
            name=op.f("uq_purchase_order_buyer_id_fiscal_year_sequence"),
        ),
        sa.UniqueConstraint(
            "requisition_id", "seller_id", name=op.f("uq_purchase_order_requisition_id_seller_id")
        ),
    )
    op.create_index(
        "ix_purchase_order_buyer_newest",
        "purchase_order",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_purchase_order_seller_newest",
        "purchase_order",
        ["seller_id", sa.literal_column("id DESC")],
        unique=False,
    )


def _create_purchase_order_line() -> None:
    op.create_table(
        "purchase_order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("requisition_line_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("product_name_th", sa.Text(), nullable=False),
        sa.Column("variant_name_th", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("unit_price_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_bps", sa.Integer(), nullable=False),
        sa.Column("net_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("mark_scheme", sa.Text(), nullable=True),
        sa.Column("mark_certificate_id", sa.Uuid(), nullable=True),
        sa.Column("mark_number", sa.Text(), nullable=True),
        sa.Column("mark_until_on", sa.Date(), nullable=True),
        sa.Column("eligibility_lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_order_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_purchase_order_line_purchase_order_id_purchase_order"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_line_id"],
            ["requisition_line.id"],
            name=op.f("fk_purchase_order_line_requisition_line_id_requisition_line"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_line")),
        sa.UniqueConstraint(
            "purchase_order_id",
            "line_no",
            name=op.f("uq_purchase_order_line_purchase_order_id_line_no"),
        ),
        sa.UniqueConstraint(
            "requisition_line_id", name=op.f("uq_purchase_order_line_requisition_line_id")
        ),
    )
    op.create_index(
        "ix_purchase_order_line_product", "purchase_order_line", ["product_id"], unique=False
    )
