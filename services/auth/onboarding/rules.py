"""Words for applications. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts.types import Capability

CAPABILITY_WORDS: Final[Mapping[Capability, tuple[str, str]]] = MappingProxyType(
    {
        Capability.SELL: ("ขายสินค้า", "sell"),
        Capability.BUY: ("สั่งซื้อ", "buy"),
        Capability.AGGREGATE: ("เป็นผู้รวบรวมสินค้า", "sell for producers"),
    }
)
"""How a capability is named in a notice, in Thai and English."""
