"""Refusals of deliveries."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class PurchaseOrderNotConfirmed(Conflict):
    """Only a confirmed order that is still open can be delivered or closed."""

    code = "purchase_order_not_confirmed"
    title_th = "ใบสั่งซื้อนี้ไม่อยู่ในสถานะที่ส่งของได้"
    title_en = "The purchase order cannot be delivered"
    detail_th = "สถานะปัจจุบันคือ {current_status} ต้องยืนยันใบสั่งซื้อก่อนส่งของ"
    detail_en = "It is {current_status}; it has to be confirmed and still open."


class DeliveryExceedsOrder(Conflict):
    """More than was confirmed and may be delivered above it."""

    code = "delivery_exceeds_order"
    title_th = "ส่งเกินจำนวนที่สั่ง"
    title_en = "More than was ordered"
    detail_th = "รายการที่ {line_no} ส่งได้อีก {left} {unit} แต่ใบส่งของมี {wanted} {unit}"
    detail_en = "Line {line_no}: {left} {unit} may still be delivered; this note has {wanted}."


class LotOfAnotherProduct(Unprocessable):
    """A lot of something else than the line."""

    code = "lot_of_another_product"
    title_th = "ล็อตนี้เป็นของสินค้าอื่น"
    title_en = "The lot is of another product"
    detail_th = "ล็อต {lot_code} ไม่ใช่สินค้าของรายการที่ {line_no}"
    detail_en = "Lot {lot_code} is not of line {line_no}'s product."


class DeliverOnPassed(Unprocessable):
    """A delivery note for a day that is over in Thailand."""

    code = "delivery_date_passed"
    title_th = "วันส่งของผ่านไปแล้ว"
    title_en = "The delivery date has passed"
    detail_th = "ระบุ {deliver_on} แต่วันนี้คือ {today_on} (เวลาประเทศไทย)"
    detail_en = "It says {deliver_on}, and today is {today_on} in Thailand."


class DeliveryNotInState(Conflict):
    """The step does not follow on where the delivery stands."""

    code = "delivery_not_in_state"
    title_th = "ทำขั้นตอนนี้กับการส่งของนี้ไม่ได้แล้ว"
    title_en = "The delivery does not stand where this step begins"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class LinesDoNotMatch(Unprocessable):
    """Each line of the delivery has to be answered once, and no other."""

    code = "delivery_lines_do_not_match"
    title_th = "รายการไม่ตรงกับใบส่งของ"
    title_en = "The lines are not those of the delivery"
    detail_th = "ระบุทุกรายการของใบส่งของครั้งเดียว"
    detail_en = "Name each line of the delivery note once."


class ArrivedMoreThanShipped(Unprocessable):
    """More came out of the vehicle than the note says went in."""

    code = "arrived_more_than_shipped"
    title_th = "จำนวนที่มาถึงมากกว่าที่ส่ง"
    title_en = "More arrived than was shipped"
    detail_th = "รายการที่ {line_no} ส่ง {shipped} {unit}"
    detail_en = "Line {line_no}: {shipped} {unit} was shipped."


class ArrivalTimeNotPlausible(Unprocessable):
    """A time to come, or before the order was placed."""

    code = "arrival_time_not_plausible"
    title_th = "เวลาที่มาถึงไม่ถูกต้อง"
    title_en = "The time of arrival is not plausible"
    detail_th = "เวลาที่มาถึงต้องไม่อยู่ในอนาคต และไม่ก่อนวันสั่งซื้อ"
    detail_en = "It is in the future, or before the order was placed."


class DeliveriesUnderWay(Conflict):
    """An order is closed when nothing of it is on the road or being inspected."""

    code = "deliveries_under_way"
    title_th = "ยังมีการส่งของที่ไม่เสร็จ"
    title_en = "A delivery is still under way"
    detail_th = "รอให้ตรวจรับหรือยกเลิกการส่งของที่ค้างอยู่ก่อน"
    detail_en = "Finish or cancel the deliveries that are under way first."
