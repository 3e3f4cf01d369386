"""Products, certification cases and what shoppers read

Revision ID: c1a0b7d2e002
Revises: c1a0b7d2e001
Created: 2026-11-22 10:16:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "c1a0b7d2e002"
down_revision: str | None = "c1a0b7d2e001"
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
    _product()
    _certification()
    _listing()
    _variant()
    _certification_evidence()
    _certification_refusal()
    _certification_step()
    _product_mark()


def downgrade() -> None:
    """Drop them; the tables are new."""
    op.drop_table("product_mark")
    op.drop_table("certification_step")
    op.drop_table("certification_refusal")
    op.drop_table("certification_evidence")
    op.drop_table("variant")
    op.drop_table("listing")
    op.drop_table("certification")
    op.drop_table("product")


def _product() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            choice("productstatus", "draft published withdrawn"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("description_th", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column(
            "tax_class",
            choice("taxclass", "exempt_agri standard"),
            nullable=False,
        ),
        sa.Column("crop", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("subdistrict_code", sa.String(length=6), nullable=True),
        sa.Column(
            "temperature_class",
            choice("temperatureclass", "ambient chilled frozen live"),
            nullable=False,
        ),
        sa.Column("lead_time_days", sa.SmallInteger(), nullable=False),
        sa.Column("seasons", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("image_keys", postgresql.ARRAY(sa.String(length=200)), nullable=False),
        sa.Column(
            "provenance",
            choice("provenance", "source synthetic"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "lead_time_days BETWEEN 0 AND 365", name=op.f("ck_product_lead_time_days")
        ),
        sa.CheckConstraint(
            "subdistrict_code IS NULL OR left(subdistrict_code, 2) = province_code",
            name=op.f("ck_product_subdistrict_in_province"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_product_version_positive")),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_product_category_code_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_index("ix_product_shop_id_id", "product", ["shop_id", "id"])


def _certification() -> None:
    op.create_table(
        "certification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "scheme",
            choice("scheme", SCHEMES),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            choice("casestate", STATES),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("title_th", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("round", sa.String(length=40), nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("area", postgresql.ARRAY(sa.String(length=6)), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "provenance",
            choice("provenance", "source synthetic"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('certified','suspended','cancelled') OR valid_from_on IS NOT NULL",
            name=op.f("ck_certification_decided_has_dates"),
        ),
        sa.CheckConstraint(
            "valid_until_on IS NULL OR valid_from_on <= valid_until_on",
            name=op.f("ck_certification_dates_in_order"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_certification_version_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_certification_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["scheme"], ["scheme.code"], name=op.f("fk_certification_scheme_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    op.create_index(
        "ix_certification_organisation_id_id",
        "certification",
        ["organisation_id", "id"],
    )
    op.create_index("ix_certification_product_id", "certification", ["product_id"])
    op.create_index(
        "ix_certification_scheme_province_id",
        "certification",
        ["scheme", "province_code", "id"],
    )
    op.create_index(
        "uq_certification_scheme_province_number",
        "certification",
        ["scheme", "province_code", "number"],
        unique=True,
        postgresql_where=sa.text(
            "number IS NOT NULL AND scheme = 'tcps'"
            " AND state IN ('certified','suspended','cancelled')"
        ),
    )


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            choice("productstatus", "draft published withdrawn"),
            nullable=False,
        ),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("root_category_code", sa.String(length=40), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("price_from_satang", sa.BigInteger(), nullable=False),
        sa.Column("variant_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("page", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["product.id"], name=op.f("fk_listing_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
    )
    op.create_index(
        "ix_listing_category_id",
        "listing",
        ["category_code", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_category_province_id",
        "listing",
        ["category_code", "province_code", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_id",
        "listing",
        [sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_price_id",
        "listing",
        ["price_from_satang", "id"],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_province_id",
        "listing",
        ["province_code", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_root_id",
        "listing",
        ["root_category_code", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_listing_root_province_id",
        "listing",
        ["root_category_code", "province_code", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index("ix_listing_search", "listing", ["search"], postgresql_using="gin")
    op.create_index(
        "ix_listing_shop_id",
        "listing",
        ["shop_id", sa.literal_column("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )


def _variant() -> None:
    op.create_table(
        "variant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("pack_size", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("order_step", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("price_satang", sa.BigInteger(), nullable=False),
        sa.Column("tiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "pack_size > 0 AND order_step > 0", name=op.f("ck_variant_quantities_positive")
        ),
        sa.CheckConstraint("price_satang >= 0", name=op.f("ck_variant_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_variant_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("product_id", "sku", name=op.f("uq_variant_product_id_sku")),
    )


def _certification_evidence() -> None:
    op.create_table(
        "certification_evidence",
        sa.Column("certification_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name=op.f("fk_certification_evidence_certification_id_certification"),
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_certification_evidence_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint(
            "certification_id", "upload_id", name=op.f("pk_certification_evidence")
        ),
    )


def _certification_refusal() -> None:
    op.create_table(
        "certification_refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certification_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name=op.f("fk_certification_refusal_certification_id_certification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_refusal")),
    )
    op.create_index(
        "ix_certification_refusal_certification_id",
        "certification_refusal",
        ["certification_id"],
    )


def _certification_step() -> None:
    op.create_table(
        "certification_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certification_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            choice("casestate", STATES),
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "agency",
            choice("agency", AGENCIES),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name=op.f("fk_certification_step_certification_id_certification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_step")),
        sa.UniqueConstraint(
            "certification_id",
            "position",
            name=op.f("uq_certification_step_certification_id_position"),
        ),
    )


def _product_mark() -> None:
    op.create_table(
        "product_mark",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("certification_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "scheme",
            choice("scheme", SCHEMES),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on", name=op.f("ck_product_mark_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name=op.f("fk_product_mark_certification_id_certification"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_mark_product_id_product")
        ),
        sa.PrimaryKeyConstraint(
            "product_id", "certification_id", "from_on", name=op.f("pk_product_mark")
        ),
    )
    op.create_index("ix_product_mark_certification_id", "product_mark", ["certification_id"])
    op.create_index("ix_product_mark_scheme_product_id", "product_mark", ["scheme", "product_id"])
