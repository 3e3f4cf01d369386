"""How long an application has waited. Pure, no I/O."""

from __future__ import annotations

from datetime import datetime

from kit.time import bangkok_date


def waiting_days(submitted_at: datetime | None, at: datetime) -> int:
    """How many Bangkok days an application has waited."""
    if submitted_at is None:
        return 0
    return (bangkok_date(at) - bangkok_date(submitted_at)).days
