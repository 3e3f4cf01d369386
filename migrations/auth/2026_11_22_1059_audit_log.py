"""The audit log, which the database keeps from change

Revision ID: 0d7c3c532696
Revises: 4b1f6c2a9d07
Created: 2026-11-22 10:59:58.726011+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0d7c3c532696"
down_revision: str | None = "4b1f6c2a9d07"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# For everybody, the tables' owner too; undone only by who may disable triggers, which the hash
# chain then shows.
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$
"""
# The columns by name: a column added later does not change the digest of what was sealed before.
DIGEST = """
CREATE FUNCTION audit_entry_digest(entry audit_entry) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        entry.id, extract(epoch FROM entry.at), entry.kind, entry.action, entry.actor_id,
        entry.organisation_id, entry.subject_kind, entry.subject_id, entry.before, entry.after,
        entry.reason, entry.address, entry.request_id)::text, 'UTF8'))
$$
"""
KEPT = ("audit_entry", "audit_seal", "audit_sealed")


def keep(table: str) -> None:
    """Refuse update, delete and truncate of a table, by trigger and by right."""
    op.execute(
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER, PUBLIC")


def upgrade() -> None:
    """Runs beside the previous code: add nullable, backfill, enforce in a later migration."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('change', 'read')", name=op.f("ck_audit_entry_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor_id", "id"], unique=False)
    op.create_index(
        "ix_audit_entry_organisation", "audit_entry", ["organisation_id", "id"], unique=False
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_id", "id"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column(
            "sealed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("entries > 0", name=op.f("ck_audit_seal_not_empty")),
        sa.CheckConstraint("number > 0", name=op.f("ck_audit_seal_number_positive")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "audit_sealed",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_sealed")),
    )
    op.create_index(
        op.f("ix_audit_sealed_seal_number"), "audit_sealed", ["seal_number"], unique=False
    )
    op.execute(REFUSE)
    op.execute(DIGEST)
    for table in KEPT:
        keep(table)


def downgrade() -> None:
    """Undo the step where nothing is lost by it."""
    op.execute("DROP FUNCTION audit_entry_digest(audit_entry)")
    op.drop_index(op.f("ix_audit_sealed_seal_number"), table_name="audit_sealed")
    op.drop_table("audit_sealed")
    op.drop_table("audit_seal")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_index("ix_audit_entry_organisation", table_name="audit_entry")
    op.drop_index("ix_audit_entry_actor", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.execute("DROP FUNCTION refuse_change()")
