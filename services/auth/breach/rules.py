"""The clock of the law. Pure, no I/O."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

REPORT_WITHIN: Final = timedelta(hours=72)
"""PDPA section 37 (4): to the Office without delay, within 72 hours where feasible."""


def hours_left(discovered_at: datetime, *, reported_at: datetime | None, at: datetime) -> int:
    """Whole hours until the report is due; 0 when it was made or is late."""
    if reported_at is not None:
        return 0
    return max(0, int((discovered_at + REPORT_WITHIN - at).total_seconds() // 3600))


def is_overdue(discovered_at: datetime, *, reported_at: datetime | None, at: datetime) -> bool:
    """Whether the report came after 72 hours, or has not come and they are over."""
    return (reported_at or at) > discovered_at + REPORT_WITHIN
