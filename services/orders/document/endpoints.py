"""Routes of documents: lists and PDFs, for parties and for shoppers."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.orders.deps import Acting, CartToken, ReadSession, ResourcesDep, acting
from services.orders.document import service
from services.orders.document.data import DocumentKind
from services.orders.document.schemas import DocumentList, DocumentRead
from services.orders.models.document import Document

router = APIRouter(tags=["documents · เอกสาร"])

PartyReader = Annotated[
    Acting,
    Depends(acting(Scope.BUY, Scope.APPROVE, Scope.INSPECT, Scope.FINANCE, Scope.SELL, Scope.READ)),
]
_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/pdf": {}}, "description": "The document as PDF/A-3b"}
}


_ZIP: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/zip": {}}, "description": "The documents as PDFs in one zip"}
}


class PdfResponse(Response):
    """A PDF, for the API's own description."""

    media_type = "application/pdf"


class ZipResponse(Response):
    """A zip, for the API's own description."""

    media_type = "application/zip"


@router.get(
    "/orders/v1/documents", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable)
)
async def list_documents(
    session: ReadSession,
    caller: PartyReader,
    page: Page,
    kind: Annotated[DocumentKind | None, Query(description="Only documents of this kind.")] = None,
    file_id: Annotated[
        UUID | None,
        Query(description="Only what is filed under this order group, requisition or order."),
    ] = None,
) -> Paged[DocumentRead]:
    """Documents of which your organisation is the seller or the buyer, newest first."""
    return await service.page_of(
        session, party_id=caller.organisation_id, kind=kind, file_id=file_id, page=page
    )


@router.get(
    "/orders/v1/documents/{document_id}.pdf",
    response_class=PdfResponse,
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable) | _PDF,
)
async def read_document(
    document_id: UUID, resources: ResourcesDep, caller: PartyReader
) -> Response:
    """A document of yours, printed; the same bytes each time."""
    async with resources.database.reading() as session:
        document = await service.readable(
            session, document_id=document_id, party_id=caller.organisation_id
        )
    return await _printed(document)


@router.get(
    "/orders/v1/purchase-orders/{order_id}/documents",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def list_purchase_order_documents(
    order_id: UUID, session: ReadSession, caller: PartyReader
) -> DocumentList:
    """The file of a purchase order of yours, as far as it is yours to read, oldest first."""
    items = await service.of_purchase_order(
        session, order_id=order_id, party_id=caller.organisation_id
    )
    return DocumentList(items=items)


@router.get(
    "/orders/v1/purchase-orders/{order_id}/documents.zip",
    response_class=ZipResponse,
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable) | _ZIP,
)
async def read_purchase_order_file(
    order_id: UUID, resources: ResourcesDep, caller: PartyReader
) -> Response:
    """The file of a purchase order of yours as one zip of PDFs."""
    async with resources.database.reading() as session:
        documents = await service.file_of_purchase_order(
            session, order_id=order_id, party_id=caller.organisation_id
        )
    return ZipResponse(
        await service.render_file(documents),
        headers={
            "Content-Disposition": f'attachment; filename="{order_id}.zip"',
            "Cache-Control": "private, max-age=0, must-revalidate",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.get(
    "/storefront/v1/orders/{group_id}/documents",
    responses=problem_responses(NotFound, Unprocessable),
)
async def list_group_documents(
    group_id: UUID, token: CartToken, session: ReadSession
) -> DocumentList:
    """Confirmations and receipts of your orders, with the token of their cart."""
    return DocumentList(items=await service.of_group(session, group_id=group_id, token=token))


@router.get(
    "/storefront/v1/orders/{group_id}/documents/{document_id}.pdf",
    response_class=PdfResponse,
    responses=problem_responses(NotFound, Unprocessable) | _PDF,
)
async def read_group_document(
    group_id: UUID, document_id: UUID, token: CartToken, resources: ResourcesDep
) -> Response:
    """A confirmation or receipt of your order, printed, with the token of its cart."""
    async with resources.database.reading() as session:
        document = await service.readable_by_shopper(
            session, document_id=document_id, group_id=group_id, token=token
        )
    return await _printed(document)


async def _printed(document: Document) -> Response:
    # Printed after the connection went back: typst needs none, and takes its time.
    content = await service.render(document)
    return PdfResponse(
        content,
        headers={
            "Content-Disposition": f'inline; filename="{document.number}.pdf"',
            "ETag": f'"{document.content_hash}"',
            "Cache-Control": "private, max-age=0, must-revalidate",
            "X-Content-Type-Options": "nosniff",
        },
    )
