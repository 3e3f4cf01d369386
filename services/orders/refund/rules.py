"""Where a refund may go next: pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.orders.ports import RefundStatus

_RANK: Final[Mapping[RefundStatus, int]] = MappingProxyType(
    {status: rank for rank, status in enumerate(RefundStatus)}
)


def advances(old: RefundStatus, new: RefundStatus) -> bool:
    """Whether news move a refund on. Late news of an earlier state do not; failing is final."""
    return _RANK[new] > _RANK[old]
