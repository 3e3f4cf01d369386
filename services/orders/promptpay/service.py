"""Use cases: the biller id under which a seller is paid."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import NotFound
from kit.time import now
from services.orders.promptpay import queries
from services.orders.promptpay.schemas import BillerRead


async def biller_id(session: AsyncSession, *, seller_id: UUID) -> str | None:
    """The seller's biller id, or None: then its invoices bear no QR code."""
    found = await queries.biller(session, seller_id=seller_id)
    return found.biller_id if found else None


async def set_biller(session: AsyncSession, *, seller_id: UUID, wanted: str) -> BillerRead:
    """State the biller id that the next invoices bear; issued ones keep theirs."""
    at = now()
    await queries.set_biller(session, seller_id=seller_id, biller_id=wanted, at=at)
    return BillerRead(seller_id=seller_id, biller_id=wanted, changed_at=at)


async def find(session: AsyncSession, *, seller_id: UUID) -> BillerRead:
    """The seller's biller id. Raises NotFound when none was stated."""
    found = await queries.biller(session, seller_id=seller_id)
    if found is None:
        raise NotFound
    return BillerRead.model_validate(found)
