"""Refunds, replaced payment attempts, money that came in, findings, guests' mail.

Revision ID: 202611221126
Revises: 202611221116
Created: 2026-11-22 11:06:40.425891+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611221126"
down_revision: str | None = "202611221116"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What was paid before this table existed was paid by the payment's own intent.
BACKFILL = """
INSERT INTO money_in (id, payment_id, intent_id, amount_satang, use, received_at, next_check_at)
SELECT uuidv7(), id, intent_id, amount_satang, 'sale', succeeded_at, now()
FROM payment WHERE status = 'succeeded'
"""
OPERATORS = (
    "kind IN ('processor_clearing', 'operator_commission', 'operator_vat_payable',"
    " 'refund_payable', 'processor_fee', 'operator_vat_receivable', 'voucher_cost')"
)


def upgrade() -> None:
    """New tables and nullable columns only: the previous code runs beside it."""
    op.create_table(
        "reconciliation_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("expected_satang", sa.BigInteger(), nullable=True),
        sa.Column("actual_satang", sa.BigInteger(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('unknown_intent', 'unknown_refund', 'missing_intent', 'missing_refund', 'amount_differs', 'state_differs', 'refund_failed')",
            name=op.f("ck_reconciliation_finding_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_finding")),
    )
    op.create_index(
        "ix_reconciliation_finding_open",
        "reconciliation_finding",
        ["first_seen_at"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(
        "uq_reconciliation_finding", "reconciliation_finding", ["kind", "subject"], unique=True
    )
    op.create_table(
        "reconciliation_run",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name = 'stripe'", name=op.f("ck_reconciliation_run_single_row")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reconciliation_run")),
    )
    op.create_table(
        "guest_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("template", sa.String(length=48), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status", sa.String(length=16), server_default=sa.text("'waiting'"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'given_up')", name=op.f("ck_guest_notice_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["order_group.id"], name=op.f("fk_guest_notice_group_id_order_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_guest_notice_dedupe_key")),
    )
    op.create_index("ix_guest_notice_group_id", "guest_notice", ["group_id"], unique=False)
    op.create_index(
        "ix_guest_notice_waiting",
        "guest_notice",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "money_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("use", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fee_satang", sa.BigInteger(), nullable=True),
        sa.Column("fee_vat_satang", sa.BigInteger(), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "use IN ('sale', 'late', 'double', 'difference')", name=op.f("ck_money_in_use_known")
        ),
        sa.CheckConstraint(
            "(fee_satang IS NULL) = (fee_vat_satang IS NULL)", name=op.f("ck_money_in_fee_whole")
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_money_in_amount_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_money_in_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_in")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_money_in_intent_id")),
    )
    op.create_index(
        "ix_money_in_fee_unknown",
        "money_in",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("fee_satang IS NULL"),
    )
    op.create_index("ix_money_in_payment_id", "money_in", ["payment_id"], unique=False)
    op.create_index(
        "uq_money_in_sale",
        "money_in",
        ["payment_id"],
        unique=True,
        postgresql_where=sa.text("use = 'sale'"),
    )
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "method IN ('card', 'promptpay')", name=op.f("ck_payment_attempt_method_known")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_attempt_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_payment_attempt_intent_id")),
        sa.UniqueConstraint("payment_id", "number", name="uq_payment_attempt_number"),
    )
    op.create_index(
        "ix_payment_attempt_open",
        "payment_attempt",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("stripe_id", sa.Text(), nullable=True),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'order') = (order_id IS NOT NULL)", name=op.f("ck_refund_order_where_its_own")
        ),
        sa.CheckConstraint(
            "kind IN ('order', 'late', 'double', 'difference')", name=op.f("ck_refund_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('requested', 'details_needed', 'sent', 'settled', 'failed')",
            name=op.f("ck_refund_status_known"),
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_refund_amount_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_refund_order_id_shop_order")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("stripe_id", name=op.f("uq_refund_stripe_id")),
    )
    op.create_index("ix_refund_intent_id", "refund", ["intent_id"], unique=False)
    op.create_index("ix_refund_payment_id", "refund", ["payment_id"], unique=False)
    op.create_index(
        "ix_refund_unfinished",
        "refund",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('requested', 'details_needed', 'sent')"),
    )
    op.create_index(
        "uq_refund_order",
        "refund",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'failed'"),
    )
    op.create_index(
        "uq_refund_unusable",
        "refund",
        ["intent_id"],
        unique=True,
        postgresql_where=sa.text("kind <> 'order' AND status <> 'failed'"),
    )
    _change_columns()


def _change_columns() -> None:
    op.add_column(
        "order_line",
        sa.Column(
            "income_shares",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column(
        "payment", sa.Column("attempt", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("shop_order", sa.Column("accept_by", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "shop_order", sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "shop_order", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("shop_order", sa.Column("cancel_reason", sa.String(length=32), nullable=True))
    op.add_column("shop_order", sa.Column("cancel_note", sa.Text(), nullable=True))
    op.create_index(
        "ix_shop_order_to_accept",
        "shop_order",
        ["next_reminder_at"],
        unique=False,
        postgresql_where=sa.text("status = 'paid'"),
    )
    op.drop_constraint(op.f("ck_ledger_account_party_unless_operators"), "ledger_account")
    op.create_check_constraint(
        op.f("ck_ledger_account_party_unless_operators"),
        "ledger_account",
        f"({OPERATORS}) = (party_id IS NULL)",
    )
    op.execute(BACKFILL)


def downgrade() -> None:
    """Undo the step where nothing is lost by it."""
    op.drop_index(
        "ix_shop_order_to_accept",
        table_name="shop_order",
        postgresql_where=sa.text("status = 'paid'"),
    )
    op.drop_column("shop_order", "cancel_note")
    op.drop_column("shop_order", "cancel_reason")
    op.drop_column("shop_order", "cancelled_at")
    op.drop_column("shop_order", "next_reminder_at")
    op.drop_column("shop_order", "accept_by")
    op.drop_column("payment", "attempt")
    op.drop_column("order_line", "income_shares")
    op.drop_index(
        "uq_refund_unusable",
        table_name="refund",
        postgresql_where=sa.text("kind <> 'order' AND status <> 'failed'"),
    )
    op.drop_index(
        "uq_refund_order", table_name="refund", postgresql_where=sa.text("status <> 'failed'")
    )
    op.drop_index(
        "ix_refund_unfinished",
        table_name="refund",
        postgresql_where=sa.text("status IN ('requested', 'details_needed', 'sent')"),
    )
    op.drop_index("ix_refund_payment_id", table_name="refund")
    op.drop_index("ix_refund_intent_id", table_name="refund")
    op.drop_table("refund")
    op.drop_index(
        "ix_payment_attempt_open",
        table_name="payment_attempt",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("payment_attempt")
    op.drop_index(
        "uq_money_in_sale", table_name="money_in", postgresql_where=sa.text("use = 'sale'")
    )
    op.drop_index("ix_money_in_payment_id", table_name="money_in")
    op.drop_index(
        "ix_money_in_fee_unknown",
        table_name="money_in",
        postgresql_where=sa.text("fee_satang IS NULL"),
    )
    op.drop_table("money_in")
    op.drop_index(
        "ix_guest_notice_waiting",
        table_name="guest_notice",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_index("ix_guest_notice_group_id", table_name="guest_notice")
    op.drop_table("guest_notice")
    op.drop_table("reconciliation_run")
    op.drop_index("uq_reconciliation_finding", table_name="reconciliation_finding")
    op.drop_index(
        "ix_reconciliation_finding_open",
        table_name="reconciliation_finding",
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.drop_table("reconciliation_finding")
