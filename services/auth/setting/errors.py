"""Refusals of the setting feature."""

from kit.errors import Conflict, Unprocessable


class SettingValueNotValid(Unprocessable):
    """Outside the bounds of the setting."""

    code = "setting_value_not_valid"
    title_th = "ค่าอยู่นอกช่วงที่กำหนด"
    title_en = "The value is outside the setting's bounds"
    detail_th = "ต้องอยู่ระหว่าง {least} ถึง {most}"
    detail_en = "It must lie between {least} and {most}."


class SettingInThePast(Unprocessable):
    """What held yesterday is not changed today."""

    code = "setting_in_the_past"
    title_th = "เปลี่ยนค่าย้อนหลังไม่ได้"
    title_en = "A setting does not change in the past"


class SettingTaken(Conflict):
    """There is a row from that day on."""

    code = "setting_taken"
    title_th = "มีค่าที่เริ่มใช้วันเดียวกันแล้ว"
    title_en = "There is a value from that day already"
