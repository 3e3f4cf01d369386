"""Routes of invoices."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.http import etag
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.deps import Acting, ReadSession, Session, acting
from services.orders.invoice import service as invoice_service
from services.orders.invoice.errors import NothingToInvoice
from services.orders.invoice.schemas import InvoiceRead, InvoiceSummary
from services.orders.purchase.schemas import Side

router = APIRouter(prefix="/orders/v1", tags=["invoices · ใบแจ้งหนี้"])

InvoicingMember = Annotated[Acting, Depends(acting(Scope.FINANCE, Scope.SELL))]
PartyReader = Annotated[
    Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.FINANCE, Scope.SELL, Scope.READ))
]


@router.post(
    "/deliveries/{delivery_id}/invoice",
    status_code=201,
    response_model=InvoiceRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        NothingToInvoice,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
)
async def issue_invoice(
    delivery_id: UUID, session: Session, caller: InvoicingMember, key: RequiredIdempotencyKey
) -> Response:
    """Invoice a delivery of yours now; without this it happens when every inspector has signed.

    Before the inspection the invoice is for what was shipped and cannot be paid; when the goods
    receipt is signed, a credit note takes off what was not accepted.
    """
    return await key.run(
        session,
        caller=f"{caller.person_id}:{caller.organisation_id}",
        body=None,
        action=lambda: invoice_service.issue(
            session, seller_id=caller.organisation_id, delivery_id=delivery_id
        ),
        status=201,
    )


@router.get("/invoices", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_invoices(
    session: ReadSession,
    caller: PartyReader,
    page: Page,
    side: Annotated[
        Side | None, Query(description="Only what you owe (buyer) or are owed (seller).")
    ] = None,
    state: Annotated[
        Literal["open"] | None, Query(description="Only what is not paid in full.")
    ] = None,
) -> Paged[InvoiceSummary]:
    """Invoices that your organisation issued or received, newest first."""
    return await invoice_service.page_of(
        session, party_id=caller.organisation_id, side=side, open_only=state is not None, page=page
    )


@router.get(
    "/invoices/{invoice_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound)
)
async def read_invoice(
    invoice_id: UUID, session: ReadSession, caller: PartyReader, response: Response
) -> InvoiceRead:
    """An invoice of yours, with what is to be transferred today and the QR text for it."""
    found = await invoice_service.find(
        session, invoice_id=invoice_id, party_id=caller.organisation_id
    )
    response.headers["ETag"] = etag(found.version)
    return found
