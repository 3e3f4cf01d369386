"""What products and producers are called, by OTOP category. Names of people are not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts.types import TaxClass, TemperatureClass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of product: its noun, where it stands in the tree, and how it is packed."""

    noun: str
    english: str
    category: str
    unit: str
    grams: int | None = None
    temperature: TemperatureClass = TemperatureClass.AMBIENT
    tax_class: TaxClass = TaxClass.STANDARD
    crop: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _kinds(category: str, unit: str, grams: int | None, pairs: str) -> tuple[Kind, ...]:
    """Kinds that are packed alike, from `noun=english` pairs."""
    words = (pair.split("=") for pair in pairs.split())
    return tuple(
        Kind(thai, english.replace("_", " "), category, unit, grams) for thai, english in words
    )


def _crops(category: str, unit: str, pairs: str) -> tuple[Kind, ...]:
    words = (pair.split("=") for pair in pairs.split())
    return tuple(
        Kind(
            thai,
            english.replace("_", " "),
            category,
            unit,
            1_000,
            TemperatureClass.AMBIENT,
            TaxClass.EXEMPT_AGRI,
            crop=True,
        )
        for thai, english in words
    )


KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    "food": (
        *_kinds(
            "food.seasoning",
            "กระปุก",
            200,
            "น้ำพริกเผา=chilli_paste น้ำพริกนรก=hell_chilli_paste ปลาร้าบอง=fermented_fish_dip "
            "กะปิ=shrimp_paste น้ำปลา=fish_sauce พริกแกงเผ็ด=red_curry_paste",
        ),
        *_kinds(
            "food.snack",
            "ถุง",
            150,
            "กล้วยฉาบ=banana_chips ข้าวแต๋น=rice_cracker ทองม้วน=rolled_wafer "
            "เผือกทอด=taro_chips ถั่วทอด=fried_peanuts ขนมเปี๊ยะ=mung_bean_cake แคบหมู=pork_crackling",
        ),
        *_kinds(
            "food.processed_fish",
            "แพ็ก",
            500,
            "ปลาส้ม=sour_fish ปลาแดดเดียว=sun_dried_fish กุ้งแห้ง=dried_shrimp ปลาเกลือ=salted_fish",
        ),
        *_kinds(
            "food.processed_fruit",
            "ถุง",
            250,
            "กล้วยตาก=sun_dried_banana มะม่วงกวน=mango_paste ทุเรียนทอด=durian_chips "
            "มะขามแก้ว=tamarind_candy กระท้อนทรงเครื่อง=dressed_santol",
        ),
        *_kinds("food.meat_egg", "แพ็ก", 500, "ไข่เค็ม=salted_egg กุนเชียง=sausage แหนม=sour_pork"),
        *_crops(
            "food.rice", "กก.", "ข้าวหอมมะลิ=jasmine_rice ข้าวกล้อง=brown_rice ข้าวเหนียว=sticky_rice"
        ),
        *_crops("food.fruit", "กก.", "มะม่วงน้ำดอกไม้=mango ลำไย=longan สับปะรด=pineapple"),
    ),
    "drink": (
        *_kinds(
            "drink.non_alcoholic",
            "ขวด",
            350,
            "น้ำมะขาม=tamarind_juice น้ำกระเจี๊ยบ=roselle_juice น้ำลูกหม่อน=mulberry_juice "
            "ชาใบหม่อน=mulberry_tea กาแฟคั่ว=roasted_coffee น้ำขิงผง=ginger_powder",
        ),
        *_kinds("drink.alcoholic", "ขวด", 700, "ไวน์ผลไม้=fruit_wine สุรากลั่น=spirit สาโท=rice_wine"),
    ),
    "textile": (
        *_kinds(
            "textile.fabric",
            "ผืน",
            400,
            "ผ้าไหม=silk ผ้าฝ้าย=cotton ผ้าขาวม้า=loincloth ผ้าซิ่น=tube_skirt ผ้าคลุมไหล่=shawl "
            "ผ้าบาติก=batik ผ้าขิด=khit_cloth",
        ),
        *_kinds(
            "textile.clothing",
            "ชิ้น",
            350,
            "เสื้อ=shirt กางเกง=trousers หมวก=hat กระเป๋าผ้า=cloth_bag รองเท้า=shoes",
        ),
    ),
    "utensil": (
        *_kinds(
            "utensil.basketry",
            "ใบ",
            600,
            "ตะกร้า=basket กระบุง=bamboo_basket กระเป๋าสาน=woven_bag "
            "เสื่อกก=reed_mat โคมไฟสาน=woven_lamp",
        ),
        *_kinds(
            "utensil.pottery",
            "ชิ้น",
            800,
            "แจกัน=vase ถ้วยกาแฟ=coffee_cup ตุ๊กตาชาววัง=court_doll โอ่ง=jar จานเซรามิก=plate",
        ),
        *_kinds(
            "utensil.woodwork", "ชิ้น", 900, "กล่องไม้=wooden_box กรอบรูป=frame ของเล่นไม้=wooden_toy"
        ),
    ),
    "herb": _kinds(
        "herb.care",
        "ชิ้น",
        100,
        "สบู่=soap แชมพู=shampoo ยาหม่อง=balm น้ำมันนวด=massage_oil ลูกประคบ=herbal_compress "
        "ยาดม=inhaler โลชั่น=lotion",
    ),
}

FLAVOURS: Final[dict[str, tuple[str, ...]]] = {
    "food": _words("สมุนไพร สูตรโบราณ รสต้มยำ รสเผ็ด รสหวาน อบแห้ง สูตรต้นตำรับ อินทรีย์ ตะไคร้ ใบมะกรูด"),
    "drink": _words("น้ำผึ้ง สูตรเข้มข้น หวานน้อย อินทรีย์ ดั้งเดิม มะนาว ผสมขิง"),
    "textile": _words(
        "ลายดอกแก้ว ลายพญานาค ลายขอ มัดหมี่ ลายน้ำไหล ย้อมคราม ลายหางกระรอก ลายดอกพิกุล ทอมือ ยกดอก"
    ),
    "utensil": _words("ไม้ไผ่ ผักตบชวา หวาย กระจูด ย่านลิเภา ดินเผา ศิลาดล เบญจรงค์ ไม้สัก ใบลาน"),
    "herb": _words("มะกรูด ไพล ขมิ้นชัน ใบบัวบก มะขาม ว่านหางจระเข้ อัญชัน ตะไคร้หอม น้ำผึ้ง"),
}
FINISHES: Final = _words("พรีเมียม ของฝาก ร่วมสมัย ทำมือ พื้นบ้าน คัดพิเศษ ขนาดเล็ก ขนาดใหญ่ ชุดของขวัญ")
VILLAGES: Final = _words(
    "หนองบัว ดอนแก้ว โนนสูง ห้วยทราย นาข่า ท่าช้าง ปากน้ำ บางแก้ว วังทอง ศรีสุข ป่าซาง นาแห้ว "
    "คลองลาน ทุ่งใหญ่ สันกลาง โคกสี หนองแสง ดอนยาง บ่อทอง ลาดใหญ่ เกาะแก้ว สวนหลวง ไร่ขิง ตลาดเก่า"
)
CRAFTS: Final[dict[str, tuple[str, ...]]] = {
    "food": ("แม่บ้านเกษตรกร", "แปรรูปอาหาร", "เกษตรอินทรีย์", "แปรรูปผลไม้"),
    "drink": ("แปรรูปเครื่องดื่ม", "ผู้ปลูกกาแฟ"),
    "textile": ("ทอผ้า", "ผ้าไหมมัดหมี่", "ผ้าย้อมคราม"),
    "utensil": ("จักสาน", "เครื่องปั้นดินเผา", "หัตถกรรม"),
    "herb": ("สมุนไพร", "ผลิตภัณฑ์สมุนไพร"),
}
DESCRIPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "food": (
        "ผลิตจากวัตถุดิบในท้องถิ่น ไม่ใส่สารกันเสีย เก็บในที่แห้งและเย็น",
        "สูตรที่สืบทอดในชุมชน สะอาด อร่อย เหมาะเป็นของฝาก",
        "คัดวัตถุดิบจากสมาชิกกลุ่ม ผลิตใหม่ทุกสัปดาห์",
    ),
    "drink": ("คั้นสดจากสวนของสมาชิก หวานพอดี", "คั่วและบรรจุในชุมชน หอมกรุ่น"),
    "textile": ("ทอมือทุกผืน สีไม่ตก ซักง่าย", "ลวดลายของท้องถิ่น ใช้เวลาทอหลายวัน", "เส้นใยธรรมชาติ ใส่สบาย"),
    "utensil": ("งานฝีมือประณีต แข็งแรงทนทาน", "สานจากวัสดุธรรมชาติในชุมชน", "เหมาะเป็นของใช้และของที่ระลึก"),
    "herb": ("กลิ่นหอมธรรมชาติ ช่วยผ่อนคลาย", "สมุนไพรปลูกเองในชุมชน"),
}


@dataclass(frozen=True, slots=True)
class Indication:
    """A geographical indication in the shape of a real one; its number here is synthetic."""

    name: str
    english: str
    root: str
    category: str
    province: str
    unit: str


INDICATIONS: Final = tuple(
    Indication(*row.split("|"))
    for row in (
        "ข้าวหอมมะลิทุ่งกุลา|Thung Kula jasmine rice|food|food.rice|45|กก.",
        "ข้าวสังข์หยดพัทลุง|Phatthalung sangyod rice|food|food.rice|93|กก.",
        "มะขามหวานเพชรบูรณ์|Phetchabun sweet tamarind|food|food.fruit|67|กก.",
        "ไข่เค็มไชยา|Chaiya salted eggs|food|food.meat_egg|84|แพ็ก",
        "หมูย่างเมืองตรัง|Trang roast pork|food|food.meat_egg|92|กก.",
        "กาแฟดอยตุง|Doi Tung coffee|drink|drink.non_alcoholic|57|ถุง",
        "กาแฟดอยช้าง|Doi Chaang coffee|drink|drink.non_alcoholic|57|ถุง",
        "ผ้าไหมยกดอกลำพูน|Lamphun brocade silk|textile|textile.fabric|51|ผืน",
        "ผ้าหมักโคลนหนองสูง|Nong Sung mud-dyed cloth|textile|textile.fabric|49|ผืน",
        "เครื่องปั้นดินเผาเกาะเกร็ด|Ko Kret pottery|utensil|utensil.pottery|12|ชิ้น",
        "เครื่องปั้นดินเผาด่านเกวียน|Dan Kwian pottery|utensil|utensil.pottery|30|ชิ้น",
    )
)
