"""Codes that prove addresses, second factors, systems with secrets, where people signed in

Revision ID: 45d143681a6c
Revises: 10e2443a759f
Created: 2026-11-22 11:20:57.269779+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "45d143681a6c"
down_revision: str | None = "10e2443a759f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Runs beside the previous code: add nullable, backfill, enforce in a later migration."""
    op.create_table(
        "challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('email', 'phone')", name=op.f("ck_challenge_kind_known")),
        sa.CheckConstraint(
            "purpose IN ('sign_up', 'verify', 'reset', 'add_contact')",
            name=op.f("ck_challenge_purpose_known"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_challenge_attempts_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_challenge_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index(op.f("ix_challenge_expires_at"), "challenge", ["expires_at"], unique=False)
    op.create_index(op.f("ix_challenge_person_id"), "challenge", ["person_id"], unique=False)
    op.create_index(
        "ix_challenge_unsent",
        "challenge",
        ["id"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False
    )
    op.create_table(
        "totp",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_totp_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_totp")),
    )
    op.create_table(
        "api_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "scopes <@ ARRAY['account', 'organisation', 'catalogue', 'supply', 'sell', 'buy', 'approve', 'inspect', 'finance', 'read', 'officer', 'operator']::text[]",
            name=op.f("ck_api_client_scopes_known"),
        ),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("ck_api_client_may_do_something")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_api_client_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_api_client_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
    )
    op.create_index(
        op.f("ix_api_client_organisation_id"), "api_client", ["organisation_id"], unique=False
    )
    op.create_table(
        "api_client_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_api_client_secret_client_id_api_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_api_client_secret_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client_secret")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_client_secret_secret_hash")),
    )
    op.create_index(
        op.f("ix_api_client_secret_client_id"), "api_client_secret", ["client_id"], unique=False
    )
    op.add_column("contact", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notice_delivery", sa.Column("address", sa.Text(), nullable=True))
    op.alter_column("notice_delivery", "contact_id", existing_type=sa.UUID(), nullable=True)
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("refresh_family", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("refresh_family", sa.Column("user_agent", sa.Text(), nullable=True))
    op.add_column(
        "refresh_family", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "refresh_family",
        sa.Column("second_factor", sa.Boolean(), server_default="false", nullable=False),
    )


def downgrade() -> None:
    """Undo the step where nothing is lost by it."""
    op.drop_column("refresh_family", "second_factor")
    op.drop_column("refresh_family", "last_used_at")
    op.drop_column("refresh_family", "user_agent")
    op.drop_column("refresh_family", "address")
    op.drop_column("person", "erased_at")
    op.alter_column("notice_delivery", "contact_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("notice_delivery", "address")
    op.drop_column("contact", "verified_at")
    op.drop_index(op.f("ix_api_client_secret_client_id"), table_name="api_client_secret")
    op.drop_table("api_client_secret")
    op.drop_index(op.f("ix_api_client_organisation_id"), table_name="api_client")
    op.drop_table("api_client")
    op.drop_table("totp")
    op.drop_index(op.f("ix_recovery_code_person_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(
        "ix_challenge_unsent", table_name="challenge", postgresql_where=sa.text("sent_at IS NULL")
    )
    op.drop_index(op.f("ix_challenge_person_id"), table_name="challenge")
    op.drop_index(op.f("ix_challenge_expires_at"), table_name="challenge")
    op.drop_table("challenge")
