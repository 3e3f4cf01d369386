"""Imports of a seller's list, and the file that carries it

Revision ID: b705dc1075d8
Revises: c1a0b7d2e003
Created: 2026-11-22 11:45:12.182216+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "b705dc1075d8"
down_revision: str | None = "c1a0b7d2e003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """New tables, and one more purpose of an upload."""
    _allow("evidence", "product_image", "import")
    op.create_table(
        "import_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "failure", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "headings", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rejected_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'failed') = (failure IS NOT NULL)",
            name=op.f("ck_import_job_failed_with_reason"),
        ),
        sa.CheckConstraint(
            "rows_done = created_count + updated_count + unchanged_count + rejected_count",
            name=op.f("ck_import_job_every_row_counted"),
        ),
        sa.CheckConstraint(
            "rows_done >= 0 AND rows_done <= rows_total",
            name=op.f("ck_import_job_rows_within_total"),
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_import_job_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
        sa.UniqueConstraint("upload_id", "dry_run", name=op.f("uq_import_job_upload_id_dry_run")),
    )
    op.create_index(
        "ix_import_job_open",
        "import_job",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued','running')"),
    )
    op.create_index(
        "ix_import_job_organisation_id_id", "import_job", ["organisation_id", "id"], unique=False
    )
    op.create_table(
        "import_rejection",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_job.id"], name=op.f("fk_import_rejection_job_id_import_job")
        ),
        sa.PrimaryKeyConstraint("job_id", "row_number", name=op.f("pk_import_rejection")),
    )
    op.create_table(
        "product_reference",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_reference_product_id_product")
        ),
        sa.PrimaryKeyConstraint("shop_id", "ref", name=op.f("pk_product_reference")),
        sa.UniqueConstraint("product_id", name=op.f("uq_product_reference_product_id")),
    )


def downgrade() -> None:
    """Drop the jobs; refused while an upload has the new purpose."""
    op.drop_table("product_reference")
    op.drop_table("import_rejection")
    op.drop_index("ix_import_job_organisation_id_id", table_name="import_job")
    op.drop_index(
        "ix_import_job_open",
        table_name="import_job",
        postgresql_where=sa.text("status IN ('queued','running')"),
    )
    op.drop_table("import_job")
    _allow("evidence", "product_image")


def _allow(*purposes: str) -> None:
    allowed = ", ".join(f"'{purpose}'" for purpose in purposes)
    op.drop_constraint(op.f("ck_upload_uploadpurpose"), "upload", type_="check")
    op.create_check_constraint(op.f("ck_upload_uploadpurpose"), "upload", f"purpose IN ({allowed})")
