"""Budgets as a ledger, approval chains, weekly capacity, stricter requirements of buyers.

Revision ID: 202611221113
Revises: 202611221104
Created: 2026-11-22 11:13:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221113"
down_revision: str | None = "202611221104"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


FREEZE_REQUISITION = """
CREATE OR REPLACE FUNCTION requisition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' AND NEW.status IN ('draft', 'submitted') THEN
        RETURN NEW;
    END IF;
    IF OLD.status = 'submitted'
        AND NEW.status IN ('approved', 'rejected')
        AND (OLD.id, OLD.buyer_id, OLD.number, OLD.requester_id, OLD.method, OLD.need_by_on,
             OLD.content_hash, OLD.net_satang, OLD.vat_satang, OLD.total_satang, OLD.unit,
             OLD.budget_id, OLD.urgent_reason)
            IS NOT DISTINCT FROM
            (NEW.id, NEW.buyer_id, NEW.number, NEW.requester_id, NEW.method, NEW.need_by_on,
             NEW.content_hash, NEW.net_satang, NEW.vat_satang, NEW.total_satang, NEW.unit,
             NEW.budget_id, NEW.urgent_reason)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'requisition % is %: it cannot become % or change',
        OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
END $$
"""
# The balances are what the entries make of them: nobody else writes them.
MOVE_BUDGET = """
CREATE FUNCTION budget_entry_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE budget_hold SET reserved_satang = reserved_satang + NEW.reserved_satang,
        committed_satang = committed_satang + NEW.committed_satang,
        consumed_satang = consumed_satang + NEW.consumed_satang
    WHERE requisition_id = NEW.requisition_id AND seller_id = NEW.seller_id;
    UPDATE budget SET allotted_satang = allotted_satang + NEW.allotted_satang,
        reserved_satang = reserved_satang + NEW.reserved_satang,
        committed_satang = committed_satang + NEW.committed_satang,
        consumed_satang = consumed_satang + NEW.consumed_satang
    WHERE id = NEW.budget_id;
    RETURN NULL;
END $$
"""
TAKE_CAPACITY = """
CREATE FUNCTION capacity_use_takes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE weekly_capacity SET taken = taken - OLD.quantity
        WHERE variant_id = OLD.variant_id AND week_on = OLD.week_on;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE weekly_capacity SET taken = taken + NEW.quantity
        WHERE variant_id = NEW.variant_id AND week_on = NEW.week_on;
    END IF;
    RETURN NULL;
END $$
"""
TRIGGERS = (
    """
    CREATE TRIGGER budget_entry_moves AFTER INSERT ON budget_entry
    FOR EACH ROW EXECUTE FUNCTION budget_entry_moves()
    """,
    """
    CREATE TRIGGER budget_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON budget_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER budget_balances_guarded
    BEFORE UPDATE OF allotted_satang, reserved_satang, committed_satang, consumed_satang ON budget
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER budget_begins_empty BEFORE INSERT ON budget FOR EACH ROW
    WHEN (NEW.allotted_satang <> 0 OR NEW.reserved_satang <> 0 OR NEW.committed_satang <> 0
        OR NEW.consumed_satang <> 0) EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER budget_hold_balances_guarded
    BEFORE UPDATE OF reserved_satang, committed_satang, consumed_satang ON budget_hold
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER budget_hold_begins_empty BEFORE INSERT ON budget_hold FOR EACH ROW
    WHEN (NEW.reserved_satang <> 0 OR NEW.committed_satang <> 0 OR NEW.consumed_satang <> 0)
    EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER capacity_use_takes AFTER INSERT OR UPDATE OR DELETE ON capacity_use
    FOR EACH ROW EXECUTE FUNCTION capacity_use_takes()
    """,
    """
    CREATE TRIGGER weekly_capacity_taken_guarded BEFORE UPDATE OF taken ON weekly_capacity
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change()
    """,
)
BASIS = (
    "CASE approval_basis WHEN 'decision' THEN true WHEN 'rule' THEN method = 'direct'"
    " WHEN 'at_once' THEN method = 'direct' WHEN 'urgent' THEN urgent_reason IS NOT NULL"
    " ELSE false END"
)
URGENT = "urgent_reason IS NULL OR status = 'draft' OR method = 'specific'"


def upgrade() -> None:
    """Create the tables and triggers; what is new in a requisition has a default."""
    _create_approvals()
    _create_budgets()
    _create_capacity()
    _create_assortment()
    _extend_requisition()
    for statement in (FREEZE_REQUISITION, MOVE_BUDGET, TAKE_CAPACITY, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    """Drop all of it; only a development database goes back."""
    op.execute(
        FREEZE_REQUISITION.replace(
            ", OLD.unit,\n             OLD.budget_id, OLD.urgent_reason", ""
        ).replace(", NEW.unit,\n             NEW.budget_id, NEW.urgent_reason", "")
    )
    _restore_requisition()
    _drop_assortment()
    _drop_capacity()
    _drop_budgets()
    _drop_approvals()
    op.execute("DROP FUNCTION budget_entry_moves, capacity_use_takes")


def _create_approvals() -> None:
    op.create_table(
        "approval_chain",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("automatic_up_to_satang", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "automatic_up_to_satang > 0", name=op.f("ck_approval_chain_automatic_positive")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_approval_chain_dates_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_chain")),
    )
    op.create_index(
        "uq_approval_chain_begins_once",
        "approval_chain",
        ["buyer_id", "unit", "from_on"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "approval_delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_person_id", sa.Uuid(), nullable=False),
        sa.Column("from_person_name", sa.Text(), nullable=False),
        sa.Column("to_person_id", sa.Uuid(), nullable=False),
        sa.Column("to_person_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("up_to_satang", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('delegation', 'substitution')", name=op.f("ck_approval_delegation_kind_known")
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)",
            name=op.f("ck_approval_delegation_revoked_whole"),
        ),
        sa.CheckConstraint(
            "from_person_id <> to_person_id", name=op.f("ck_approval_delegation_two_persons")
        ),
        sa.CheckConstraint(
            "until_on >= from_on", name=op.f("ck_approval_delegation_dates_in_order")
        ),
        sa.CheckConstraint("up_to_satang > 0", name=op.f("ck_approval_delegation_limit_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_delegation")),
    )
    op.create_index(
        "ix_approval_delegation_buyer_newest",
        "approval_delegation",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_approval_delegation_buyer_to",
        "approval_delegation",
        ["buyer_id", "to_person_id"],
        unique=False,
    )
    op.create_table(
        "approval_chain_step",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("from_satang", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(role, person_id) = 1", name=op.f("ck_approval_chain_step_role_or_person")
        ),
        sa.CheckConstraint(
            "step_no >= 1 AND from_satang >= 0",
            name=op.f("ck_approval_chain_step_nothing_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["approval_chain.id"],
            name=op.f("fk_approval_chain_step_chain_id_approval_chain"),
        ),
        sa.PrimaryKeyConstraint("chain_id", "step_no", name=op.f("pk_approval_chain_step")),
    )
    op.create_table(
        "approval_step",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(outcome, decided_by, decided_by_name, decided_at) IN (0, 4) AND (outcome IS DISTINCT FROM 'rejected' OR reason IS NOT NULL) AND (on_behalf_of IS NULL) = (on_behalf_of_name IS NULL) AND (on_behalf_of IS NULL OR decided_by IS NOT NULL)",
            name=op.f("ck_approval_step_decided_whole"),
        ),
        sa.CheckConstraint(
            "outcome IN ('approved', 'rejected')", name=op.f("ck_approval_step_outcome_known")
        ),
        sa.CheckConstraint(
            "decided_by <> requester_id AND (on_behalf_of IS NULL OR on_behalf_of <> requester_id)",
            name=op.f("ck_approval_step_no_self_approval"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(role, person_id) <= 1", name=op.f("ck_approval_step_role_or_person")
        ),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["approval_chain.id"],
            name=op.f("fk_approval_step_chain_id_approval_chain"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_approval_step_requisition_id_requisition"),
        ),
        sa.PrimaryKeyConstraint("requisition_id", "step_no", name=op.f("pk_approval_step")),
    )
    op.create_index(
        "uq_approval_step_one_decision_a_person",
        "approval_step",
        ["requisition_id", "decided_by"],
        unique=True,
        postgresql_where=sa.text("decided_by IS NOT NULL"),
    )


def _create_budgets() -> None:
    op.create_table(
        "budget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("allotted_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reserved_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("committed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("consumed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "fiscal_year BETWEEN 2500 AND 2700", name=op.f("ck_budget_buddhist_era")
        ),
        sa.CheckConstraint(
            "reserved_satang + committed_satang + consumed_satang <= allotted_satang",
            name=op.f("ck_budget_within_allotment"),
        ),
        sa.CheckConstraint(
            "reserved_satang >= 0 AND committed_satang >= 0 AND consumed_satang >= 0",
            name=op.f("ck_budget_balances_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint(
            "buyer_id",
            "fiscal_year",
            "unit",
            "source",
            name=op.f("uq_budget_buyer_id_fiscal_year_unit_source"),
        ),
    )
    op.create_index(
        "ix_budget_buyer_newest", "budget", ["buyer_id", sa.literal_column("id DESC")], unique=False
    )
    op.create_table(
        "budget_hold",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=True),
        sa.Column("reserved_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("committed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("consumed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "purchase_order_id IS NOT NULL OR (committed_satang = 0 AND consumed_satang = 0)",
            name=op.f("ck_budget_hold_committed_to_an_order"),
        ),
        sa.CheckConstraint(
            "reserved_satang >= 0 AND committed_satang >= 0 AND consumed_satang >= 0",
            name=op.f("ck_budget_hold_balances_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budget.id"], name=op.f("fk_budget_hold_budget_id_budget")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_budget_hold_purchase_order_id_purchase_order"),
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_budget_hold_requisition_id_requisition"),
        ),
        sa.PrimaryKeyConstraint("requisition_id", "seller_id", name=op.f("pk_budget_hold")),
        sa.UniqueConstraint("purchase_order_id", name=op.f("uq_budget_hold_purchase_order_id")),
        sa.UniqueConstraint(
            "requisition_id",
            "seller_id",
            "budget_id",
            name=op.f("uq_budget_hold_requisition_id_seller_id_budget_id"),
        ),
    )
    op.create_index("ix_budget_hold_budget", "budget_hold", ["budget_id"], unique=False)
    op.create_table(
        "budget_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=True),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("allotted_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reserved_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("committed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("consumed_satang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'allot') = (requisition_id IS NULL) AND (requisition_id IS NULL) = (seller_id IS NULL)",
            name=op.f("ck_budget_entry_hold_named"),
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'allot' THEN requisition_id IS NULL AND allotted_satang <> 0 AND reserved_satang = 0 AND committed_satang = 0 AND consumed_satang = 0 WHEN 'reserve' THEN allotted_satang = 0 AND reserved_satang > 0 AND committed_satang = 0 AND consumed_satang = 0 WHEN 'commit' THEN allotted_satang = 0 AND committed_satang > 0 AND reserved_satang = -committed_satang AND consumed_satang = 0 WHEN 'consume' THEN allotted_satang = 0 AND reserved_satang = 0 AND consumed_satang > 0 AND -consumed_satang <= committed_satang AND committed_satang <= 0 WHEN 'release' THEN allotted_satang = 0 AND consumed_satang = 0 AND reserved_satang <= 0 AND committed_satang <= 0 AND reserved_satang + committed_satang < 0 ELSE false END",
            name=op.f("ck_budget_entry_kind_and_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budget.id"], name=op.f("fk_budget_entry_budget_id_budget")
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id", "seller_id", "budget_id"],
            ["budget_hold.requisition_id", "budget_hold.seller_id", "budget_hold.budget_id"],
            name="fk_budget_entry_hold",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_entry")),
        sa.UniqueConstraint(
            "requisition_id",
            "seller_id",
            "kind",
            "cause",
            name=op.f("uq_budget_entry_requisition_id_seller_id_kind_cause"),
        ),
    )
    op.create_index(
        "ix_budget_entry_budget_newest",
        "budget_entry",
        ["budget_id", sa.literal_column("id DESC")],
        unique=False,
    )


def _create_capacity() -> None:
    op.create_table(
        "weekly_capacity",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column(
            "taken", sa.Numeric(precision=15, scale=3), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "extract(isodow FROM week_on) = 1",
            name=op.f("ck_weekly_capacity_week_begins_on_monday"),
        ),
        sa.CheckConstraint(
            "quantity IS NULL OR taken <= quantity",
            name=op.f("ck_weekly_capacity_taken_within_quantity"),
        ),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_weekly_capacity_taken_not_negative")),
        sa.PrimaryKeyConstraint("variant_id", "week_on", name=op.f("pk_weekly_capacity")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "capacity_use",
        sa.Column("purchase_order_line_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_capacity_use_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_capacity_use_purchase_order_id_purchase_order"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_line_id"],
            ["purchase_order_line.id"],
            name=op.f("fk_capacity_use_purchase_order_line_id_purchase_order_line"),
        ),
        sa.ForeignKeyConstraint(
            ["variant_id", "week_on"],
            ["weekly_capacity.variant_id", "weekly_capacity.week_on"],
            name=op.f("fk_capacity_use_variant_id_week_on_weekly_capacity"),
        ),
        sa.PrimaryKeyConstraint("purchase_order_line_id", name=op.f("pk_capacity_use")),
    )
    op.create_index("ix_capacity_use_order", "capacity_use", ["purchase_order_id"], unique=False)
    op.create_index("ix_capacity_use_week", "capacity_use", ["variant_id", "week_on"], unique=False)


def _create_assortment() -> None:
    op.create_table(
        "buyer_requirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("any_of", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cardinality(any_of) > 0", name=op.f("ck_buyer_requirement_asks_for_something")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_buyer_requirement_dates_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_requirement")),
    )
    op.create_index(
        "ix_buyer_requirement_buyer_newest",
        "buyer_requirement",
        ["buyer_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_offer_name_words",
        "offer",
        ["name_th"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_th": "gin_trgm_ops"},
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )
    op.create_index(
        "ix_offer_on_sale",
        "offer",
        [sa.literal_column("variant_id DESC")],
        unique=False,
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )
    op.create_index(
        "ix_offer_on_sale_kind",
        "offer",
        [sa.literal_column("split_part(category, '.', 1)"), sa.literal_column("variant_id DESC")],
        unique=False,
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn AND marks <> '[]'::jsonb"),
    )
    op.create_index(
        "ix_offer_on_sale_marked",
        "offer",
        [sa.literal_column("variant_id DESC")],
        unique=False,
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn AND marks <> '[]'::jsonb"),
    )
    op.create_index(
        "ix_offer_on_sale_province",
        "offer",
        ["province_code", sa.literal_column("variant_id DESC")],
        unique=False,
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )


def _extend_requisition() -> None:
    op.add_column("requisition", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("requisition", sa.Column("budget_id", sa.Uuid(), nullable=True))
    op.add_column(
        "requisition",
        sa.Column(
            "approval_basis", sa.Text(), server_default=sa.text("'decision'"), nullable=False
        ),
    )
    op.add_column("requisition", sa.Column("urgent_reason", sa.Text(), nullable=True))
    op.create_index(
        "ix_requisition_buyer_submitted", "requisition", ["buyer_id", "submitted_at"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_requisition_budget_id_budget"), "requisition", "budget", ["budget_id"], ["id"]
    )
    op.drop_constraint(op.f("ck_requisition_no_self_approval"), "requisition")
    op.create_check_constraint(
        op.f("ck_requisition_no_self_approval"),
        "requisition",
        "decided_by <> requester_id OR approval_basis <> 'decision'",
    )
    op.create_check_constraint(op.f("ck_requisition_basis_allowed"), "requisition", BASIS)
    op.create_check_constraint(
        op.f("ck_requisition_urgent_by_specific_method"), "requisition", URGENT
    )


def _restore_requisition() -> None:
    for name in ("urgent_by_specific_method", "basis_allowed", "no_self_approval"):
        op.drop_constraint(op.f(f"ck_requisition_{name}"), "requisition")
    op.create_check_constraint(
        op.f("ck_requisition_no_self_approval"), "requisition", "decided_by <> requester_id"
    )
    op.drop_constraint(op.f("fk_requisition_budget_id_budget"), "requisition", type_="foreignkey")
    op.drop_index("ix_requisition_buyer_submitted", table_name="requisition")
    op.drop_column("requisition", "urgent_reason")
    op.drop_column("requisition", "approval_basis")
    op.drop_column("requisition", "budget_id")
    op.drop_column("requisition", "unit")


def _drop_assortment() -> None:
    op.drop_index(
        "ix_offer_on_sale_province",
        table_name="offer",
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )
    op.drop_index(
        "ix_offer_on_sale_marked",
        table_name="offer",
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn AND marks <> '[]'::jsonb"),
    )
    op.drop_index(
        "ix_offer_on_sale_kind",
        table_name="offer",
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn AND marks <> '[]'::jsonb"),
    )
    op.drop_index(
        "ix_offer_on_sale",
        table_name="offer",
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )
    op.drop_index(
        "ix_offer_name_words",
        table_name="offer",
        postgresql_using="gin",
        postgresql_ops={"name_th": "gin_trgm_ops"},
        postgresql_where=sa.text("status = 'published' AND NOT withdrawn"),
    )
    op.drop_index("ix_buyer_requirement_buyer_newest", table_name="buyer_requirement")
    op.drop_table("buyer_requirement")


def _drop_capacity() -> None:
    op.drop_index("ix_capacity_use_week", table_name="capacity_use")
    op.drop_index("ix_capacity_use_order", table_name="capacity_use")
    op.drop_table("capacity_use")
    op.drop_table("weekly_capacity")


def _drop_budgets() -> None:
    op.drop_index("ix_budget_entry_budget_newest", table_name="budget_entry")
    op.drop_table("budget_entry")
    op.drop_index("ix_budget_hold_budget", table_name="budget_hold")
    op.drop_table("budget_hold")
    op.drop_index("ix_budget_buyer_newest", table_name="budget")
    op.drop_table("budget")


def _drop_approvals() -> None:
    op.drop_index(
        "uq_approval_step_one_decision_a_person",
        table_name="approval_step",
        postgresql_where=sa.text("decided_by IS NOT NULL"),
    )
    op.drop_table("approval_step")
    op.drop_table("approval_chain_step")
    op.drop_index("ix_approval_delegation_buyer_to", table_name="approval_delegation")
    op.drop_index("ix_approval_delegation_buyer_newest", table_name="approval_delegation")
    op.drop_table("approval_delegation")
    op.drop_index(
        "uq_approval_chain_begins_once",
        table_name="approval_chain",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_table("approval_chain")
