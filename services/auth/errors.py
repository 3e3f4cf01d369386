"""Refusals that several features of the auth service share."""

from kit.errors import Forbidden


class MissingScope(Forbidden):
    """The caller's token or present roles lack the scope that this needs."""

    code = "missing_scope"
    title_th = "ไม่มีสิทธิ์ที่ต้องใช้"
    title_en = "A scope is missing"
    detail_th = "ต้องมีสิทธิ์ {scope}"
    detail_en = "The scope {scope} is needed."


class PersonNeeded(Forbidden):
    """A system's token at a route of people."""

    code = "person_needed"
    title_th = "เส้นทางนี้ใช้ได้เฉพาะบุคคล"
    title_en = "Only a person may do this"


class SecondFactorNeeded(Forbidden):
    """An officer's or operator's token, before a second factor was enrolled and given."""

    code = "second_factor_needed"
    title_th = "เจ้าหน้าที่ต้องเปิดใช้รหัสผ่านครั้งเดียวก่อน"
    title_en = "Officers and operators need a second factor"
    detail_th = "เปิดใช้ที่ POST /auth/v1/me/totp แล้วเข้าสู่ระบบใหม่ด้วยรหัส"
    detail_en = "Enrol at POST /auth/v1/me/totp, then refresh the token or sign in with a code."
