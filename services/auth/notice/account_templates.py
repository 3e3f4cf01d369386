"""The texts of notices about one's own account."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.auth.notice.template import Template

_NOT_YOU_TH: Final = "หากท่านไม่ได้ทำเอง ให้ตั้งรหัสผ่านใหม่ทันที"
_NOT_YOU_EN: Final = "If it was not you, reset your password at once."

ACCOUNT_TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "code_verify": Template(
            "รหัสยืนยันที่อยู่ของตลาด",
            "Your Talat verification code",
            "รหัสยืนยันของท่านคือ {code} ใช้ได้ {minutes} นาที\nอย่าบอกรหัสนี้แก่ผู้ใด",
            "Your code is {code}. It is good for {minutes} minutes.\nTell it to nobody.",
            sms="ตลาด: รหัสยืนยัน {code} ใช้ได้ {minutes} นาที อย่าบอกผู้ใด / Talat code {code}",
            secret=True,
        ),
        "code_reset": Template(
            "รหัสสำหรับตั้งรหัสผ่านใหม่ของตลาด",
            "Your code to reset the Talat password",
            "รหัสสำหรับตั้งรหัสผ่านใหม่คือ {code} ใช้ได้ {minutes} นาที\n"
            "หากท่านไม่ได้ขอ ไม่ต้องทำอะไร และอย่าบอกรหัสนี้แก่ผู้ใด",
            "The code to set a new password is {code}, good for {minutes} minutes.\n"
            "If you did not ask for it, do nothing, and tell it to nobody.",
            sms="ตลาด: รหัสตั้งรหัสผ่านใหม่ {code} ใช้ได้ {minutes} นาที / Talat reset {code}",
            secret=True,
        ),
        "password_changed": Template(
            "รหัสผ่านตลาดของท่านถูกเปลี่ยนแล้ว",
            "Your Talat password was changed",
            f"รหัสผ่านของท่านถูกเปลี่ยน และอุปกรณ์อื่นถูกออกจากระบบแล้ว\n{_NOT_YOU_TH}",
            f"Your password was changed and other devices were signed out.\n{_NOT_YOU_EN}",
        ),
        "contact_added": Template(
            "เพิ่มที่อยู่ {contact} ในบัญชีตลาดของท่านแล้ว",
            "{contact} was added to your Talat account",
            f"มีการเพิ่มที่อยู่ {{contact}} ในบัญชีของท่าน\n{_NOT_YOU_TH}",
            f"{{contact}} was added to your account.\n{_NOT_YOU_EN}",
        ),
        "contact_removed": Template(
            "ลบที่อยู่ {contact} ออกจากบัญชีตลาดของท่านแล้ว",
            "{contact} was removed from your Talat account",
            f"มีการลบที่อยู่ {{contact}} ออกจากบัญชีของท่าน\n{_NOT_YOU_TH}",
            f"{{contact}} was removed from your account.\n{_NOT_YOU_EN}",
        ),
        "second_factor_on": Template(
            "เปิดใช้รหัสผ่านครั้งเดียวในบัญชีตลาดของท่านแล้ว",
            "One-time passwords are now on for your Talat account",
            f"จากนี้ไปการเข้าสู่ระบบต้องใช้รหัสจากแอปยืนยันตัวตนด้วย\n{_NOT_YOU_TH}",
            f"From now on signing in also takes a code of your authenticator app.\n{_NOT_YOU_EN}",
        ),
        "second_factor_off": Template(
            "ปิดใช้รหัสผ่านครั้งเดียวในบัญชีตลาดของท่านแล้ว",
            "One-time passwords are now off for your Talat account",
            f"การเข้าสู่ระบบใช้รหัสผ่านอย่างเดียว\n{_NOT_YOU_TH}",
            f"Signing in takes the password alone.\n{_NOT_YOU_EN}",
        ),
        "recovery_code_used": Template(
            "มีการใช้รหัสกู้คืนของบัญชีตลาดของท่าน",
            "A recovery code of your Talat account was used",
            f"เหลือรหัสกู้คืน {{left}} รหัส\n{_NOT_YOU_TH}",
            f"{{left}} recovery codes are left.\n{_NOT_YOU_EN}",
        ),
        "export_ready": Template(
            "ข้อมูลส่วนบุคคลของท่านพร้อมให้ดาวน์โหลดแล้ว",
            "Your personal data is ready for download",
            "เข้าสู่ระบบตลาดเพื่อดาวน์โหลด ไฟล์จะถูกลบภายใน {days} วัน",
            "Sign in to Talat to download it. The file is removed after {days} days.",
        ),
        "erasure_asked": Template(
            "ตลาดกำลังลบข้อมูลส่วนบุคคลของท่าน",
            "Talat is erasing your personal data",
            "บัญชีของท่านถูกปิดและข้อมูลส่วนบุคคลกำลังถูกลบ เลขที่คำขอ {request}\n"
            "เอกสารภาษีและบัญชีเก็บไว้ตามที่กฎหมายกำหนด",
            "Your account is closed and your personal data is being erased, request {request}.\n"
            "Tax documents and accounts are kept as long as the law says.",
        ),
    }
)
