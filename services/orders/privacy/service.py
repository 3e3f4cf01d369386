"""Use cases of a person's data."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import PersonErasureRequested, PersonExportRequested
from contracts.events.orders import OrdersPersonErasureApplied, OrdersPersonExportReady
from contracts.events.people import LONGEST_PART
from kit import personal_data, sealing
from kit.events.outbox import publish
from kit.time import bangkok_today
from services.orders.models import Base

_PSEUDONYMISED: Final[Mapping[str, str]] = {"membership.person_id": "display_name"}
"""The copy of members. Names in requisitions, signatures, receipts and invoices stand in
documents of procurement and tax, which the law keeps."""

_YEARS_KEPT: Final = 5
"""Accounting Act: accounts and documents are kept five years from the year's end."""


async def export(session: AsyncSession, *, request: PersonExportRequested) -> None:
    """Publish everything held about the person, sealed to the request's key, in parts."""
    rows = await personal_data.held(session, Base.metadata, person_id=request.person_id)
    sealed = sealing.seal(
        personal_data.document(rows),
        public=base64.b64decode(request.public_key),
        purpose=str(request.request_id),
    )
    text = base64.b64encode(sealed).decode()
    parts = [text[at : at + LONGEST_PART] for at in range(0, len(text), LONGEST_PART)]
    for number, part in enumerate(parts, 1):
        await publish(
            session,
            OrdersPersonExportReady(
                version=number,
                request_id=request.request_id,
                person_id=request.person_id,
                part=number,
                parts=len(parts),
                sealed=part,
            ),
        )


async def erase(session: AsyncSession, *, request: PersonErasureRequested) -> None:
    """Forget the person's name where no law keeps it, and publish what was done."""
    done = await personal_data.pseudonymise(
        session, _PSEUDONYMISED, Base.metadata, person_id=request.person_id
    )
    kept = await personal_data.count_held(session, Base.metadata, person_id=request.person_id)
    await publish(
        session,
        OrdersPersonErasureApplied(
            version=1,
            request_id=request.request_id,
            person_id=request.person_id,
            pseudonymised=done,
            kept=kept,
            retain_until_on=_end_of_retention(bangkok_today()) if kept else None,
        ),
    )


def _end_of_retention(today: date) -> date:
    return date(today.year + _YEARS_KEPT, 12, 31)
