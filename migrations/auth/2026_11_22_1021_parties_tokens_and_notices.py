"""Bus, people, organisations, tokens, officers, onboarding and notices

Revision ID: 6e3948d73864
Revises:
Created: 2026-11-22 10:21:19.494798+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "6e3948d73864"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TABLES = (
    "notice_delivery",
    "notice",
    "requirement_value",
    "application_step",
    "application",
    "requirement",
    "access_denial",
    "appointment",
    "refresh_token",
    "refresh_family",
    "sign_in_throttle",
    "signing_key",
    "membership",
    "organisation",
    "contact",
    "person",
    "outbox",
    "inbox",
    "idempotency_key",
    "dead_letter",
    "bus_state",
)
"""Those that refer before those referred to."""


def upgrade() -> None:
    """Create everything; the tables of a group come before those that refer to them."""
    _create_bus()
    _create_people()
    _create_organisations()
    _create_tokens()
    _create_officers()
    _create_onboarding()
    _create_notices()


def downgrade() -> None:
    """Drop everything; only a development database goes back."""
    for table in TABLES:
        op.drop_table(table)


def _create_bus() -> None:
    op.create_table(
        "bus_state",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("epoch >= 0", name=op.f("ck_bus_state_epoch_not_negative")),
        sa.CheckConstraint("single", name=op.f("ck_bus_state_single_row")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_bus_state")),
    )
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


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("operator", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('email', 'phone')", name=op.f("ck_contact_kind_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("kind", "value", name=op.f("uq_contact_kind_value")),
    )
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)


def _create_organisations() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("registration_code", sa.Text(), nullable=True),
        sa.Column("tax_id", sa.Text(), nullable=True),
        sa.Column("tax_branch", sa.Text(), nullable=True),
        sa.Column("vat_registered", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("subdistrict_code", sa.Text(), nullable=True),
        sa.Column("address_line", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("capabilities", postgresql.ARRAY(sa.TEXT()), server_default="{}", nullable=False),
        sa.Column("payee_ready", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("provenance", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "capabilities <@ ARRAY['sell', 'buy', 'aggregate']::text[]",
            name=op.f("ck_organisation_capabilities_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('community_enterprise', 'otop_producer', 'cooperative', "
            "'social_enterprise', 'trader', 'hospital', 'school', 'hotel', 'restaurant', "
            "'other_government', 'agency')",
            name=op.f("ck_organisation_kind_known"),
        ),
        sa.CheckConstraint(
            "provenance IN ('source', 'synthetic')", name=op.f("ck_organisation_provenance_known")
        ),
        sa.CheckConstraint(
            "status IN ('active', 'suspended', 'closed')", name=op.f("ck_organisation_status_known")
        ),
        sa.CheckConstraint(
            "(tax_id IS NULL) = (tax_branch IS NULL)",
            name=op.f("ck_organisation_tax_id_with_branch"),
        ),
        sa.CheckConstraint(
            "subdistrict_code IS NULL OR left(subdistrict_code, 2) = province_code",
            name=op.f("ck_organisation_place_in_province"),
        ),
        sa.CheckConstraint(
            "tax_id IS NOT NULL OR NOT vat_registered",
            name=op.f("ck_organisation_vat_needs_tax_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_organisation_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(
        "uq_organisation_tax_id",
        "organisation",
        ["tax_id", "tax_branch"],
        unique=True,
        postgresql_where=sa.text("tax_id IS NOT NULL"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['owner', 'manager', 'catalogue', 'orders', 'finance', 'inspector', "
            "'approver', 'viewer']::text[]",
            name=op.f("ck_membership_roles_known"),
        ),
        sa.CheckConstraint(
            "(left_at IS NULL) = (cardinality(roles) > 0)",
            name=op.f("ck_membership_left_has_no_roles"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_membership_organisation_id_person_id")
        ),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)


def _create_tokens() -> None:
    op.create_table(
        "signing_key",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public_jwk", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("private_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("activates_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("generation > 0", name=op.f("ck_signing_key_generation_positive")),
        sa.PrimaryKeyConstraint("generation", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_signing_key_kid")),
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_sign_in_throttle_attempts_not_negative")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_throttle")),
    )
    op.create_index(
        op.f("ix_sign_in_throttle_expires_at"), "sign_in_throttle", ["expires_at"], unique=False
    )
    op.create_table(
        "refresh_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)",
            name=op.f("ck_refresh_family_end_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_refresh_family_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresh_family_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_family")),
    )
    op.create_index(
        op.f("ix_refresh_family_expires_at"), "refresh_family", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_refresh_family_person_id"), "refresh_family", ["person_id"], unique=False
    )
    op.create_table(
        "refresh_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["refresh_family.id"],
            name=op.f("fk_refresh_token_family_id_refresh_family"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint(
            "family_id", "generation", name=op.f("uq_refresh_token_family_id_generation")
        ),
    )


def _create_officers() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("provinces", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("schemes", postgresql.ARRAY(sa.TEXT()), server_default="{}", nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "agency IN ('community_development', 'industry', 'agriculture', 'fishery', "
            "'public_health', 'commerce', 'operator_verifier')",
            name=op.f("ck_appointment_agency_known"),
        ),
        sa.CheckConstraint(
            "schemes <@ ARRAY['tcps', 'gi', 'fda', 'otop_star', 'q_mark', 'gap_crop', "
            "'organic_thailand', 'pgs', 'halal', 'homestay', 'authentic_taste']::text[]",
            name=op.f("ck_appointment_schemes_known"),
        ),
        sa.CheckConstraint("cardinality(provinces) > 0", name=op.f("ck_appointment_somewhere")),
        sa.CheckConstraint(
            "valid_until_on IS NULL OR valid_until_on >= valid_from_on",
            name=op.f("ck_appointment_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_appointment_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(
        "ix_appointment_person", "appointment", ["person_id", "valid_from_on"], unique=False
    )
    op.create_table(
        "access_denial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "denied_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_denial_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_denial")),
    )
    op.create_index("ix_access_denial_person", "access_denial", ["person_id", "id"], unique=False)


def _create_onboarding() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("value_type", sa.Text(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("label_th", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(mode = 'attested') = (value_type IS NOT NULL)",
            name=op.f("ck_requirement_attested_type"),
        ),
        sa.CheckConstraint(
            "capability IN ('sell', 'buy', 'aggregate')",
            name=op.f("ck_requirement_capability_known"),
        ),
        sa.CheckConstraint(
            "kinds <@ ARRAY['community_enterprise', 'otop_producer', 'cooperative', "
            "'social_enterprise', 'trader', 'hospital', 'school', 'hotel', 'restaurant', "
            "'other_government', 'agency']::text[]",
            name=op.f("ck_requirement_kinds_known"),
        ),
        sa.CheckConstraint(
            "mode IN ('computed', 'attested')", name=op.f("ck_requirement_mode_known")
        ),
        sa.CheckConstraint(
            "value_type IN ('boolean', 'integer', 'text')",
            name=op.f("ck_requirement_value_type_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint(
            "capability",
            "key",
            "valid_from_on",
            name=op.f("uq_requirement_capability_key_valid_from_on"),
        ),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("checklist_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "agency IN ('community_development', 'industry', 'agriculture', 'fishery', "
            "'public_health', 'commerce', 'operator_verifier')",
            name=op.f("ck_application_agency_known"),
        ),
        sa.CheckConstraint(
            "capability IN ('sell', 'buy', 'aggregate')",
            name=op.f("ck_application_capability_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'returned', 'approved', 'rejected')",
            name=op.f("ck_application_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'rejected', 'returned') OR (decided_at IS NOT NULL AND "
            "decided_by IS NOT NULL)",
            name=op.f("ck_application_decided_by_whom"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('submitted', 'approved', 'rejected', 'returned') OR submitted_at IS "
            "NOT NULL",
            name=op.f("ck_application_submitted_when"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_application_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_application_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_application_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(
        "ix_application_organisation", "application", ["organisation_id", "id"], unique=False
    )
    op.create_index(
        "ix_application_queue",
        "application",
        ["agency", "province_code", "status", "submitted_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_application_open",
        "application",
        ["organisation_id", "capability"],
        unique=True,
        postgresql_where=sa.text("status IN ('draft', 'submitted', 'returned')"),
    )
    op.create_table(
        "application_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_step_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_application_step_by_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
    )
    op.create_index(
        "ix_application_step_application",
        "application_step",
        ["application_id", "id"],
        unique=False,
    )
    op.create_table(
        "requirement_value",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column(
            "set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_requirement_value_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["person.id"], name=op.f("fk_requirement_value_set_by_person")
        ),
        sa.PrimaryKeyConstraint("application_id", "key", name=op.f("pk_requirement_value")),
    )


def _create_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    op.create_table(
        "notice_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_notice_delivery_sent_when")
        ),
        sa.CheckConstraint(
            "channel IN ('email', 'phone')", name=op.f("ck_notice_delivery_channel_known")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'sent', 'failed')",
            name=op.f("ck_notice_delivery_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_notice_delivery_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_delivery_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_delivery_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_delivery")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_notice_delivery_notice_id_person_id")
        ),
    )
    op.create_index(
        "ix_notice_delivery_due",
        "notice_delivery",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_index(
        op.f("ix_notice_delivery_person_id"), "notice_delivery", ["person_id"], unique=False
    )
