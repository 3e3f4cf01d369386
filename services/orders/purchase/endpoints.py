"""Routes of purchase orders."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.http import etag
from kit.pagination import Page, Paged
from services.orders.deps import Acting, ReadSession, acting
from services.orders.purchase import service as purchase_service
from services.orders.purchase.schemas import PurchaseOrderRead, PurchaseOrderSummary, Side

router = APIRouter(prefix="/orders/v1/purchase-orders", tags=["purchase orders · ใบสั่งซื้อ"])

PartyReader = Annotated[
    Acting,
    Depends(acting(Scope.BUY, Scope.APPROVE, Scope.INSPECT, Scope.FINANCE, Scope.SELL, Scope.READ)),
]


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_purchase_orders(
    session: ReadSession,
    caller: PartyReader,
    page: Page,
    side: Annotated[
        Side | None, Query(description="Only what you bought, or only what you are to deliver.")
    ] = None,
) -> Paged[PurchaseOrderSummary]:
    """Purchase orders that your organisation placed or received, newest first."""
    rows, cursor = await purchase_service.page_of(
        session, party_id=caller.organisation_id, side=side, page=page
    )
    return Paged[PurchaseOrderSummary](
        items=[PurchaseOrderSummary.model_validate(row) for row in rows], next_cursor=cursor
    )


@router.get("/{order_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_purchase_order(
    order_id: UUID, session: ReadSession, caller: PartyReader, response: Response
) -> PurchaseOrderRead:
    """A purchase order of yours, as its buyer or its seller; anybody else's does not exist."""
    found = await purchase_service.one(session, order_id=order_id, party_id=caller.organisation_id)
    response.headers["ETag"] = etag(found.version)
    return PurchaseOrderRead.model_validate(found)
