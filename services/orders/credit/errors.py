"""Refusals of credit."""

from __future__ import annotations

from kit.errors import Conflict


class CreditLimitExceeded(Conflict):
    """With this order the buyer would owe the seller more than the limit."""

    code = "credit_limit_exceeded"
    title_th = "เกินวงเงินเครดิต"
    title_en = "The credit limit is exceeded"
    detail_th = "วงเงินคงเหลือ {available_baht} บาท ไม่พอสำหรับใบสั่งซื้อนี้"
    detail_en = "{available_baht} baht of credit are left, which is not enough for this order."


class LimitBelowUse(Conflict):
    """The buyer owes, or has been promised, more than the new limit."""

    code = "credit_limit_below_use"
    title_th = "วงเงินใหม่ต่ำกว่ายอดที่ใช้อยู่"
    title_en = "The new limit is below what is in use"
    detail_th = "ขณะนี้ใช้วงเงินอยู่ {used_baht} บาท"
    detail_en = "{used_baht} baht of credit are in use."


class TermAlreadySet(Conflict):
    """There is another term from that day already."""

    code = "credit_term_already_set"
    title_th = "มีเงื่อนไขเครดิตที่เริ่มวันเดียวกันแล้ว"
    title_en = "A credit term begins on that day already"
    detail_th = "เลือกวันเริ่มอื่น เงื่อนไขเดิมแก้ย้อนหลังไม่ได้"
    detail_en = "Choose another first day; a term is not changed afterwards."
