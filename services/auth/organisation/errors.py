"""Refusals of the organisation feature."""

from kit.errors import Conflict, Unprocessable


class TaxIdNotValid(Unprocessable):
    """Neither a person's nor a juristic person's number, or its check digit is wrong."""

    code = "tax_id_not_valid"
    title_th = "เลขประจำตัวผู้เสียภาษีไม่ถูกต้อง"
    title_en = "Not a valid tax id"
    detail_th = "ต้องเป็นเลข 13 หลักที่เลขตรวจสอบถูกต้อง และรหัสสาขา 5 หลัก (สำนักงานใหญ่ 00000)"
    detail_en = "Give 13 digits with a right check digit, and a branch of 5 (head office 00000)."


class TaxIdTaken(Conflict):
    """Another organisation has the tax id and branch."""

    code = "tax_id_taken"
    title_th = "มีองค์กรที่ใช้เลขประจำตัวผู้เสียภาษีและสาขานี้แล้ว"
    title_en = "Another organisation has this tax id and branch"
    detail_th = "หากเป็นองค์กรของท่าน ให้ผู้ดูแลองค์กรนั้นเพิ่มท่านเป็นสมาชิก หรือติดต่อเจ้าหน้าที่"
    detail_en = "If it is yours, ask its owner to add you as a member, or ask an officer."


class RegistrationCodeNotValid(Unprocessable):
    """The code does not have the form that the kind's register gives."""

    code = "registration_code_not_valid"
    title_th = "รหัสทะเบียนไม่ถูกต้องตามประเภทองค์กร"
    title_en = "The registration code does not fit the kind"


class PlaceNotKnown(Unprocessable):
    """The place codes are missing, unknown or disagree."""

    code = "place_not_known"
    title_th = "ไม่พบพื้นที่ตามรหัส"
    title_en = "No such place"
    detail_th = "ระบุ province_code หรือ subdistrict_code ที่มีอยู่จริงและตรงกัน (ค้นได้ที่ /auth/v1/places)"
    detail_en = (
        "Give a province_code or subdistrict_code that exists and agrees; see /auth/v1/places."
    )


class PlaceFixed(Conflict):
    """An approved organisation does not move to another province by itself."""

    code = "province_is_fixed"
    title_th = "ย้ายจังหวัดเองไม่ได้หลังได้รับอนุมัติ"
    title_en = "An approved organisation cannot move to another province by itself"


class VatNeedsTaxId(Unprocessable):
    """VAT-registered without a tax id."""

    code = "vat_needs_tax_id"
    title_th = "ผู้จดทะเบียนภาษีมูลค่าเพิ่มต้องมีเลขประจำตัวผู้เสียภาษี"
    title_en = "A VAT-registered organisation needs its tax id"
