"""The texts of notices about organisations, offices, networks and mandates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.auth.notice.template import Template

OFFICE: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "invitation": Template(
            "{organisation}เชิญท่านเป็นสมาชิก",
            "{organisation} invites you to join",
            "{organisation}เชิญท่านเป็นสมาชิกในตลาด เข้าสู่ระบบหรือสมัครบัญชี แล้วใช้รหัสเชิญนี้ได้ครั้งเดียว\n"
            "รหัสเชิญ: {token}\n{link}\nใช้ได้ถึงวันที่ {expires_on}",
            "{organisation} invites you to join it on Talat. Sign in or sign up, then use this "
            "token once.\nToken: {token}\n{link}\nGood until {expires_on}.",
        ),
        "organisation_suspended": Template(
            "{organisation}ถูกระงับชั่วคราว",
            "{organisation} is suspended",
            "เจ้าหน้าที่ระงับ{organisation}ชั่วคราว เหตุผล: {reason}\nระหว่างนี้ซื้อขายไม่ได้ ติดต่อสำนักงานของจังหวัด",
            "The officer has suspended {organisation}. Reason: {reason}\n"
            "It cannot trade until then; ask the office of your province.",
        ),
        "organisation_reinstated": Template(
            "{organisation}กลับมาใช้งานได้แล้ว",
            "{organisation} is active again",
            "เจ้าหน้าที่ยกเลิกการระงับ{organisation}แล้ว หมายเหตุ: {reason}",
            "The officer has ended the suspension of {organisation}. Note: {reason}",
        ),
        "organisation_closed": Template(
            "{organisation}ปิดการใช้งานแล้ว",
            "{organisation} is closed",
            "{organisation}ถูกปิดการใช้งาน เหตุผล: {reason}",
            "{organisation} has been closed. Reason: {reason}",
        ),
        "confirmation_due": Template(
            "{organisation}: ยืนยันการดำเนินการต่อปี {year_th} ภายใน 30 มกราคม",
            "{organisation}: confirm for {year} by 30 January",
            "{organisation}ยังไม่ได้ยืนยันว่าจะดำเนินการต่อในปี {year_th} กรุณายืนยันภายในวันที่ 30 มกราคม",
            "{organisation} has not confirmed that it goes on in {year}. Please do by 30 January.",
        ),
        "network_invitation": Template(
            "{lead}เชิญเข้าร่วม{network}",
            "{lead} asks you to join {network}",
            "{lead}เชิญกลุ่มของท่านเข้าร่วม{network} ตอบรับหรือปฏิเสธได้ในระบบ",
            "{lead} asks your group to join {network}. Accept or decline it on Talat.",
        ),
        "mandate_proposed": Template(
            "{intermediary}ขอสิทธิ์ขายแทน{producer}",
            "{intermediary} asks to sell for {producer}",
            "{intermediary}ขอสิทธิ์ขายสินค้าแทน{producer} โดยคิดส่วนต่างร้อยละ {margin} ของราคา\n"
            "สิทธิ์นี้มีผลเมื่อท่านยินยอมเท่านั้น และยกเลิกได้ทุกเมื่อ",
            "{intermediary} asks for the right to sell for {producer}, keeping {margin} % of the "
            "price.\nIt holds only if you consent, and you may end it at any time.",
        ),
        "mandate_active": Template(
            "{producer}ยินยอมให้{intermediary}ขายแทน",
            "{producer} lets {intermediary} sell for it",
            "{producer}ยินยอมให้{intermediary}ขายแทน ส่วนต่างร้อยละ {margin} ของราคา",
            "{producer} has consented: {intermediary} sells for it and keeps {margin} %.",
        ),
        "mandate_declined": Template(
            "{producer}ไม่ยินยอมให้{intermediary}ขายแทน",
            "{producer} declined",
            "{producer}ไม่ยินยอมให้{intermediary}ขายแทน เหตุผล: {reason}",
            "{producer} does not let {intermediary} sell for it. Reason: {reason}",
        ),
        "mandate_revoked": Template(
            "สิทธิ์ขายแทน{producer}ของ{intermediary}สิ้นสุดแล้ว",
            "The right of {intermediary} to sell for {producer} has ended",
            "สิทธิ์ของ{intermediary}ในการขายแทน{producer}สิ้นสุดแล้ว เหตุผล: {reason}",
            "{intermediary} may no longer sell for {producer}. Reason: {reason}",
        ),
    }
)
