"""Supply and acceptance: confirmations, lots, receiving windows, deliveries, inspections.

Revision ID: 202611221103
Revises: 202611221038
Created: 2026-11-22 11:03:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221103"
down_revision: str | None = "202611221038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# A blocked lot leaves for nobody and goes into nothing, and what a lot is does not change.
GUARD_LOT = """
CREATE FUNCTION lot_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.seller_id, OLD.variant_id, OLD.code, OLD.made_on, OLD.quantity, OLD.mass_grams,
            OLD.input_grams, OLD.added_grams, OLD.loss_grams)
        IS DISTINCT FROM (NEW.seller_id, NEW.variant_id, NEW.code, NEW.made_on, NEW.quantity,
            NEW.mass_grams, NEW.input_grams, NEW.added_grams, NEW.loss_grams)
    THEN
        RAISE EXCEPTION 'lot % is what was recorded', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.blocked_at IS NOT NULL AND (NEW.shipped > OLD.shipped OR NEW.consumed > OLD.consumed)
    THEN
        RAISE EXCEPTION 'lot % is blocked', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""
LOT_TRIGGER = """
CREATE TRIGGER lot_guarded BEFORE UPDATE ON lot
FOR EACH ROW EXECUTE FUNCTION lot_is_guarded()
"""
# A signature is given once and stays.
GUARD_SIGNATURE = """
CREATE FUNCTION signature_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the signature of % on inspection % is final', OLD.person_id, OLD.inspection_id
        USING ERRCODE = 'check_violation';
END $$
"""
SIGNATURE_TRIGGER = """
CREATE TRIGGER signature_final BEFORE UPDATE OR DELETE ON inspection_signature
FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION signature_is_final()
"""
ORDER_CHECKS = {
    "confirmed_whole": "(status IN ('confirmed', 'completed')) = (confirmed_at IS NOT NULL)"
    " AND (confirmed_at IS NULL) = (confirmed_by IS NULL)",
    "closed_whole": "(status IN ('declined', 'cancelled', 'completed')) = (closed_at IS NOT NULL)"
    " AND (status NOT IN ('declined', 'cancelled') OR closing_reason IS NOT NULL)",
}
LINE_CHECKS = {
    "confirmed_within_ordered": "confirmed_quantity BETWEEN 0 AND quantity AND over_quantity >= 0",
    "delivered_within_confirmed": "0 <= accepted_quantity"
    " AND accepted_quantity <= delivered_quantity AND (delivered_quantity = 0"
    " OR delivered_quantity <= coalesce(confirmed_quantity, 0) + over_quantity)",
}
STATUSES = "status IN ('placed', 'confirmed', 'declined', 'cancelled', 'completed')"
# Orders from before: the end of the second day, at the latest that of the delivery.
BACKFILL = """
UPDATE purchase_order SET confirm_by_at = (least(
    (placed_at AT TIME ZONE 'Asia/Bangkok')::date + 2, need_by_on) + 1)::timestamp
    AT TIME ZONE 'Asia/Bangkok'
"""


def upgrade() -> None:
    """Create the tables; orders get their new columns, checks and deadlines."""
    _upgrade_tables()
    _create_deliveries()
    _extend_orders()
    op.drop_constraint(op.f("ck_purchase_order_status_known"), "purchase_order")
    op.create_check_constraint(op.f("ck_purchase_order_status_known"), "purchase_order", STATUSES)
    for name, condition in ORDER_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_purchase_order_{name}"), "purchase_order", condition)
    for name, condition in LINE_CHECKS.items():
        op.create_check_constraint(
            op.f(f"ck_purchase_order_line_{name}"), "purchase_order_line", condition
        )
    op.execute(BACKFILL)
    for statement in (GUARD_LOT, LOT_TRIGGER, GUARD_SIGNATURE, SIGNATURE_TRIGGER):
        op.execute(statement)


def downgrade() -> None:
    """Drop all of it; only a development database goes back."""
    for name in LINE_CHECKS:
        op.drop_constraint(op.f(f"ck_purchase_order_line_{name}"), "purchase_order_line")
    for name in ORDER_CHECKS:
        op.drop_constraint(op.f(f"ck_purchase_order_{name}"), "purchase_order")
    op.drop_constraint(op.f("ck_purchase_order_status_known"), "purchase_order")
    op.execute("UPDATE purchase_order SET status = 'placed'")
    op.create_check_constraint(
        op.f("ck_purchase_order_status_known"), "purchase_order", "status IN ('placed')"
    )
    _reduce_orders()
    _downgrade_tables()
    op.execute("DROP FUNCTION lot_is_guarded")
    op.execute("DROP FUNCTION signature_is_final")


def _upgrade_tables() -> None:
    op.create_table(
        "buying_term",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("buyer_kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_buying_term_dates_in_order")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_buying_term_value_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buying_term")),
        sa.UniqueConstraint(
            "name", "buyer_kinds", "from_on", name=op.f("uq_buying_term_name_buyer_kinds_from_on")
        ),
    )
    op.create_table(
        "committee_rule",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("duty", sa.String(length=16), nullable=False),
        sa.Column("buyer_kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("methods", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("above_satang", sa.BigInteger(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "duty IN ('inspection', 'procurement')", name=op.f("ck_committee_rule_duty_known")
        ),
        sa.CheckConstraint(
            "above_satang >= 0 AND persons >= 0", name=op.f("ck_committee_rule_nothing_negative")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_committee_rule_dates_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_rule")),
        sa.UniqueConstraint(
            "duty",
            "buyer_kinds",
            "methods",
            "above_satang",
            "from_on",
            name=op.f("uq_committee_rule_duty_buyer_kinds_methods_above_satang_from_on"),
        ),
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column(
            "shipped",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "consumed",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("mass_grams", sa.BigInteger(), nullable=True),
        sa.Column("input_grams", sa.BigInteger(), nullable=True),
        sa.Column("added_grams", sa.BigInteger(), nullable=True),
        sa.Column("loss_grams", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_by", sa.Uuid(), nullable=True),
        sa.Column("block_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('produced', 'harvested')", name=op.f("ck_lot_kind_known")),
        sa.CheckConstraint(
            "(blocked_at IS NULL) = (blocked_by IS NULL) AND (blocked_at IS NULL) = (block_reason IS NULL)",
            name=op.f("ck_lot_blocked_whole"),
        ),
        sa.CheckConstraint(
            "(input_grams IS NULL) = (loss_grams IS NULL) AND (input_grams IS NULL OR input_grams + coalesce(added_grams, 0) = mass_grams + loss_grams) AND loss_grams >= 0 AND added_grams >= 0 AND input_grams >= 0",
            name=op.f("ck_lot_mass_conserved"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_quantity_positive")),
        sa.CheckConstraint(
            "shipped + consumed <= quantity", name=op.f("ck_lot_no_more_than_produced")
        ),
        sa.CheckConstraint("shipped >= 0 AND consumed >= 0", name=op.f("ck_lot_nothing_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("seller_id", "code", name=op.f("uq_lot_seller_id_code")),
    )
    op.create_index(
        "ix_lot_seller_newest", "lot", ["seller_id", sa.literal_column("id DESC")], unique=False
    )
    op.create_index("ix_lot_variant", "lot", ["variant_id"], unique=False)
    op.create_table(
        "lot_abbreviation",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("letters", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("seller_id", "subject_id", name=op.f("pk_lot_abbreviation")),
        sa.UniqueConstraint(
            "seller_id", "kind", "letters", name=op.f("uq_lot_abbreviation_seller_id_kind_letters")
        ),
    )
    op.create_table(
        "lot_counter",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seller_id", "product_id", "made_on", name=op.f("pk_lot_counter")),
    )
    op.create_table(
        "receiving_site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiving_site")),
        sa.UniqueConstraint("buyer_id", "name_th", name=op.f("uq_receiving_site_buyer_id_name_th")),
    )
    op.create_index(
        "ix_receiving_site_buyer_newest",
        "receiving_site",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_table(
        "temperature_limit",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("temperature_class", sa.String(length=16), nullable=False),
        sa.Column("warmest_c", sa.Numeric(precision=4, scale=1), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_temperature_limit_dates_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temperature_limit")),
        sa.UniqueConstraint(
            "temperature_class",
            "from_on",
            name=op.f("uq_temperature_limit_temperature_class_from_on"),
        ),
    )
    op.create_table(
        "lot_input",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("input_lot_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.CheckConstraint("lot_id <> input_lot_id", name=op.f("ck_lot_input_not_of_itself")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_input_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["input_lot_id"], ["lot.id"], name=op.f("fk_lot_input_input_lot_id_lot")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_input_lot_id_lot")),
        sa.PrimaryKeyConstraint("lot_id", "input_lot_id", name=op.f("pk_lot_input")),
    )
    op.create_index("ix_lot_input_input_lot", "lot_input", ["input_lot_id"], unique=False)
    op.create_table(
        "receiving_window",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_receiving_window_capacity_positive")),
        sa.CheckConstraint(
            "opens < closes", name=op.f("ck_receiving_window_opens_before_it_closes")
        ),
        sa.CheckConstraint(
            "weekday BETWEEN 1 AND 7", name=op.f("ck_receiving_window_weekday_known")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["receiving_site.id"],
            name=op.f("fk_receiving_window_site_id_receiving_site"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiving_window")),
        sa.UniqueConstraint(
            "site_id", "weekday", "opens", name=op.f("uq_receiving_window_site_id_weekday_opens")
        ),
    )
    op.create_table(
        "committee_member",
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=16), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("appointed_by", sa.Uuid(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "duty IN ('inspection', 'procurement')", name=op.f("ck_committee_member_duty_known")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_committee_member_purchase_order_id_purchase_order"),
        ),
        sa.PrimaryKeyConstraint("purchase_order_id", "person_id", name=op.f("pk_committee_member")),
    )
    op.create_index(
        "uq_committee_member_one_chair",
        "committee_member",
        ["purchase_order_id", "duty"],
        unique=True,
        postgresql_where=sa.text("chair"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.String(length=16), server_default=sa.text("'shipped'"), nullable=False
        ),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("deliver_on", sa.Date(), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=True),
        sa.Column("window_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("site_name_th", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shipped_by", sa.Uuid(), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("received_by_name", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancel_reason IS NOT NULL)",
            name=op.f("ck_delivery_cancelled_with_reason"),
        ),
        sa.CheckConstraint(
            "(status IN ('shipped', 'cancelled')) = (arrived_at IS NULL) AND (arrived_at IS NULL) = (received_by IS NULL)",
            name=op.f("ck_delivery_arrived_whole"),
        ),
        sa.CheckConstraint(
            "status IN ('shipped', 'arrived', 'inspected', 'accepted', 'refused', 'cancelled')",
            name=op.f("ck_delivery_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_delivery_purchase_order_id_purchase_order"),
        ),
        sa.ForeignKeyConstraint(
            ["window_id"],
            ["receiving_window.id"],
            name=op.f("fk_delivery_window_id_receiving_window"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "purchase_order_id", "sequence", name=op.f("uq_delivery_purchase_order_id_sequence")
        ),
    )
    op.create_index(
        "ix_delivery_buyer_newest",
        "delivery",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_delivery_seller_newest",
        "delivery",
        ["seller_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_table(
        "receiving_slot",
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "booked BETWEEN 0 AND capacity", name=op.f("ck_receiving_slot_booked_within_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["window_id"],
            ["receiving_window.id"],
            name=op.f("fk_receiving_slot_window_id_receiving_window"),
        ),
        sa.PrimaryKeyConstraint("window_id", "on_date", name=op.f("pk_receiving_slot")),
    )
    op.create_table(
        "delivery_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("lot_code", sa.String(length=32), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_name_th", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_bps", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("warmest_c", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("arrived", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column("temperature_c", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=True),
        sa.Column("accepted", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column("rejected", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("photo_upload", sa.Text(), nullable=True),
        sa.Column("net_satang", sa.BigInteger(), nullable=True),
        sa.Column("vat_satang", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(accepted IS NULL) = (rejected IS NULL) AND (accepted IS NULL OR accepted + rejected = arrived)",
            name=op.f("ck_delivery_line_accepted_and_rejected_are_arrived"),
        ),
        sa.CheckConstraint(
            "(net_satang IS NULL) = (vat_satang IS NULL) AND net_satang >= 0",
            name=op.f("ck_delivery_line_payable_whole"),
        ),
        sa.CheckConstraint(
            "accepted >= 0 AND rejected >= 0", name=op.f("ck_delivery_line_nothing_negative")
        ),
        sa.CheckConstraint(
            "arrived BETWEEN 0 AND shipped",
            name=op.f("ck_delivery_line_arrived_no_more_than_shipped"),
        ),
        sa.CheckConstraint(
            "rejected = 0 OR reason IS NOT NULL", name=op.f("ck_delivery_line_rejected_with_reason")
        ),
        sa.CheckConstraint("shipped > 0", name=op.f("ck_delivery_line_shipped_positive")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_line_delivery_id_delivery")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_delivery_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["purchase_order_line.id"],
            name=op.f("fk_delivery_line_order_line_id_purchase_order_line"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint(
            "delivery_id", "line_no", name=op.f("uq_delivery_line_delivery_id_line_no")
        ),
        sa.UniqueConstraint(
            "delivery_id",
            "order_line_id",
            "lot_id",
            name=op.f("uq_delivery_line_delivery_id_order_line_id_lot_id"),
        ),
    )
    op.create_index("ix_delivery_line_lot", "delivery_line", ["lot_id"], unique=False)
    op.create_index("ix_delivery_line_order_line", "delivery_line", ["order_line_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status", sa.String(length=16), server_default=sa.text("'signing'"), nullable=False
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("defective", sa.Boolean(), nullable=False),
        sa.Column("tell_seller_by_on", sa.Date(), nullable=True),
        sa.Column("told_seller_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_id", sa.Uuid(), nullable=True),
        sa.Column("head_name", sa.Text(), nullable=True),
        sa.Column("head_reason", sa.Text(), nullable=True),
        sa.Column("head_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(head_id IS NULL) = (head_reason IS NULL) AND (head_id IS NULL) = (head_decided_at IS NULL) AND (status <> 'refused' OR head_id IS NOT NULL)",
            name=op.f("ck_inspection_decided_whole"),
        ),
        sa.CheckConstraint(
            "(status IN ('accepted', 'refused')) = (final_at IS NOT NULL) AND (final_at IS NULL) = (accepted_on IS NULL)",
            name=op.f("ck_inspection_final_whole"),
        ),
        sa.CheckConstraint(
            "status IN ('signing', 'disputed', 'accepted', 'refused')",
            name=op.f("ck_inspection_status_known"),
        ),
        sa.CheckConstraint(
            "NOT defective OR told_seller_at IS NOT NULL", name=op.f("ck_inspection_seller_told")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_inspection_delivery_id_delivery")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_inspection_purchase_order_id_purchase_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_inspection_delivery_id")),
    )
    op.create_table(
        "inspection_signature",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("agree", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (agree IS NULL)",
            name=op.f("ck_inspection_signature_signed_whole"),
        ),
        sa.CheckConstraint(
            "agree OR reason IS NOT NULL", name=op.f("ck_inspection_signature_dissent_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_inspection_signature_inspection_id_inspection"),
        ),
        sa.PrimaryKeyConstraint("inspection_id", "person_id", name=op.f("pk_inspection_signature")),
    )


def _extend_orders() -> None:
    op.add_column(
        "purchase_order", sa.Column("confirm_by_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "purchase_order", sa.Column("deadline_told_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "purchase_order", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("purchase_order", sa.Column("confirmed_by", sa.Uuid(), nullable=True))
    op.add_column(
        "purchase_order", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("purchase_order", sa.Column("closed_by", sa.Uuid(), nullable=True))
    op.add_column("purchase_order", sa.Column("closing_reason", sa.Text(), nullable=True))
    op.create_index(
        "ix_purchase_order_unconfirmed",
        "purchase_order",
        ["confirm_by_at"],
        unique=False,
        postgresql_where=sa.text("status = 'placed' AND deadline_told_at IS NULL"),
    )
    op.add_column(
        "purchase_order_line",
        sa.Column("confirmed_quantity", sa.Numeric(precision=12, scale=3), nullable=True),
    )
    op.add_column("purchase_order_line", sa.Column("confirmation_reason", sa.Text(), nullable=True))
    op.add_column(
        "purchase_order_line",
        sa.Column(
            "over_quantity",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
    )
    op.add_column(
        "purchase_order_line",
        sa.Column(
            "delivered_quantity",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
    )
    op.add_column(
        "purchase_order_line",
        sa.Column(
            "accepted_quantity",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
    )


def _reduce_orders() -> None:
    op.drop_column("purchase_order_line", "accepted_quantity")
    op.drop_column("purchase_order_line", "delivered_quantity")
    op.drop_column("purchase_order_line", "over_quantity")
    op.drop_column("purchase_order_line", "confirmation_reason")
    op.drop_column("purchase_order_line", "confirmed_quantity")
    op.drop_index(
        "ix_purchase_order_unconfirmed",
        table_name="purchase_order",
        postgresql_where=sa.text("status = 'placed' AND deadline_told_at IS NULL"),
    )
    op.drop_column("purchase_order", "closing_reason")
    op.drop_column("purchase_order", "closed_by")
    op.drop_column("purchase_order", "closed_at")
    op.drop_column("purchase_order", "confirmed_by")
    op.drop_column("purchase_order", "confirmed_at")
    op.drop_column("purchase_order", "deadline_told_at")
    op.drop_column("purchase_order", "confirm_by_at")


def _downgrade_tables() -> None:
    op.drop_table("inspection_signature")
    op.drop_table("inspection")
    op.drop_index("ix_delivery_line_order_line", table_name="delivery_line")
    op.drop_index("ix_delivery_line_lot", table_name="delivery_line")
    op.drop_table("delivery_line")
    op.drop_table("receiving_slot")
    op.drop_index("ix_delivery_seller_newest", table_name="delivery")
    op.drop_index("ix_delivery_buyer_newest", table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(
        "uq_committee_member_one_chair",
        table_name="committee_member",
        postgresql_where=sa.text("chair"),
    )
    op.drop_table("committee_member")
    op.drop_table("receiving_window")
    op.drop_index("ix_lot_input_input_lot", table_name="lot_input")
    op.drop_table("lot_input")
    op.drop_table("temperature_limit")
    op.drop_index("ix_receiving_site_buyer_newest", table_name="receiving_site")
    op.drop_table("receiving_site")
    op.drop_table("lot_counter")
    op.drop_table("lot_abbreviation")
    op.drop_index("ix_lot_variant", table_name="lot")
    op.drop_index("ix_lot_seller_newest", table_name="lot")
    op.drop_table("lot")
    op.drop_table("committee_rule")
    op.drop_table("buying_term")
