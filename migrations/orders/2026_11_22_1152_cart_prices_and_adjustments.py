"""Prices that a shopper has seen in the cart; reasons of stock adjustments.

Revision ID: 202611221152
Revises: 202611221142
Created: 2026-11-22 11:38:34.558935+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "202611221152"
down_revision: str | None = "202611221142"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A new table, an index and a nullable column: the previous code runs beside it."""
    op.create_table(
        "stock_adjustment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("adjusted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_adjustment_quantity_not_nought")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_adjustment")),
    )
    op.create_index(
        "ix_stock_adjustment_variant", "stock_adjustment", ["variant_id", "id"], unique=False
    )
    op.create_index(
        "ix_cart_open",
        "cart",
        ["updated_at"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.add_column("cart_line", sa.Column("seen_price_satang", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Undo the step where nothing is lost by it."""
    op.drop_column("cart_line", "seen_price_satang")
    op.drop_index("ix_cart_open", table_name="cart", postgresql_where=sa.text("status = 'open'"))
    op.drop_index("ix_stock_adjustment_variant", table_name="stock_adjustment")
    op.drop_table("stock_adjustment")
