"""Registry, invitations, imports, networks and mandates

Revision ID: 10e2443a759f
Revises: 0d7c3c532696
Created: 2026-11-22 11:06:51.045391+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "10e2443a759f"
down_revision: str | None = "0d7c3c532696"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# A duplicate that was merged into another organisation stays as a tombstone without an owner.
KEEP_AN_OWNER = """
CREATE OR REPLACE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM organisation WHERE id = OLD.organisation_id{living} FOR UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT FROM membership
        WHERE organisation_id = OLD.organisation_id AND 'owner' = ANY (roles)
    ) THEN
        RAISE EXCEPTION 'organisation % would have no owner', OLD.organisation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_membership_last_owner',
                TABLE = 'membership';
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Additive: the previous code runs beside it."""
    op.create_table(
        "group_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), server_default="queued", nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "agency IN ('community_development', 'industry', 'agriculture', 'fishery', 'public_health', 'commerce', 'operator_verifier')",
            name=op.f("ck_group_import_agency_known"),
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'done')", name=op.f("ck_group_import_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_group_import_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_import")),
        sa.UniqueConstraint(
            "province_code", "content_hash", name=op.f("uq_group_import_province_code_content_hash")
        ),
    )
    op.create_index(
        "ix_group_import_open",
        "group_import",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_table(
        "claim_code",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_claim_code_issued_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_claim_code_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_claim_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_claim_code_code_hash")),
    )
    op.create_table(
        "duplicate_dismissal",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("dismissed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "dismissed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_dismissal_in_order")),
        sa.ForeignKeyConstraint(
            ["dismissed_by"], ["person.id"], name=op.f("fk_duplicate_dismissal_dismissed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["organisation.id"],
            name=op.f("fk_duplicate_dismissal_first_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["organisation.id"],
            name=op.f("fk_duplicate_dismissal_second_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate_dismissal")),
    )
    op.create_table(
        "group_import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "errors",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'created', 'unchanged', 'failed')",
            name=op.f("ck_group_import_row_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["group_import.id"],
            name=op.f("fk_group_import_row_import_id_group_import"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_group_import_row_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_group_import_row")),
    )
    op.create_index(
        "ix_group_import_row_waiting",
        "group_import_row",
        ["import_id", "line"],
        unique=False,
        postgresql_where=sa.text("outcome = 'waiting'"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_kind", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "send_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'accepted') = (accepted_by IS NOT NULL)",
            name=op.f("ck_invitation_accepted_by_whom"),
        ),
        sa.CheckConstraint(
            "contact_kind IN ('email', 'phone')", name=op.f("ck_invitation_contact_kind_known")
        ),
        sa.CheckConstraint(
            "roles <@ ARRAY['owner', 'manager', 'catalogue', 'orders', 'finance', 'inspector', 'approver', 'viewer']::text[]",
            name=op.f("ck_invitation_roles_known"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'withdrawn')", name=op.f("ck_invitation_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_invitation_accepted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(
        "ix_invitation_organisation", "invitation", ["organisation_id", "id"], unique=False
    )
    op.create_index(
        "ix_invitation_unsent",
        "invitation",
        ["send_at"],
        unique=False,
        postgresql_where=sa.text("token_sealed IS NOT NULL"),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("intermediary_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("margin_basis_points", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("consented_by", sa.Uuid(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_by_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status <> 'active' OR (consented_by IS NOT NULL AND consented_at IS NOT NULL)",
            name=op.f("ck_mandate_consented_by_whom"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'active', 'declined', 'revoked')",
            name=op.f("ck_mandate_status_known"),
        ),
        sa.CheckConstraint(
            "margin_basis_points BETWEEN 0 AND 10000", name=op.f("ck_mandate_margin_range")
        ),
        sa.CheckConstraint("producer_id <> intermediary_id", name=op.f("ck_mandate_two_parties")),
        sa.CheckConstraint(
            "valid_until_on IS NULL OR valid_until_on >= valid_from_on",
            name=op.f("ck_mandate_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["consented_by"], ["person.id"], name=op.f("fk_mandate_consented_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_mandate_ended_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_mandate_ended_by_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["intermediary_id"],
            ["organisation.id"],
            name=op.f("fk_mandate_intermediary_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["organisation.id"], name=op.f("fk_mandate_producer_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_mandate_proposed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index("ix_mandate_producer", "mandate", ["producer_id", "id"], unique=False)
    op.create_index(
        "uq_mandate_live",
        "mandate",
        ["intermediary_id", "producer_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'active')"),
    )
    op.create_table(
        "network",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_network_lead_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
    )
    op.create_index(op.f("ix_network_lead_id"), "network", ["lead_id"], unique=False)
    op.create_table(
        "organisation_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "action IN ('registered', 'claimed', 'suspended', 'reinstated', 'closed', 'merged', 'merged_in', 'confirmed')",
            name=op.f("ck_organisation_step_action_known"),
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_organisation_step_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_step_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_step")),
    )
    op.create_index(
        "ix_organisation_step_organisation",
        "organisation_step",
        ["organisation_id", "id"],
        unique=False,
    )
    op.create_table(
        "registry_key",
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_registry_key_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("province_code", "key", name=op.f("pk_registry_key")),
    )
    op.create_table(
        "network_member",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "since_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('invited', 'active', 'left')", name=op.f("ck_network_member_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_network_member_network_id_network")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_network_member_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("network_id", "organisation_id", name=op.f("pk_network_member")),
    )
    op.create_index(
        "ix_network_member_organisation",
        "network_member",
        ["organisation_id", "network_id"],
        unique=False,
    )
    op.add_column(
        "organisation", sa.Column("unclaimed", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("organisation", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.add_column("organisation", sa.Column("confirmed_year", sa.Integer(), nullable=True))
    op.create_index(
        "ix_organisation_place", "organisation", ["province_code", "subdistrict_code"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_organisation_merged_into_organisation"),
        "organisation",
        "organisation",
        ["merged_into"],
        ["id"],
    )
    op.create_check_constraint(
        op.f("ck_organisation_merged_is_closed"),
        "organisation",
        "merged_into IS NULL OR (status = 'closed' AND merged_into <> id)",
    )
    op.execute(KEEP_AN_OWNER.format(living=" AND merged_into IS NULL"))


def downgrade() -> None:
    """Take it out again; only a development database goes back."""
    op.execute(KEEP_AN_OWNER.format(living=""))
    op.drop_constraint(op.f("ck_organisation_merged_is_closed"), "organisation", type_="check")
    op.drop_constraint(
        op.f("fk_organisation_merged_into_organisation"), "organisation", type_="foreignkey"
    )
    op.drop_index("ix_organisation_place", table_name="organisation")
    op.drop_column("organisation", "confirmed_year")
    op.drop_column("organisation", "merged_into")
    op.drop_column("organisation", "unclaimed")
    op.drop_index("ix_network_member_organisation", table_name="network_member")
    op.drop_table("network_member")
    op.drop_table("registry_key")
    op.drop_index("ix_organisation_step_organisation", table_name="organisation_step")
    op.drop_table("organisation_step")
    op.drop_index(op.f("ix_network_lead_id"), table_name="network")
    op.drop_table("network")
    op.drop_index(
        "uq_mandate_live",
        table_name="mandate",
        postgresql_where=sa.text("status IN ('proposed', 'active')"),
    )
    op.drop_index("ix_mandate_producer", table_name="mandate")
    op.drop_table("mandate")
    op.drop_index(
        "ix_invitation_unsent",
        table_name="invitation",
        postgresql_where=sa.text("token_sealed IS NOT NULL"),
    )
    op.drop_index("ix_invitation_organisation", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(
        "ix_group_import_row_waiting",
        table_name="group_import_row",
        postgresql_where=sa.text("outcome = 'waiting'"),
    )
    op.drop_table("group_import_row")
    op.drop_table("duplicate_dismissal")
    op.drop_table("claim_code")
    op.drop_index(
        "ix_group_import_open",
        table_name="group_import",
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.drop_table("group_import")
