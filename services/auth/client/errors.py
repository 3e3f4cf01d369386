"""Refusals about an organisation's own systems."""

from kit.errors import Conflict, Forbidden, Unprocessable


class ScopeNotGiven(Forbidden):
    """Nobody gives a system more than they may do themselves."""

    code = "scope_not_given"
    title_th = "ให้สิทธิ์เกินกว่าที่ท่านมีไม่ได้"
    title_en = "You cannot give what you do not have"
    detail_th = "ท่านไม่มีสิทธิ์ {scope}"
    detail_en = "You do not have the scope {scope}."


class ScopeForPeople(Unprocessable):
    """Some things only people do: managing, approving, inspecting."""

    code = "scope_for_people"
    title_th = "สิทธิ์นี้เป็นของบุคคลเท่านั้น"
    title_en = "Only people have this scope"
    detail_th = "ระบบอัตโนมัติใช้สิทธิ์ {scope} ไม่ได้"
    detail_en = "A system cannot have the scope {scope}."


class TooManySecrets(Conflict):
    """Two secrets at once are enough to change one for the other."""

    code = "too_many_secrets"
    title_th = "มีรหัสลับที่ใช้ได้ครบสองชุดแล้ว"
    title_en = "There are two good secrets already"
    detail_th = "เพิกถอนชุดเดิมก่อน"
    detail_en = "Revoke one of them first."
