"""The second story: who is let in, who is refused, and who may sell for whom.

A provincial company is returned and comes again, an officer of another province is refused, and
a group lets the company sell for it. What is printed are the answers of the services.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from contracts.types import Agency, Capability, OrganisationKind, Provenance
from kit.time import bangkok_today
from talat.demo import steps
from talat.demo.accounts import DOMAIN, OPERATOR, Accounts
from talat.demo.client import Gateway, Party, Refused
from talat.demo.data import SING_BURI
from talat.demo.narrate import Narrator
from talat.demo.stage import Stage

MARGIN: Final = 1_200
_AFFIDAVIT: Final = b"%PDF-1.7\n% demonstration affidavit\n%%EOF\n"
_UPLOAD_SECONDS: Final = 20.0


@dataclass
class OnboardingFacts:
    """What happened, for the test that reads it."""

    missing_at_first: tuple[str, ...] = ()
    remark: str = ""
    wrong_province: str = ""
    unverified: str = ""
    history: tuple[str, ...] = ()
    mandate: tuple[str, ...] = ()


def tell(gateway: Gateway, accounts: Accounts, narrator: Narrator, mail: Path) -> OnboardingFacts:
    """All chapters in order, with new parties each time.

    Raises:
        talat.demo.client.Refused: a service refused what should go through.
    """
    stage, facts = Stage(gateway, accounts, narrator, mail), OnboardingFacts()
    narrator.title("ตลาด: ใครเข้ามาได้ ใครถูกปฏิเสธ", "who is let in, and who is refused")
    company, application = _company_applies(stage, facts)
    _officer_returns_it(stage, facts, company, application)
    _neighbour_is_refused(stage, facts, application)
    _company_comes_again(stage, facts, company, application)
    _group_lets_it_sell(stage, facts, company)
    narrator.end("ข้อมูลสาธิตทั้งหมด · everything here is demonstration data")
    return facts


def _company_applies(stage: Stage, facts: OnboardingFacts) -> tuple[Party, str]:
    stage.say.chapter("บริษัทของจังหวัดขอเป็นผู้รวบรวม", "A provincial company asks to aggregate")
    company = stage.sign_up("company", f"กรรมการบริษัทสาธิต {stage.mark}")
    name = f"บริษัท ประชารัฐรักสามัคคีสาธิต {stage.mark} (วิสาหกิจเพื่อสังคม) จำกัด"
    made = company.post(
        "/auth/v1/organisations",
        {
            "kind": OrganisationKind.SOCIAL_ENTERPRISE,
            "name_th": name,
            "province_code": "15",
            "tax_id": _juristic_number(),
            "provenance": Provenance.SYNTHETIC,
        },
    )
    company.acting_for(made["id"])
    opened = company.call(
        "POST",
        f"/auth/v1/organisations/{made['id']}/applications",
        body={"capability": Capability.AGGREGATE},
    )
    application, etag = opened.body, opened.etag
    facts.missing_at_first = tuple(application["missing"])
    stage.say.did(name, f"เปิดคำขอ ยังขาด: {', '.join(facts.missing_at_first)}")
    for key in ("margin_disclosed", "terms_accepted"):
        etag = company.call(
            "PUT",
            f"/auth/v1/applications/{application['id']}/requirements/{key}",
            body={"value": True},
            headers={"If-Match": etag or ""},
        ).etag
    _send(company, application["id"])
    stage.say.did(name, "ส่งหนังสือรับรองเข้าที่เก็บส่วนตัว ระบบตรวจเนื้อไฟล์แล้ว และยื่นคำขอ")
    company.post(f"/auth/v1/applications/{application['id']}/submit")
    return company, str(application["id"])


def _juristic_number() -> str:
    """A checksum-valid number of a company that does not exist."""
    stem = "0" + "".join(secrets.choice("0123456789") for _ in range(11))
    total = sum((13 - at) * int(digit) for at, digit in enumerate(stem))
    return stem + str((11 - total % 11) % 10)


def _send(company: Party, application_id: str) -> None:
    """Ask where, send to the object store, and have the content checked."""
    path = f"/auth/v1/applications/{application_id}/documents"
    form = company.post(
        path,
        {
            "key": "company_affidavit",
            "content_type": "application/pdf",
            "size_bytes": len(_AFFIDAVIT),
            "file_name": "หนังสือรับรอง.pdf",
        },
    )
    stored = httpx.post(
        form["url"],
        data=form["fields"],
        files={"file": _AFFIDAVIT},
        timeout=_UPLOAD_SECONDS,
    )
    stored.raise_for_status()
    company.post(f"{path}/{form['document']['id']}/check")


def _officer_returns_it(
    stage: Stage, facts: OnboardingFacts, company: Party, application: str
) -> None:
    stage.say.chapter("เจ้าหน้าที่ส่งกลับพร้อมหมายเหตุ", "The officer returns it with a remark")
    officer = stage.officer(Agency.COMMERCE)
    officer.post(
        f"/auth/v1/applications/{application}/decision",
        {
            "outcome": "returned",
            "reason": "กรุณาแก้ไขตามหมายเหตุ (ข้อมูลสาธิต)",
            "remarks": {"company_affidavit": "หนังสือรับรองออกไว้เกิน 6 เดือน"},
        },
    )
    seen = company.get(f"/auth/v1/applications/{application}")
    facts.remark = next(line["remark"] for line in seen["requirements"] if line["remark"])
    stage.say.did("พาณิชย์อ่างทอง", f"ส่งกลับ: {facts.remark}")


def _neighbour_is_refused(stage: Stage, facts: OnboardingFacts, application: str) -> None:
    stage.say.chapter("เจ้าหน้าที่จังหวัดอื่นถูกปฏิเสธ", "An officer of another province is refused")
    neighbour = stage.sign_up("neighbour", "เจ้าหน้าที่พาณิชย์สิงห์บุรี (ข้อมูลสาธิต)")
    operator = stage.accounts.party(stage.gateway, OPERATOR)
    operator.post(
        "/auth/v1/appointments",
        {
            "email": f"neighbour.{stage.mark}@{DOMAIN}",
            "agency": Agency.COMMERCE,
            "provinces": [SING_BURI],
            "valid_from_on": bangkok_today().isoformat(),
        },
    )
    try:
        neighbour.renewed().get(f"/auth/v1/applications/{application}")
    except Refused as refused:
        facts.wrong_province = refused.code
        stage.say.refused("พาณิชย์สิงห์บุรี", "ขอดูคำขอของอ่างทอง", refused.code)


def _company_comes_again(
    stage: Stage, facts: OnboardingFacts, company: Party, application: str
) -> None:
    stage.say.chapter("แก้ไข ยื่นใหม่ ตรวจรับรอง อนุมัติ", "Corrected, verified, approved")
    _send(company, application)
    company.post(f"/auth/v1/applications/{application}/submit")
    stage.say.did("บริษัท", "ส่งหนังสือรับรองฉบับใหม่และยื่นอีกครั้ง")
    officer = stage.officer(Agency.COMMERCE)
    try:
        steps.approve(officer, application)
    except Refused as refused:
        facts.unverified = refused.code
        stage.say.refused("พาณิชย์อ่างทอง", "อนุมัติก่อนตรวจกับนายทะเบียน", refused.code)
    officer.post(
        f"/auth/v1/applications/{application}/requirements/register_checked/verification",
        {"met": True, "note": "ตรวจกับนายทะเบียนแล้ว (ข้อมูลสาธิต)"},
    )
    approved = steps.approve(officer, application)
    facts.history = tuple(step["to_status"] for step in approved["history"])
    stage.say.did("พาณิชย์อ่างทอง", f"ตรวจรับรองแล้วอนุมัติ: {' → '.join(facts.history)}")


def _group_lets_it_sell(stage: Stage, facts: OnboardingFacts, company: Party) -> None:
    stage.say.chapter("กลุ่มยินยอมให้ขายแทน", "A group lets the company sell for it")
    group = stage.sign_up("weavers", f"ประธานกลุ่มจักสานสาธิต {stage.mark}")
    name = f"กลุ่มจักสานสาธิต {stage.mark}"
    steps.found_organisation(
        group,
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        name_th=name,
        name_en=f"Demonstration weavers {stage.mark}",
        subdistrict_code="150414",
        provenance=Provenance.SYNTHETIC,
    )
    application = steps.apply_for(group, Capability.SELL)
    steps.approve(stage.officer(Agency.COMMUNITY_DEVELOPMENT), application["id"])
    proposed = company.renewed().post(
        "/auth/v1/mandates",
        {
            "producer_id": group.organisation_id,
            "margin_basis_points": MARGIN,
            "valid_from_on": bangkok_today().isoformat(),
        },
    )
    stage.say.did("บริษัท", f"ขอสิทธิ์ขายแทน เปิดเผยส่วนต่างร้อยละ {MARGIN / 100:.0f}")
    path = f"/auth/v1/mandates/{proposed['id']}"
    given = _post(group, f"{path}/consent", {"margin_basis_points": MARGIN})
    stage.say.did(name, "ยินยอม · consented")
    ended = _post(group, f"{path}/revoke", {"reason": "กลุ่มขอขายเอง (ข้อมูลสาธิต)"})
    stage.say.did(name, "ยกเลิกเองได้ทันที · revoked at once")
    facts.mandate = (proposed["status"], given["status"], ended["status"])


def _post(party: Party, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return party.renewed().post(path, body)
