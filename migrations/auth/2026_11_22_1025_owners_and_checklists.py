"""The last owner's protection and the first checklists

Revision ID: 4b1f6c2a9d07
Revises: 6e3948d73864
Created: 2026-11-22 10:25:00+00:00
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "4b1f6c2a9d07"
down_revision: str | None = "6e3948d73864"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SINCE = date(2026, 1, 1)

# The lock makes two transactions that each take out an owner go one after the other; the second
# then counts with what the first has committed.
KEEP_AN_OWNER = """
CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM organisation WHERE id = OLD.organisation_id FOR UPDATE;
    IF NOT EXISTS (
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
ON_UPDATE = """
CREATE TRIGGER membership_keeps_an_owner_on_update AFTER UPDATE ON membership
FOR EACH ROW WHEN ('owner' = ANY (OLD.roles) AND NOT 'owner' = ANY (NEW.roles))
EXECUTE FUNCTION keep_an_owner()
"""
ON_DELETE = """
CREATE TRIGGER membership_keeps_an_owner_on_delete AFTER DELETE ON membership
FOR EACH ROW WHEN ('owner' = ANY (OLD.roles))
EXECUTE FUNCTION keep_an_owner()
"""

SELLERS = ["community_enterprise", "otop_producer", "cooperative", "social_enterprise", "trader"]
BUYERS = ["hospital", "school", "hotel", "restaurant", "other_government"]

# (id, capability, kinds, key, value type or None when computed, minimum, Thai, English)
Line = tuple[int, str, list[str], str, str | None, int | None, str, str]

LINES: tuple[Line, ...] = (
    (
        1,
        "sell",
        ["community_enterprise"],
        "member_count",
        "integer",
        7,
        "จำนวนสมาชิกที่ไม่ได้อยู่ครัวเรือนเดียวกัน อย่างน้อย 7 คน",
        "Members who are not of one household, at least 7",
    ),
    (
        2,
        "sell",
        ["cooperative", "social_enterprise", "trader"],
        "tax_id",
        None,
        None,
        "เลขประจำตัวผู้เสียภาษีขององค์กร",
        "The organisation's tax id",
    ),
    (
        3,
        "sell",
        SELLERS,
        "payee",
        "text",
        None,
        "ชื่อผู้รับเงิน (ชื่อบัญชีของกลุ่ม หรือบุคคลที่กลุ่มมอบอำนาจ)",
        "Who receives the money (the group's account name, or an authorised person)",
    ),
    (
        4,
        "sell",
        SELLERS,
        "terms_accepted",
        "boolean",
        None,
        "ยอมรับข้อตกลงการขายในตลาด",
        "The terms of selling are accepted",
    ),
    (
        11,
        "buy",
        ["hospital", "school"],
        "registration_code",
        None,
        None,
        "รหัสโรงพยาบาลหรือรหัสสถานศึกษา",
        "The hospital's or school's code",
    ),
    (
        12,
        "buy",
        [*BUYERS, "trader", "social_enterprise"],
        "receiving_place",
        "text",
        None,
        "สถานที่และเวลารับสินค้า",
        "Where and when goods are received",
    ),
    (
        13,
        "buy",
        [*BUYERS, "trader", "social_enterprise"],
        "terms_accepted",
        "boolean",
        None,
        "ยอมรับข้อตกลงการซื้อในตลาด",
        "The terms of buying are accepted",
    ),
    (
        21,
        "aggregate",
        ["cooperative", "social_enterprise"],
        "tax_id",
        None,
        None,
        "เลขประจำตัวผู้เสียภาษีขององค์กร",
        "The organisation's tax id",
    ),
    (
        22,
        "aggregate",
        ["cooperative", "social_enterprise"],
        "margin_disclosed",
        "boolean",
        None,
        "เปิดเผยส่วนต่างราคาให้ผู้ผลิตทราบ",
        "The margin is disclosed to the producers",
    ),
    (
        23,
        "aggregate",
        ["cooperative", "social_enterprise"],
        "terms_accepted",
        "boolean",
        None,
        "ยอมรับข้อตกลงของผู้รวบรวมสินค้า",
        "The terms of aggregating are accepted",
    ),
)

REQUIREMENT = sa.table(
    "requirement",
    sa.column("id", sa.Integer),
    sa.column("capability", sa.Text),
    sa.column("kinds", postgresql.ARRAY(sa.Text())),
    sa.column("key", sa.Text),
    sa.column("mode", sa.Text),
    sa.column("value_type", sa.Text),
    sa.column("minimum", sa.Integer),
    sa.column("label_th", sa.Text),
    sa.column("label_en", sa.Text),
    sa.column("valid_from_on", sa.Date),
)


def upgrade() -> None:
    """Guard the owners and insert the checklists; a later line is a new row with its first day."""
    op.execute(KEEP_AN_OWNER)
    op.execute(ON_UPDATE)
    op.execute(ON_DELETE)
    op.bulk_insert(REQUIREMENT, [_row(line) for line in LINES])


def downgrade() -> None:
    """Take both out again; only a development database goes back."""
    op.execute(REQUIREMENT.delete())
    op.execute("DROP TRIGGER membership_keeps_an_owner_on_delete ON membership")
    op.execute("DROP TRIGGER membership_keeps_an_owner_on_update ON membership")
    op.execute("DROP FUNCTION keep_an_owner()")


def _row(line: Line) -> dict[str, object]:
    number, capability, kinds, key, value_type, minimum, label_th, label_en = line
    return {
        "id": number,
        "capability": capability,
        "kinds": kinds,
        "key": key,
        "mode": "computed" if value_type is None else "attested",
        "value_type": value_type,
        "minimum": minimum,
        "label_th": label_th,
        "label_en": label_en,
        "valid_from_on": SINCE,
    }
