"""A school's own days: open or closed, and for how many heads it cooks.

Revision ID: 202611221142
Revises: 202611221136
Created: 2026-11-22 11:42:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "202611221142"
down_revision: str | None = "202611221136"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "school_day",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("stated_by", sa.Uuid(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_school_day_headcount_not_negative")),
        sa.CheckConstraint(
            "is_open OR coalesce(headcount, 0) = 0", name=op.f("ck_school_day_nobody_when_closed")
        ),
        sa.PrimaryKeyConstraint("school_id", "on_date", name=op.f("pk_school_day")),
    )


def downgrade() -> None:
    """Drop it; only a development database goes back."""
    op.drop_table("school_day")
