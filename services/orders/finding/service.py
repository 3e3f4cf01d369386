"""Reporting what a person has to look at, once for each thing."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import structlog
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from kit.time import now
from services.orders.finding import queries

_log = structlog.get_logger(__name__)
_FOUND: Final = Counter(
    "talat_orders_payment_findings_total", "Differences between Stripe and us", ["kind"]
)


class Finding(StrEnum):
    """Kinds of differences."""

    UNKNOWN_INTENT = "unknown_intent"
    """Stripe took money under the name of a group of ours, by an intent that we did not make."""
    UNKNOWN_REFUND = "unknown_refund"
    """Stripe sent money back that we did not ask for."""
    MISSING_INTENT = "missing_intent"
    MISSING_REFUND = "missing_refund"
    AMOUNT_DIFFERS = "amount_differs"
    STATE_DIFFERS = "state_differs"
    REFUND_FAILED = "refund_failed"
    """A shopper is still to get money back, and not by Stripe."""


async def report(
    session: AsyncSession,
    *,
    kind: Finding,
    subject: str,
    expected_satang: int | None = None,
    actual_satang: int | None = None,
) -> None:
    """Write a finding down; seen again, it is the same one."""
    _log.error("payment_finding", kind=kind.value, subject=subject)
    _FOUND.labels(kind.value).inc()
    await queries.upsert(
        session,
        kind=kind.value,
        subject=subject,
        expected_satang=expected_satang,
        actual_satang=actual_satang,
        at=now(),
    )


async def resolve(session: AsyncSession, *, kind: Finding, subject: str) -> None:
    """The difference is gone; nothing happens when it was never there."""
    await queries.resolve(session, kind=kind.value, subject=subject, at=now())
