"""The category tree and the certification schemes

Revision ID: c1a0b7d2e003
Revises: c1a0b7d2e002
Created: 2026-11-22 10:17:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c1a0b7d2e003"
down_revision: str | None = "c1a0b7d2e002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# OTOP's five categories (Community Development Department).
ROOTS = (
    ("food", "อาหาร", "Food"),
    ("drink", "เครื่องดื่ม", "Drinks"),
    ("textile", "ผ้าและเครื่องแต่งกาย", "Textiles and clothing"),
    ("utensil", "ของใช้ ของตกแต่ง ของที่ระลึก", "Utensils, decoration and souvenirs"),
    ("herb", "สมุนไพรที่ไม่ใช่อาหาร", "Herbs that are not food"),
)
# A child's code is its parent's, a dot, and its own name; the tree has two levels.
CHILDREN = (
    ("food.rice", "ข้าวและธัญพืช", "Rice and grains"),
    ("food.vegetable", "ผักปลอดภัย", "Safe vegetables"),
    ("food.fruit", "ผลไม้", "Fruit"),
    ("food.fish", "ปลาและสัตว์น้ำ", "Fish and seafood"),
    ("food.processed_fish", "ปลาแปรรูป", "Processed fish"),
    ("food.meat_egg", "เนื้อสัตว์และไข่", "Meat and eggs"),
    ("food.processed_fruit", "ผลไม้แปรรูป", "Processed fruit"),
    ("food.seasoning", "เครื่องปรุงและน้ำพริก", "Seasoning and chilli pastes"),
    ("food.snack", "ขนมและของว่าง", "Sweets and snacks"),
    ("drink.alcoholic", "เครื่องดื่มที่มีแอลกอฮอล์", "Alcoholic drinks"),
    ("drink.non_alcoholic", "เครื่องดื่มที่ไม่มีแอลกอฮอล์", "Drinks without alcohol"),
    ("textile.fabric", "ผ้าทอ", "Woven fabric"),
    ("textile.clothing", "เครื่องแต่งกาย", "Clothing and accessories"),
    ("utensil.basketry", "จักสาน", "Basketry"),
    ("utensil.pottery", "เครื่องปั้นดินเผาและตุ๊กตา", "Pottery and dolls"),
    ("utensil.woodwork", "งานไม้", "Woodwork"),
    ("herb.care", "ของใช้สมุนไพร", "Herbal care"),
)

TCPS_STANDARD = r"มผช\.?\d{1,4}(\(\d\))?/25\d{2}"
# A seal permission names the registration that it belongs to as its standard.
GI_REGISTRATION = r"สช\d{8}"
FDA_NUMBER = r"[1-9]\d-?[1-4]-?\d{5}-?[12]-?\d{4,5}"
Q_CODE = r"(กษ|AC|[A-Z]{2})\d{2}-\d{4}-\d{2}-\d{3}-\d{6}[A-Z]*"
HALAL_NUMBER = r"\d{12}"

# Patterns are matched whole, after Arabic digits and without spaces; [0-9] is meant by \d.
# code, Thai, English, agency, one step, product, standard, area, expires, quality mark, patterns
SCHEMES = (
    (
        "tcps",
        "มาตรฐานผลิตภัณฑ์ชุมชน (มผช.)",
        "Thai community product standard (TCPS)",
        "industry",
        False,
        True,
        True,
        False,
        True,
        True,
        None,
        TCPS_STANDARD,
    ),
    (
        "gi",
        "ตราสิ่งบ่งชี้ทางภูมิศาสตร์ไทย (GI)",
        "Thai geographical indication (GI)",
        "commerce",
        True,
        True,
        False,
        True,
        True,
        True,
        None,
        GI_REGISTRATION,
    ),
    (
        "fda",
        "เลขสารบบอาหาร (อย.)",
        "Food serial number (FDA)",
        "public_health",
        True,
        True,
        False,
        False,
        True,
        False,
        FDA_NUMBER,
        None,
    ),
    (
        "otop_star",
        "ดาว OTOP (คัดสรร)",
        "OTOP Product Champion star",
        "community_development",
        True,
        True,
        False,
        False,
        True,
        True,
        None,
        None,
    ),
    (
        "q_mark",
        "เครื่องหมาย Q (มกษ.)",
        "Q mark (Thai agricultural standard)",
        "agriculture",
        True,
        True,
        False,
        False,
        True,
        True,
        Q_CODE,
        None,
    ),
    (
        "gap_crop",
        "GAP พืช",
        "GAP for crops",
        "agriculture",
        True,
        True,
        False,
        False,
        True,
        True,
        Q_CODE,
        None,
    ),
    (
        "organic_thailand",
        "Organic Thailand (เกษตรอินทรีย์)",
        "Organic Thailand",
        "agriculture",
        True,
        True,
        False,
        False,
        True,
        True,
        Q_CODE,
        None,
    ),
    (
        "pgs",
        "เกษตรอินทรีย์แบบมีส่วนร่วม (PGS)",
        "Participatory guarantee system (PGS)",
        "operator_verifier",
        True,
        False,
        False,
        False,
        True,
        True,
        None,
        None,
    ),
    (
        "halal",
        "ฮาลาล",
        "Halal",
        "operator_verifier",
        True,
        True,
        False,
        False,
        True,
        True,
        HALAL_NUMBER,
        None,
    ),
    (
        "homestay",
        "มาตรฐานโฮมสเตย์ไทย",
        "Homestay Thailand standard",
        "operator_verifier",
        True,
        False,
        False,
        False,
        True,
        True,
        None,
        None,
    ),
    (
        "authentic_taste",
        "OTOP รสไทยแท้",
        "OTOP Authentic Thai Taste",
        "community_development",
        True,
        True,
        False,
        False,
        True,
        True,
        None,
        None,
    ),
)
COLUMNS = (
    "code",
    "name_th",
    "name_en",
    "agency",
    "one_step",
    "needs_product",
    "needs_standard",
    "needs_area",
    "expires",
    "quality_mark",
    "number_pattern",
    "standard_pattern",
)


def upgrade() -> None:
    """Rows only; the patterns use [0-9] where the source writes a digit."""
    category = sa.table(
        "category",
        *(sa.column(n) for n in ("code", "parent_code", "root_code", "name_th", "name_en")),
        sa.column("position"),
    )
    nodes = [(code, None, code, th, en) for code, th, en in ROOTS]
    nodes += [(code, code.split(".")[0], code.split(".")[0], th, en) for code, th, en in CHILDREN]
    names = ("code", "parent_code", "root_code", "name_th", "name_en")
    op.bulk_insert(
        category,
        [
            {**dict(zip(names, node, strict=True)), "position": position}
            for position, node in enumerate(nodes, 1)
        ],
    )
    scheme = sa.table("scheme", *(sa.column(n) for n in COLUMNS), sa.column("position"))
    op.bulk_insert(
        scheme,
        [
            {
                **{
                    name: value.replace(r"\d", "[0-9]")
                    if name.endswith("pattern") and value
                    else value
                    for name, value in zip(COLUMNS, row, strict=True)
                },
                "position": position,
            }
            for position, row in enumerate(SCHEMES, 1)
        ],
    )


def downgrade() -> None:
    """Remove the rows; refused by foreign keys when anything uses them."""
    op.execute("DELETE FROM scheme")
    op.execute("DELETE FROM category WHERE parent_code IS NOT NULL")
    op.execute("DELETE FROM category")
