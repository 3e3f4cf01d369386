"""The bus, categories, schemes, uploads and the copies of other services

Revision ID: c1a0b7d2e001
Revises: -
Created: 2026-11-22 10:15:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "c1a0b7d2e001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


SCHEMES = (
    "tcps gi fda otop_star q_mark gap_crop organic_thailand pgs halal homestay authentic_taste"
)
AGENCIES = (
    "community_development industry agriculture fishery public_health commerce operator_verifier"
)
STATES = "draft submitted sampling testing certified not_certified suspended cancelled"


def choice(name: str, values: str) -> sa.Enum:
    """A text column with a CHECK constraint, as services.catalog.models.base.choice makes it."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """New tables only."""
    _bus_state()
    _category()
    _dead_letter()
    _inbox()
    _outbox()
    _scheme()
    _shop()
    _stock_level()
    _upload()


def downgrade() -> None:
    """Drop them; the tables are new."""
    op.drop_table("upload")
    op.drop_table("stock_level")
    op.drop_table("shop")
    op.drop_table("scheme")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("dead_letter")
    op.drop_table("category")
    op.drop_table("bus_state")


def _bus_state() -> None:
    op.create_table(
        "bus_state",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("epoch >= 0", name=op.f("ck_bus_state_epoch_not_negative")),
        sa.CheckConstraint("single", name=op.f("ck_bus_state_single_row")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_bus_state")),
    )


def _category() -> None:
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parent_code", sa.String(length=40), nullable=True),
        sa.Column("root_code", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["category.code"], name=op.f("fk_category_parent_code_category")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )


def _dead_letter() -> None:
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
        postgresql_where=sa.text("status <> 'resolved'"),
    )


def _inbox() -> None:
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


def _outbox() -> None:
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
        postgresql_where=sa.text("published_at IS NULL"),
    )


def _scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column(
            "code",
            choice("scheme", SCHEMES),
            nullable=False,
        ),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column(
            "agency",
            choice("agency", AGENCIES),
            nullable=False,
        ),
        sa.Column("one_step", sa.Boolean(), nullable=False),
        sa.Column("needs_product", sa.Boolean(), nullable=False),
        sa.Column("needs_standard", sa.Boolean(), nullable=False),
        sa.Column("needs_area", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.Boolean(), nullable=False),
        sa.Column("quality_mark", sa.Boolean(), nullable=False),
        sa.Column("number_pattern", sa.Text(), nullable=True),
        sa.Column("standard_pattern", sa.Text(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scheme")),
    )


def _shop() -> None:
    op.create_table(
        "shop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("subdistrict_code", sa.String(length=6), nullable=True),
        sa.Column("capabilities", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sells", sa.Boolean(), nullable=False),
        sa.Column("provenance", sa.String(length=20), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
    )


def _stock_level() -> None:
    op.create_table(
        "stock_level",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "band",
            choice("availabilityband", "none low plenty"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_stock_level")),
    )


def _upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            choice("uploadpurpose", "evidence product_image"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_upload_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_key")),
    )
    op.create_index("ix_upload_organisation_id_id", "upload", ["organisation_id", "id"])
