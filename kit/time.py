"""Instants are aware UTC; dates that the law counts are of Asia/Bangkok."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

BANGKOK: Final = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def bangkok_today() -> date:
    """Today's date in Thailand."""
    return bangkok_date(now())


def bangkok_date(instant: datetime) -> date:
    """The date in Thailand at an aware instant."""
    return instant.astimezone(BANGKOK).date()


def bangkok_midnight(on: date) -> datetime:
    """The instant, in UTC, at which a date begins in Thailand."""
    return datetime.combine(on, time.min, BANGKOK).astimezone(UTC)
