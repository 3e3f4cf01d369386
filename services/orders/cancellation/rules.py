"""Why orders are called off, and what that means for the shelf: pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.orders.cancellation.schemas import Reason
from services.orders.models.order import OrderStatus

TO_DECLINE: Final = frozenset(
    {
        Reason.OUT_OF_STOCK,
        Reason.CANNOT_DELIVER,
        Reason.PRICE_ERROR,
        Reason.CLOSED,
        Reason.DAMAGED,
        Reason.OTHER,
    }
)
TO_CANCEL: Final = TO_DECLINE | {Reason.BUYER_ASKED}
TO_REFUND: Final = frozenset(
    {
        Reason.LOST,
        Reason.DAMAGED,
        Reason.RETURNED,
        Reason.NOT_AS_DESCRIBED,
        Reason.BUYER_ASKED,
        Reason.OTHER,
    }
)

NOT_ACCEPTED_YET: Final = (OrderStatus.PAID,)
NOT_SHIPPED_YET: Final = (OrderStatus.PAID, OrderStatus.ACCEPTED, OrderStatus.PACKED)
GONE: Final = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)

_NOT_ON_THE_SHELF: Final = frozenset(
    {Reason.OUT_OF_STOCK, Reason.DAMAGED, Reason.LOST, Reason.NOT_AS_DESCRIBED}
)


def goes_back_on_shelf(reason: Reason, *, had_left: bool) -> bool:
    """Whether the goods can be sold again: what had left only when it was returned."""
    if had_left:
        return reason is Reason.RETURNED
    return reason not in _NOT_ON_THE_SHELF


WORDING: Final[Mapping[Reason, tuple[str, str]]] = MappingProxyType(
    {
        Reason.OUT_OF_STOCK: ("สินค้าหมด", "out of stock"),
        Reason.CANNOT_DELIVER: ("จัดส่งไม่ได้", "it cannot be delivered"),
        Reason.PRICE_ERROR: ("ราคาผิดพลาด", "the price was wrong"),
        Reason.CLOSED: ("ร้านปิดชั่วคราว", "the shop is closed for a time"),
        Reason.BUYER_ASKED: ("ผู้ซื้อขอยกเลิก", "you asked for it"),
        Reason.DAMAGED: ("สินค้าเสียหาย", "the goods were damaged"),
        Reason.LOST: ("พัสดุสูญหาย", "the parcel was lost"),
        Reason.RETURNED: ("ได้รับสินค้าคืนแล้ว", "the goods were returned"),
        Reason.NOT_AS_DESCRIBED: ("สินค้าไม่ตรงตามที่แจ้ง", "not as described"),
        Reason.NOT_ACCEPTED_IN_TIME: (
            "ผู้ขายไม่ได้รับคำสั่งซื้อภายในเวลา",
            "the seller did not accept it in time",
        ),
        Reason.OTHER: ("เหตุผลอื่น", "another reason"),
    }
)
