"""The shop: projections, stock, carts, orders, payments and the ledger.

Revision ID: 202611220001
Revises:
Created: 2026-11-22 10:01:52.762547+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "202611220001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TABLES = (
    "order_line",
    "ledger_entry",
    "shop_order",
    "payment",
    "order_group",
    "cart_line",
    "stock",
    "rate",
    "payment_event",
    "party",
    "outbox",
    "offer",
    "membership",
    "ledger_transaction",
    "ledger_account",
    "inbox",
    "idempotency_key",
    "dead_letter",
    "cart",
    "bus_state",
)

# Books are only ever added to; a correction is a transaction of its own.
REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
# At commit, so that the entries of a transaction may be inserted one after another.
REFUSE_UNBALANCED = """
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    total numeric;
    entries integer;
BEGIN
    SELECT coalesce(sum(amount_satang), 0), count(*) INTO total, entries
    FROM ledger_entry WHERE transaction_id = subject;
    IF total <> 0 OR entries < 2 THEN
        RAISE EXCEPTION 'ledger transaction % has % entries with the sum %', subject, entries, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
LEDGER_TRIGGERS = (
    REFUSE_CHANGE,
    REFUSE_UNBALANCED,
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("ledger_account", "ledger_transaction", "ledger_entry")
    ),
    *(
        f"CREATE CONSTRAINT TRIGGER {table}_balanced AFTER INSERT ON {table}"
        " DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced('{column}')"
        for table, column in (("ledger_transaction", "id"), ("ledger_entry", "transaction_id"))
    ),
)

RATES = sa.table(
    "rate",
    sa.column("name", sa.String),
    sa.column("from_on", sa.Date),
    sa.column("bps", sa.Integer),
)
# VAT as it has stood since 1999; the shop's commission as the operator begins. Both are data:
# a new rate is a new row with its first day.
FIRST_RATES = [
    {"name": "vat", "from_on": date(1999, 4, 1), "bps": 700},
    {"name": "shop_commission", "from_on": date(2020, 1, 1), "bps": 500},
]


def upgrade() -> None:
    """Create the shop's tables, the ledger's triggers and the first rates."""
    _create_bus_state()
    _create_cart()
    _create_dead_letter()
    _create_idempotency_key()
    _create_inbox()
    _create_ledger_account()
    _create_ledger_transaction()
    _create_membership()
    _create_offer()
    _create_outbox()
    _create_party()
    _create_payment_event()
    _create_rate()
    _create_stock()
    _create_cart_line()
    _create_order_group()
    _create_payment()
    _create_shop_order()
    _create_ledger_entry()
    _create_order_line()
    for statement in LEDGER_TRIGGERS:
        op.execute(statement)
    op.bulk_insert(RATES, FIRST_RATES)


def _create_bus_state() -> None:
    op.create_table(
        "bus_state",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("epoch >= 0", name=op.f("ck_bus_state_epoch_not_negative")),
        sa.CheckConstraint("single", name=op.f("ck_bus_state_single_row")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_bus_state")),
    )


def _create_cart() -> None:
    op.create_table(
        "cart",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("status", sa.String(length=16), server_default=sa.text("'open'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'ordered')", name=op.f("ck_cart_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
    )


def _create_dead_letter() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("stream_sequence", sa.BigInteger(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "first_failed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_failed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('retrying', 'dead', 'redriving', 'resolved')",
            name=op.f("ck_dead_letter_status_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
    )
    op.create_index(
        "ix_dead_letter_open",
        "dead_letter",
        ["status"],
        unique=False,
        postgresql_where=sa.text("status <> 'resolved'"),
    )


def _create_idempotency_key() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(
        op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"], unique=False
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "handled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", "source", name=op.f("pk_inbox")),
    )


def _create_ledger_account() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'seller_payable') = (party_id IS NOT NULL)",
            name=op.f("ck_ledger_account_party_where_payable"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "kind", "party_id", name="uq_ledger_account_kind", postgresql_nulls_not_distinct=True
        ),
    )


def _create_ledger_transaction() -> None:
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transaction")),
        sa.UniqueConstraint("cause", "cause_id", name="uq_ledger_transaction_cause"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("roles", postgresql.ARRAY(sa.String(length=16)), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "ix_membership_organisation_person",
        "membership",
        ["organisation_id", "person_id"],
        unique=False,
    )


def _create_offer() -> None:
    op.create_table(
        "offer",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("variant_name_th", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("pack_size", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("order_step", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("price_satang", sa.BigInteger(), nullable=False),
        sa.Column("tiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("tax_class", sa.String(length=16), nullable=False),
        sa.Column("crop", sa.Boolean(), nullable=False),
        sa.Column("temperature_class", sa.String(length=16), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("seasons", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("subdistrict_code", sa.String(length=6), nullable=True),
        sa.Column("flags", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("income_shares", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("marks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_product_id", "offer", ["product_id"], unique=False)
    op.create_index("ix_offer_seller_id", "offer", ["seller_id"], unique=False)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "occurred_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Text(), nullable=True),
        sa.Column("causation_id", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_unpublished",
        "outbox",
        ["id"],
        unique=False,
        postgresql_where=sa.text("published_at IS NULL"),
    )


def _create_party() -> None:
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("subdistrict_code", sa.String(length=6), nullable=True),
        sa.Column("capabilities", postgresql.ARRAY(sa.String(length=16)), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("vat_registered", sa.Boolean(), nullable=False),
        sa.Column("tax_id", sa.String(length=13), nullable=True),
        sa.Column("tax_branch", sa.String(length=5), nullable=True),
        sa.Column("payee_ready", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )


def _create_payment_event() -> None:
    op.create_table(
        "payment_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_event")),
    )
    op.create_index(
        op.f("ix_payment_event_intent_id"), "payment_event", ["intent_id"], unique=False
    )


def _create_rate() -> None:
    op.create_table(
        "rate",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("bps", sa.Integer(), nullable=False),
        sa.CheckConstraint("bps BETWEEN 0 AND 10000", name=op.f("ck_rate_bps_in_range")),
        sa.PrimaryKeyConstraint("name", "from_on", name=op.f("pk_rate")),
    )


def _create_stock() -> None:
    op.create_table(
        "stock",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column(
            "reserved",
            sa.Numeric(precision=12, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("band", sa.String(length=8), server_default=sa.text("'none'"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_stock_reserved_within_on_hand")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_reserved_not_negative")),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_stock")),
        postgresql_with={"fillfactor": 50},
    )


def _create_cart_line() -> None:
    op.create_table(
        "cart_line",
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_line_cart_id_cart"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", "variant_id", name=op.f("pk_cart_line")),
    )


def _create_order_group() -> None:
    op.create_table(
        "order_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("contact", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'cancelled')",
            name=op.f("ck_order_group_status_known"),
        ),
        sa.CheckConstraint("total_satang > 0", name=op.f("ck_order_group_total_positive")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_order_group_cart_id_cart")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_group")),
        sa.UniqueConstraint("cart_id", name=op.f("uq_order_group_cart_id")),
    )
    op.create_index(
        "ix_order_group_held",
        "order_group",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'awaiting_payment'"),
    )


def _create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=True),
        sa.Column("client_secret", sa.Text(), nullable=True),
        sa.Column("promptpay_qr", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('card', 'promptpay')", name=op.f("ck_payment_method_known")),
        sa.CheckConstraint(
            "status IN ('requested', 'pending', 'succeeded', 'cancelled')",
            name=op.f("ck_payment_status_known"),
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_payment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["order_group.id"], name=op.f("fk_payment_group_id_order_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("group_id", name=op.f("uq_payment_group_id")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_payment_intent_id")),
    )
    op.create_index(
        "ix_payment_unfinished",
        "payment",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('requested', 'pending')"),
    )


def _create_shop_order() -> None:
    op.create_table(
        "shop_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("seller_name_th", sa.Text(), nullable=False),
        sa.Column("seller_vat_registered", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("net_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("commission_bps", sa.Integer(), nullable=False),
        sa.Column("commission_satang", sa.BigInteger(), nullable=False),
        sa.Column("commission_vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("seller_satang", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'accepted', 'packed', 'shipped', 'delivered', 'cancelled')",
            name=op.f("ck_shop_order_status_known"),
        ),
        sa.CheckConstraint(
            "net_satang + vat_satang = total_satang", name=op.f("ck_shop_order_vat_adds_up")
        ),
        sa.CheckConstraint(
            "seller_satang + commission_satang + commission_vat_satang = total_satang",
            name=op.f("ck_shop_order_split_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["order_group.id"], name=op.f("fk_shop_order_group_id_order_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_order")),
        sa.UniqueConstraint("number", name=op.f("uq_shop_order_number")),
    )
    op.create_index("ix_shop_order_group_id", "shop_order", ["group_id"], unique=False)
    op.create_index("ix_shop_order_seller", "shop_order", ["seller_id", "id"], unique=False)
    op.create_index(
        "ix_shop_order_seller_status", "shop_order", ["seller_id", "status", "id"], unique=False
    )


def _create_ledger_entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_satang <> 0", name=op.f("ck_ledger_entry_amount_not_nought")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_account.id"],
            name=op.f("fk_ledger_entry_account_id_ledger_account"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_ledger_entry_order_id_shop_order")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_ledger_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        "ix_ledger_entry_account_id", "ledger_entry", ["account_id", "id"], unique=False
    )
    op.create_index("ix_ledger_entry_order_id", "ledger_entry", ["order_id"], unique=False)
    op.create_index(
        "ix_ledger_entry_transaction_id", "ledger_entry", ["transaction_id"], unique=False
    )


def _create_order_line() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("unit_price_satang", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.String(length=16), nullable=False),
        sa.Column("vat_bps", sa.Integer(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("net_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("commission_satang", sa.BigInteger(), nullable=False),
        sa.Column("commission_vat_satang", sa.BigInteger(), nullable=False),
        sa.Column("marks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "net_satang + vat_satang = total_satang", name=op.f("ck_order_line_vat_adds_up")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_order_line_order_id_shop_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    op.create_index("ix_order_line_order_id", "order_line", ["order_id"], unique=False)
    op.create_index("ix_order_line_variant_id", "order_line", ["variant_id"], unique=False)


def downgrade() -> None:
    """Drop everything that this migration made."""
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change, refuse_unbalanced")
