"""Chapters 4 and 5: a hospital orders, and the certificate is suspended."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any, Final

from contracts.scopes import Role
from contracts.types import Agency, Capability, OrganisationKind, Provenance
from kit.time import bangkok_today
from talat.demo import steps
from talat.demo.accounts import DOMAIN
from talat.demo.client import Party, Refused
from talat.demo.data import TAMBON_OF_BUYERS
from talat.demo.narrate import baht
from talat.demo.selling import VALID_DAYS
from talat.demo.stage import Stage, variant_of
from talat.demo.waiting import until

WANTED_KG: Final = "40"
_IN_DAYS: Final = 7


def hospital_orders(stage: Stage, product: dict[str, Any]) -> Party:
    """Chapter 4: requisition, approval, purchase order; refused after the certificate's end."""
    stage.say.chapter("โรงพยาบาลสั่งซื้อ", "A hospital buys under its own rules")
    buyer, approver = _hospital(stage)
    today = bangkok_today()
    deliver_on = today + timedelta(days=_IN_DAYS)
    draft, _ = until(
        lambda: _draft(buyer, product, deliver_on), "orders has heard of the hospital and the fish"
    )
    submitted, _ = until(lambda: _submit(buyer, draft), "the hospital's offer bears the mark")
    stage.say.did(
        "โรงพยาบาล",
        f"ขอซื้อปลาส้ม {WANTED_KG} กก. ส่ง {_be(deliver_on)} ก่อน VAT {baht(submitted['total_satang'])}",
    )
    approved, _ = until(lambda: _approve(approver, submitted), "the approver is known")
    order = approved["purchase_orders"][0]
    stage.facts.purchase_order = order["number"]
    stage.facts.purchase_order_satang = order["total_satang"]
    stage.say.did("ผู้อนุมัติ", f"อนุมัติ ออกใบสั่งซื้อ {order['number']} {baht(order['total_satang'])}")
    too_late = today + timedelta(days=VALID_DAYS + 1)
    late = _draft(buyer, product, too_late)
    stage.facts.after_expiry = _refusal(buyer, late)
    stage.say.refused(
        "โรงพยาบาล",
        f"ขอซื้อส่ง {_be(too_late)} หลังใบรับรองหมดอายุ ถูกปฏิเสธ",
        stage.facts.after_expiry,
    )
    return buyer


def certificate_is_suspended(
    stage: Stage, case: str, product: dict[str, Any], buyer: Party
) -> None:
    """Chapter 5: by events alone the badge is gone and the next order refused."""
    stage.say.chapter("ใบรับรองถูกพักใช้", "The officer suspends the certificate")
    officer = stage.officer(Agency.INDUSTRY)
    steps.move_case(officer, case, "suspended", reason="พบการปนเปื้อน (ข้อมูลสาธิต)")
    stage.say.did("อุตสาหกรรมอ่างทอง", "พักใช้ใบรับรอง · suspended")
    _, stage.facts.seconds_to_no_badge = until(
        lambda: not stage.badges(product["id"]), "the badge is gone"
    )
    stage.say.did("หน้าร้าน", f"ตรา มผช. หายไปใน {stage.facts.seconds_to_no_badge * 1000:.0f} ms")
    day = bangkok_today() + timedelta(days=_IN_DAYS)
    draft = _draft(buyer, product, day)
    stage.facts.while_suspended, _ = until(lambda: _refusal_or_none(buyer, draft), "refused")
    stage.say.refused("โรงพยาบาล", "ขอซื้อครั้งถัดไป ถูกปฏิเสธ", stage.facts.while_suspended)


def _hospital(stage: Stage) -> tuple[Party, Party]:
    name = f"โรงพยาบาลสาธิต {stage.mark}"
    buyer = stage.sign_up("hospital", f"เจ้าหน้าที่พัสดุ {name}")
    steps.found_organisation(
        buyer,
        kind=OrganisationKind.HOSPITAL,
        name_th=name,
        name_en=f"Demonstration hospital {stage.mark}",
        subdistrict_code=TAMBON_OF_BUYERS,
        provenance=Provenance.SYNTHETIC,
        registration_code=f"Z{secrets.randbelow(10**8):08}",
    )
    application = steps.apply_for(buyer, Capability.BUY)
    steps.approve(stage.officer(Agency.PUBLIC_HEALTH), application["id"])
    stage.say.did("สาธารณสุขอ่างทอง", f"รับรอง{name} เป็นผู้ซื้อ")
    who = f"approver.{stage.mark}@{DOMAIN}"
    approver = stage.sign_up("approver", f"ผู้อนุมัติ {name}")
    buyer.renewed().post(
        f"/auth/v1/organisations/{buyer.organisation_id}/members",
        {"email": who, "roles": [Role.APPROVER], "position": "หัวหน้าฝ่ายบริหาร"},
    )
    approver.acting_for(str(buyer.organisation_id))
    stage.say.did(name, "เพิ่มผู้อนุมัติอีกหนึ่งคน ผู้ขอซื้ออนุมัติเองไม่ได้")
    return buyer, approver


def _draft(buyer: Party, product: dict[str, Any], need_by_on: date) -> dict[str, Any]:
    return buyer.post(
        "/orders/v1/requisitions",
        {
            "method": "specific",
            "need_by_on": need_by_on.isoformat(),
            "note": "อาหารผู้ป่วย (ข้อมูลสาธิต)",
            "lines": [{"variant_id": variant_of(product), "quantity": WANTED_KG}],
        },
    )


def _submit(buyer: Party, draft: dict[str, Any]) -> dict[str, Any]:
    return buyer.post(f"/orders/v1/requisitions/{draft['id']}/submit")


def _approve(approver: Party, submitted: dict[str, Any]) -> dict[str, Any]:
    return approver.post(f"/orders/v1/requisitions/{submitted['id']}/approve")


def _refusal(buyer: Party, draft: dict[str, Any]) -> str:
    """The code with which the submission is refused; empty when it is accepted."""
    try:
        _submit(buyer, draft)
    except Refused as refusal:
        return refusal.code
    return ""


def _refusal_or_none(buyer: Party, draft: dict[str, Any]) -> str | None:
    return _refusal(buyer, draft) or None


def _be(day: date) -> str:
    """A date as Thai readers write it: 29/11/2569."""
    return f"{day.day}/{day.month}/{day.year + 543}"
