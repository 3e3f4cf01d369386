"""Refusals of capacity."""

from __future__ import annotations

from kit.errors import Conflict


class CapacityExceeded(Conflict):
    """A seller can make less of a variant in the delivery's week than is asked for."""

    code = "capacity_exceeded"
    title_th = "กำลังผลิตของสัปดาห์นั้นไม่พอ"
    title_en = "The week's capacity does not suffice"
    detail_th = "สัปดาห์ {week} ผู้ขายยังรับได้ {available} แต่ต้องการ {wanted}"
    detail_en = "In week {week} the seller can take {available} more; {wanted} are wanted."


class CapacityBelowTaken(Conflict):
    """Orders have taken more of the week than the seller now states."""

    code = "capacity_below_taken"
    title_th = "น้อยกว่าที่มีคำสั่งซื้อแล้ว"
    title_en = "Less than what is ordered"
    detail_th = "สัปดาห์ {week} มีคำสั่งซื้อแล้ว {taken}"
    detail_en = "Orders have taken {taken} of week {week}."
