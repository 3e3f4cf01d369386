"""Use cases: credit terms, the limit, and whether an order still fits into it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Capability
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import now
from services.orders.credit import queries
from services.orders.credit.errors import CreditLimitExceeded, LimitBelowUse, TermAlreadySet
from services.orders.credit.rules import chosen, closeness
from services.orders.credit.schemas import (
    CreditLineRead,
    CreditTermCreate,
    CreditTermList,
    CreditTermRead,
)
from services.orders.models.credit import CreditLine
from services.orders.party import service as party_service
from services.orders.purchase.rules import baht


async def days(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, buyer_kind: str, on: date
) -> int:
    """How many days an invoice of that date may be owed. LookupError when no row is in force."""
    known = await queries.terms(session, seller_id=seller_id, buyer_id=buyer_id)
    term = chosen(known, seller_id=seller_id, buyer_id=buyer_id, buyer_kind=buyer_kind, on=on)
    if term is None:
        raise LookupError(f"no credit term is in force on {on} for {buyer_kind}")
    return term.days


async def add_term(
    session: AsyncSession, *, seller_id: UUID, wanted: CreditTermCreate
) -> CreditTermRead:
    """A seller's term for a buyer, from a day on; earlier invoices keep their due date.

    Raises NotFound: no such buyer. TermAlreadySet.
    """
    await _require_buyer(session, wanted.buyer_id)
    added = await queries.add_term(
        session,
        {
            "id": uuid7(),
            "seller_id": seller_id,
            "buyer_id": wanted.buyer_id,
            "buyer_kinds": [],
            "days": wanted.days,
            "from_on": wanted.from_on,
            "source_th": wanted.note or "ผู้ขายกำหนดให้ผู้ซื้อรายนี้",
            "source_en": wanted.note or "Set by the seller for this buyer",
        },
    )
    if added is None:
        raise TermAlreadySet
    return CreditTermRead.model_validate(added)


async def terms(session: AsyncSession, *, party_id: UUID) -> CreditTermList:
    """The general terms and those that the party gives or is given, the closest first."""
    found = await queries.terms(session, seller_id=party_id, buyer_id=party_id)
    ordered = sorted(found, key=closeness, reverse=True)
    return CreditTermList(items=[CreditTermRead.model_validate(each) for each in ordered])


async def set_limit(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, limit_satang: int
) -> CreditLineRead:
    """State the most that the buyer may owe. Raises NotFound, LimitBelowUse."""
    await _require_buyer(session, buyer_id)
    await queries.open_line(
        session, seller_id=seller_id, buyer_id=buyer_id, limit_satang=limit_satang, at=now()
    )
    line = await _measured(session, seller_id=seller_id, buyer_id=buyer_id)
    if line is None:
        raise NotFound
    credit, used = line
    if used > limit_satang:
        raise LimitBelowUse(used_baht=baht(used))
    credit.limit_satang, credit.used_satang, credit.measured_at = limit_satang, used, now()
    await session.flush()
    return _read(credit)


async def find(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID) -> CreditLineRead:
    """The pair's limit and what is used of it at this moment. Raises NotFound."""
    credit = await queries.line(session, seller_id=seller_id, buyer_id=buyer_id)
    if credit is None:
        raise NotFound
    used = await queries.used(session, seller_id=seller_id, buyer_id=buyer_id)
    return CreditLineRead(
        seller_id=seller_id,
        buyer_id=buyer_id,
        limit_satang=credit.limit_satang,
        used_satang=used,
        available_satang=max(0, credit.limit_satang - used),
        measured_at=now(),
    )


async def require_room(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID) -> None:
    """Everything that stands in this transaction fits into the pair's limit.

    Called after the seller's promise was written: of two promises that meet, the second is
    measured with the first. Raises CreditLimitExceeded with what was left without this promise.
    """
    # Measured before what the caller has not flushed yet, for the refusal's own words.
    with session.no_autoflush:
        line = await _measured(session, seller_id=seller_id, buyer_id=buyer_id)
    if line is None:
        return
    credit, before = line
    await session.flush()
    used = await queries.used(session, seller_id=seller_id, buyer_id=buyer_id)
    if used > credit.limit_satang:
        left = max(0, credit.limit_satang - before)
        raise CreditLimitExceeded(available_baht=baht(left), available_satang=left)
    credit.used_satang, credit.measured_at = used, now()
    await session.flush()


async def _measured(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID
) -> tuple[CreditLine, int] | None:
    credit = await queries.locked_line(session, seller_id=seller_id, buyer_id=buyer_id)
    if credit is None:
        return None
    return credit, await queries.used(session, seller_id=seller_id, buyer_id=buyer_id)


async def _require_buyer(session: AsyncSession, buyer_id: UUID) -> None:
    buyer = await party_service.find(session, party_id=buyer_id)
    if buyer is None or Capability.BUY.value not in buyer.capabilities:
        raise NotFound


def _read(credit: CreditLine) -> CreditLineRead:
    own = CreditLineRead.model_fields.keys() - {"available_satang"}
    return CreditLineRead(
        **{name: getattr(credit, name) for name in own},
        available_satang=credit.limit_satang - credit.used_satang,
    )
