"""Chapters 1 to 3: a group is let in, its fish is certified, a shopper buys it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from contracts.types import Agency, Capability, OrganisationKind, Provenance, Scheme
from kit.time import bangkok_today
from talat.demo import steps
from talat.demo.accounts import DOMAIN, email_of
from talat.demo.client import Party, Refused
from talat.demo.data import SING_BURI, DemoProduct
from talat.demo.narrate import baht
from talat.demo.shopper import Shopper, scan
from talat.demo.stage import Stage, variant_of
from talat.demo.waiting import until

TAMBON: Final = "150208"
STOCK: Final = 120
PRICE_BAHT: Final = 200
OWN_QUANTITY: Final = "2"
SEEDED_QUANTITY: Final = "1.5"
STANDARD: Final = "มผช.26/2557"
VALID_DAYS: Final = 90
_FIGURES: Final = ("net_satang", "vat_satang", "total_satang")


def group_is_let_in(stage: Stage) -> Party:
    stage.say.chapter("กลุ่มปลาส้มสมัครขาย", "A village group is let in")
    seller = stage.sign_up("plasom", f"ประธานกลุ่มปลาส้มสาธิต {stage.mark}")
    name = f"กลุ่มปลาส้มสาธิต {stage.mark}"
    steps.found_organisation(
        seller,
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        name_th=name,
        name_en=f"Demonstration sour fish group {stage.mark}",
        subdistrict_code=TAMBON,
        provenance=Provenance.SYNTHETIC,
    )
    stage.say.did(name, "สมัครและตั้งวิสาหกิจชุมชนในตำบลชะไว (150208) จังหวัดอ่างทอง")
    application = steps.apply_for(seller, Capability.SELL)
    stage.say.did(name, "ยื่นคำขอขาย ครบทุกข้อในรายการตรวจสอบ")
    steps.approve(stage.officer(Agency.COMMUNITY_DEVELOPMENT), application["id"])
    stage.say.did("พัฒนาชุมชนอ่างทอง", "อนุมัติ · approved")
    _, stage.facts.seconds_to_shop = until(
        lambda: stage.gateway.get(f"/storefront/v1/shops/{seller.organisation_id}"),
        "the shop opens",
    )
    stage.say.did("หน้าร้าน", f"เปิดแล้วใน {stage.facts.seconds_to_shop * 1000:.0f} ms ผ่านบัส")
    return seller.renewed()


def product_is_certified(stage: Stage, seller: Party) -> tuple[dict[str, Any], str]:
    stage.say.chapter("ลงขายและขอ มผช.", "It lists its fish, and an officer certifies it")
    listed = steps.list_product(
        seller,
        DemoProduct(
            f"ปลาส้มสาธิต {stage.mark}", "Sour fish", "food.processed_fish", "กก.", PRICE_BAHT, STOCK
        ),
        subdistrict_code=TAMBON,
        sku="PLASOM-1KG",
    )
    variant_id = listed["variants"][0]["id"]
    stage.facts.seconds_to_stock = steps.stock_up(seller, variant_id, STOCK)
    stage.say.did("กลุ่มปลาส้ม", f"ลงขายปลาส้ม {baht(PRICE_BAHT * 100)}/กก. มีของ {STOCK} กก.")
    case = steps.open_case(
        seller,
        listed["id"],
        scheme=Scheme.TCPS,
        round_name=f"สาธิต-{stage.mark}",
        standard=STANDARD,
    )
    stage.say.did("กลุ่มปลาส้ม", f"ยื่นขอ มผช. ตามมาตรฐาน {STANDARD}")
    _neighbour_is_refused(stage, case)
    today = bangkok_today()
    steps.certify(
        stage.officer(Agency.INDUSTRY),
        case,
        number=f"สาธิต-{stage.mark}",
        from_on=today,
        until_on=today + timedelta(days=VALID_DAYS),
    )
    stage.say.did("อุตสาหกรรมอ่างทอง", "เก็บตัวอย่าง ทดสอบ และรับรอง · certified for 90 days")
    _, stage.facts.seconds_to_badge = until(
        lambda: stage.badges(listed["id"]) or None, "the badge appears"
    )
    stage.say.did("หน้าร้าน", f"ตรา มผช. ขึ้นใน {stage.facts.seconds_to_badge * 1000:.0f} ms")
    return listed, case


def _neighbour_is_refused(stage: Stage, case: str) -> None:
    try:
        steps.move_case(stage.officer(Agency.INDUSTRY, SING_BURI), case, "sampling")
    except Refused as refusal:
        stage.facts.wrong_province = refusal.code
        stage.say.refused("อุตสาหกรรมสิงห์บุรี", f"ถูกปฏิเสธ: {refusal.detail}", refusal.code)


def _find(stage: Stage, words: str, product_id: str | None = None) -> dict[str, Any]:
    """The first hit of a search, or the hit that is the given product."""

    def hit() -> dict[str, Any] | None:
        found = stage.gateway.get("/storefront/v1/products", q=words, limit=50)
        hits = [p for p in found["items"] if product_id in (None, p["id"])]
        return hits[0] if hits else None

    return until(hit, f"search finds {words}")[0]


def shopper_buys(stage: Stage, seller: Party, product: dict[str, Any]) -> None:
    stage.say.chapter("ผู้ซื้อออนไลน์", "A shopper buys from two groups and pays once")
    own = _find(stage, "ปลาส้ม", product["id"])
    seeded = _find(stage, "ชะไว", _seeded_product(stage))
    stage.say.did("ผู้ซื้อ", f"ค้นหา “ปลาส้ม” พบ {own['name_th']}, “ชะไว” พบ {seeded['name_th']}")
    seeded_seller = stage.accounts.party(stage.gateway, email_of("chawai"))
    seeded_seller.acting_for(seeded["shop_id"])
    sellers = {variant_of(own): seller, variant_of(seeded): seeded_seller}
    stage.facts.stock_before = _on_hand(sellers)
    shopper = Shopper(stage.gateway, _guest(stage))
    shopper.put(variant_of(own), OWN_QUANTITY)
    shopper.put(variant_of(seeded), SEEDED_QUANTITY)
    quote = shopper.quote()
    _show_quote(stage, quote)
    ordered = shopper.check_out(quote)
    stage.say.did("ผู้ซื้อ", f"สั่งซื้อ ได้ QR พร้อมเพย์ {baht(quote['total_satang'])}")
    scan(ordered["payment"])
    group, seconds = until(
        lambda: _paid(shopper.order(ordered["order_group_id"])), "the order is paid"
    )
    stage.say.did("ผู้ซื้อ", f"สแกนจ่าย คำสั่งซื้อทั้ง {len(group['orders'])} รายการชำระแล้วใน {seconds:.1f} s")
    stage.facts.order_total_satang = group["total_satang"]
    stage.facts.paid_orders = len(group["orders"])
    _show_effects(stage, sellers, group)


def _seeded_product(stage: Stage) -> str:
    chawai = stage.accounts.party(stage.gateway, email_of("chawai"))
    chawai.acting_for(chawai.get("/auth/v1/me")["organisations"][0]["organisation_id"])
    return str(chawai.get("/catalog/v1/products")["items"][0]["id"])


def _show_quote(stage: Stage, quote: dict[str, Any]) -> None:
    rows = [
        [line["name_th"], line["quantity"], *(baht(line[key]) for key in _FIGURES)]
        for part in quote["sellers"]
        for line in part["lines"]
    ]
    total = [baht(quote[key]) for key in _FIGURES]
    headings = ("สินค้า", "กก.", "ก่อน VAT", "VAT", "รวม")
    stage.say.table("ใบสรุปราคา · quote", headings, [*rows, ["รวม", "", *total]])


def _guest(stage: Stage) -> str:
    return f"shopper.{stage.mark}@{DOMAIN}"


def _show_effects(stage: Stage, sellers: dict[str, Party], group: dict[str, Any]) -> None:
    stage.facts.stock_after = _on_hand(sellers)
    before, after = stage.facts.stock_before, stage.facts.stock_after
    for variant in sellers:
        stage.say.did("สต็อก", f"{before[variant]} → {after[variant]} กก.")
    stage.facts.ledger = {variant: _owed(party) for variant, party in sellers.items()}
    for owed in stage.facts.ledger.values():
        stage.say.did("บัญชี", f"ค้างจ่ายผู้ขาย {baht(owed)} (หักค่าธรรมเนียมและ VAT แล้ว)")

    numbers = {order["seller_id"]: order["number"] for order in group["orders"]}
    for seller in sellers.values():
        _await_letter(stage, seller, numbers[str(seller.organisation_id)])
        stage.facts.sellers_told += 1
    stage.say.did("ผู้ขายทั้งสอง", f"ได้รับอีเมลแจ้ง ({stage.mail})")


def _await_letter(stage: Stage, seller: Party, number: str) -> None:
    until(lambda: stage.was_told(seller.email, number), "the seller is told")


def _on_hand(sellers: dict[str, Party]) -> dict[str, str]:
    return {
        variant: str(party.get(f"/orders/v1/stock/{variant}")["on_hand"])
        for variant, party in sellers.items()
    }


def _paid(group: dict[str, Any]) -> dict[str, Any] | None:
    statuses = {order["status"] for order in group["orders"]}
    return group if statuses == {"paid"} else None


def _owed(party: Party) -> int:
    """What the operator owes the seller, in satang: the balance below nought."""
    balances = party.get("/orders/v1/ledger/balances")["items"]
    return -sum(int(b["balance_satang"]) for b in balances if b["account"] == "seller_payable")
