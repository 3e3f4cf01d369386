"""Pure rules of receiving windows: hours of a Bangkok day as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from kit.time import BANGKOK


def instant(on: date, at: time) -> datetime:
    """An hour of a Bangkok date, in UTC."""
    return datetime.combine(on, at, BANGKOK).astimezone(UTC)
