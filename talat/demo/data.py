"""Scale A, "อ่างทอง": the groups of the public news item on Ang Thong's drive for its local
economy (meeting 3/2564).

Names, places and the counts of the มผช. round are from that source. Products, prices, stock,
certificates and accounts are synthetic, and every row says which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts.types import OrganisationKind, Provenance, Scheme, TaxClass, TemperatureClass

ANG_THONG: Final = "15"
SING_BURI: Final = "17"
ROUND: Final = "3/2564"

CE: Final = OrganisationKind.COMMUNITY_ENTERPRISE


@dataclass(frozen=True)
class DemoProduct:
    """A synthetic product of a group; ``price_baht`` is a unit's shop price."""

    name_th: str
    name_en: str
    category: str
    unit: str
    price_baht: int
    on_hand: int
    tax_class: TaxClass = TaxClass.STANDARD
    crop: bool = False
    temperature_class: TemperatureClass = TemperatureClass.AMBIENT
    weight_grams: int = 1_000
    scheme: Scheme | None = None


@dataclass(frozen=True)
class Group:
    """A producer of the source, or a synthetic one that carries part of the มผช. round."""

    key: str
    name_th: str
    name_en: str
    subdistrict_code: str | None
    products: tuple[DemoProduct, ...]
    kind: OrganisationKind = CE
    provenance: Provenance = Provenance.SOURCE


@dataclass(frozen=True)
class Buyer:
    """A synthetic institution; its code is one that no real one has."""

    key: str
    name_th: str
    name_en: str
    kind: OrganisationKind
    registration_code: str | None = None


def _crop(name_th: str, name_en: str, unit: str, baht: int, left: int) -> DemoProduct:
    return DemoProduct(name_th, name_en, "food", unit, baht, left, TaxClass.EXEMPT_AGRI, crop=True)


def _fish(
    name_th: str, name_en: str, baht: int, left: int, scheme: Scheme | None = None
) -> DemoProduct:
    return DemoProduct(
        name_th,
        name_en,
        "food.processed_fish",
        "กก.",
        baht,
        left,
        temperature_class=TemperatureClass.CHILLED,
        scheme=scheme,
    )


def _craft(name_th: str, name_en: str, unit: str, baht: int, left: int) -> DemoProduct:
    return DemoProduct(name_th, name_en, "utensil", unit, baht, left, weight_grams=400)


GROUPS: Final[tuple[Group, ...]] = (
    Group(
        "talat-mai",
        "กลุ่มออมทรัพย์เพื่อการผลิตบ้านตลาดใหม่",
        "Ban Talat Mai Savings for Production Group",
        None,
        (_craft("กลองจิ๋วที่ระลึก", "Miniature drum", "ใบ", 150, 80),),
    ),
    Group(
        "bang-ta-phaen",
        "กลุ่มจักสานผักตบชวาบ้านบางตาแผ่น",
        "Ban Bang Ta Phaen Water Hyacinth Weavers",
        None,
        (_craft("กระเป๋าสานผักตบชวา", "Water hyacinth bag", "ใบ", 390, 40),),
    ),
    Group(
        "ban-ri",
        "กลุ่มแม่บ้านเกษตรกรบ้านรีพัฒนา",
        "Ban Ri Phatthana Farm Women's Group",
        "150112",
        (DemoProduct("กล้วยกวน", "Banana paste", "food", "ถุง", 45, 200, weight_grams=250),),
    ),
    Group(
        "chang-yim",
        "กลุ่มช้างยิ้มเกษตรอินทรีย์ป่าโมก",
        "Chang Yim Organic Farmers of Pa Mok",
        None,
        (_crop("ข้าวหอมมะลิช้างยิ้ม", "Chang Yim jasmine rice", "กก.", 55, 500),),
    ),
    Group(
        "court-dolls",
        "กลุ่มปั้นตุ๊กตาชาววัง",
        "Court Doll Makers of Bang Sadet",
        "150305",
        (_craft("ตุ๊กตาชาววัง", "Court doll", "ตัว", 120, 150),),
    ),
    Group(
        "nong-khamoi",
        "กลุ่มเลี้ยงปลาหนองขโมย",
        "Nong Khamoi Fish Farmers",
        None,
        (_fish("ปลานิลแดดเดียว", "Sun-dried tilapia", 160, 120),),
    ),
    Group(
        "apha",
        "กลุ่มอาภานวดแผนไทยบางเจ้าฉ่า",
        "Apha Thai Massage of Bang Chao Cha",
        "150414",
        (DemoProduct("ลูกประคบสมุนไพร", "Herbal compress", "herb", "ลูก", 60, 300),),
    ),
    Group(
        "bamboo",
        "กลุ่มจักสานไม้ไผ่บางเจ้าฉ่า",
        "Bang Chao Cha Bamboo Weavers",
        "150414",
        (_craft("ตะกร้าไม้ไผ่บางเจ้าฉ่า", "Bang Chao Cha bamboo basket", "ใบ", 450, 60),),
    ),
    Group(
        "mango",
        "กลุ่มปรับปรุงมะม่วง",
        "Mango Improvement Group",
        None,
        (_crop("มะม่วงน้ำดอกไม้", "Nam Dok Mai mango", "กก.", 70, 300),),
    ),
    Group(
        "suphatsorn",
        "ศุภัสสรฟาร์ม",
        "Suphatsorn Farm",
        None,
        (DemoProduct("ไข่ไก่สด", "Fresh eggs", "food", "แผง", 125, 200, TaxClass.EXEMPT_AGRI),),
    ),
    Group(
        "ban-makham",
        "กลุ่มแม่บ้านเกษตรกรบ้านมะขาม",
        "Ban Makham Farm Women's Group",
        None,
        (DemoProduct("พริกแกงเผ็ดบ้านมะขาม", "Red curry paste", "food", "กก.", 180, 90),),
    ),
    Group(
        "cha-om",
        "กลุ่มผู้ปลูกชะอม",
        "Cha-om Growers",
        None,
        (_crop("ชะอม", "Cha-om (acacia shoots)", "กก.", 90, 60),),
    ),
    Group(
        "don-bo",
        "โรงสีชุมชนบ้านดอนบ่อ",
        "Ban Don Bo Community Rice Mill",
        None,
        (_crop("ข้าวสารบ้านดอนบ่อ", "Ban Don Bo rice", "กก.", 38, 1_000),),
    ),
    Group(
        "dong-nun",
        "กลุ่มดงนุ่น",
        "Dong Nun Group",
        None,
        (_crop("ผักบุ้งปลอดภัย", "Safe morning glory", "กก.", 35, 150),),
    ),
    Group(
        "green-farm",
        "สวนอ่างทองกรีนฟาร์ม",
        "Ang Thong Green Farm",
        None,
        (_crop("ผักสลัดกรีนโอ๊ค", "Green oak lettuce", "กก.", 110, 80),),
    ),
    Group(
        "chawai",
        "กลุ่มปลาส้มตำบลชะไว",
        "Chawai Subdistrict Sour Fish Group",
        "150208",
        (_fish("ปลาส้มชะไว", "Chawai sour fish", 180, 100, Scheme.TCPS),),
    ),
    Group(
        "huai-kamphaeng",
        "กลุ่มมะม่วงส่งออกบ้านห้วยกำแพง",
        "Ban Huai Kamphaeng Export Mango Group",
        None,
        (_crop("มะม่วงส่งออกห้วยกำแพง", "Huai Kamphaeng export mango", "กก.", 95, 240),),
    ),
    Group(
        "fishery",
        "กลุ่มประมงและแปรรูปปลา",
        "Fishery and Fish Processing Group",
        None,
        (_fish("ปลาช่อนแดดเดียว", "Sun-dried snakehead", 320, 70),),
    ),
)
"""The eight target groups and the eleven safe-food suppliers; หนองขโมย is in both lists."""

_ROUND_CRAFTS: Final = (
    "กระเป๋าผักตบชวา",
    "ตะกร้าหวาย",
    "พัดไม้ไผ่",
    "โคมไฟสาน",
    "หมวกสาน",
)

ROUND_PRODUCERS: Final[tuple[Group, ...]] = tuple(
    Group(
        f"round-{number}",
        f"ผู้ผลิตสาธิต {number}",
        f"Demonstration producer {number}",
        "150112",
        tuple(
            _craft(f"{craft} แบบที่ {number}", f"Demonstration craft {number}", "ใบ", 200, 10)
            for craft in _ROUND_CRAFTS
        ),
        provenance=Provenance.SYNTHETIC,
    )
    for number in range(1, 7)
)
"""Six synthetic producers with five products each: the 30 applications of round 3/2564."""

PENDING_GI: Final = Group(
    "santol",
    "ผู้ปลูกกระท้อนบางเจ้าฉ่า (สาธิต)",
    "Bang Chao Cha santol growers (demonstration)",
    "150414",
    (
        DemoProduct(
            "กระท้อนทองใบใหญ่บางเจ้าฉ่า",
            "Bang Chao Cha Thong Bai Yai santol",
            "food",
            "กก.",
            60,
            100,
            TaxClass.EXEMPT_AGRI,
            crop=True,
            scheme=Scheme.GI,
        ),
    ),
    provenance=Provenance.SYNTHETIC,
)
"""The GI of the source that was still being examined: a case submitted, and no badge."""

ROUND_OUTCOMES: Final[tuple[str, ...]] = (
    ("certified",) * 9
    + ("not_certified",)
    + ("submitted",) * 8
    + ("sampling",) * 7
    + ("testing",) * 5
)
"""9 รับรอง, 1 ไม่รับรอง, 20 รอผลการตรวจสอบ."""

BUYERS: Final[tuple[Buyer, ...]] = (
    Buyer(
        "hospital",
        "โรงพยาบาลสาธิตอ่างทอง",
        "Ang Thong Demo Hospital",
        OrganisationKind.HOSPITAL,
        "Z00000015",
    ),
    Buyer("school", "โรงเรียนสาธิตบ้านรี", "Ban Ri Demo School", OrganisationKind.SCHOOL, "9915000001"),
    Buyer("hotel", "โรงแรมสาธิตริมเจ้าพระยา", "Chao Phraya Demo Hotel", OrganisationKind.HOTEL),
    Buyer("restaurant", "ครัวสาธิตป่าโมก", "Pa Mok Demo Kitchen", OrganisationKind.RESTAURANT),
)

TAMBON_OF_BUYERS: Final = "150103"
"""ศาลาแดง, where the synthetic buyers stand."""
