"""Use cases: who owes how much for how long, and the statement of a pair."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.time import bangkok_today
from services.orders.party import service as party_service
from services.orders.receivable import queries, rules
from services.orders.receivable.errors import PeriodNotPlausible
from services.orders.receivable.schemas import Ageing, Statement

LONGEST_DAYS: Final = 366


async def ageing(
    session: AsyncSession, *, party_id: UUID, side: Literal["seller", "buyer"]
) -> Ageing:
    """What the party is owed (as seller) or owes (as buyer) today, by days late."""
    today = bangkok_today()
    owed = await queries.ageing(session, party_id=party_id, side=side, today=today)
    names = await party_service.find_many(session, party_ids={each.party_id for each in owed})
    rows = rules.ageing_rows(owed, {each: party.name_th for each, party in names.items()})
    return Ageing(
        on=today,
        outstanding_satang=sum(row.outstanding_satang for row in rows),
        buckets=rules.sums(rows),
        parties=rows,
    )


async def statement(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, from_on: date, until_on: date
) -> Statement:
    """What moved the debt of a buyer to a seller from one day to another, both included.

    A pair that had nothing with each other has an empty one. Raises PeriodNotPlausible.
    """
    if not 0 <= (until_on - from_on).days < LONGEST_DAYS:
        raise PeriodNotPlausible
    pair = {"seller_id": seller_id, "buyer_id": buyer_id}
    opening = await queries.opening(session, **pair, from_on=from_on)
    found = await queries.movements(session, **pair, from_on=from_on, until_on=until_on)
    lines = rules.statement_lines(found, opening=opening)
    return Statement(
        **pair,
        from_on=from_on,
        until_on=until_on,
        opening_satang=opening,
        closing_satang=lines[-1].balance_satang if lines else opening,
        lines=lines,
    )
