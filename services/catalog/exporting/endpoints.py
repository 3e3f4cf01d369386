"""HTTP of exports."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from kit.errors import Unauthenticated, Unprocessable, problem_responses
from services.catalog.deps import DatabaseDep, MissingScope, NoOrganisation, PartyReader
from services.catalog.exporting import service
from services.catalog.exporting.errors import ExportTooLarge
from services.catalog.exporting.schemas import ExportFormat

router = APIRouter(prefix="/exports", tags=["imports"])

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            _XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.get(
    "",
    summary="ส่งออกรายการสินค้าทั้งหมดของร้าน · Export the party's whole list",
    response_class=Response,
    responses={
        **_FILES,
        **problem_responses(
            Unauthenticated, NoOrganisation, MissingScope, ExportTooLarge, Unprocessable
        ),
    },
)
async def export_products(
    actor: PartyReader,
    database: DatabaseDep,
    file_format: Annotated[ExportFormat, Query(alias="format")] = ExportFormat.CSV,
) -> Response:
    """In the columns of an import: mend it in a spreadsheet and send it back."""
    shop_id = actor.organisation_id
    headers = {"Content-Disposition": f'attachment; filename="products.{file_format.value}"'}
    if file_format is ExportFormat.XLSX:
        body = await service.as_xlsx(database, shop_id=shop_id)
        return Response(body, media_type=_XLSX, headers=headers)
    return StreamingResponse(
        service.as_csv(database, shop_id=shop_id),
        media_type="text/csv; charset=utf-8",
        headers=headers,
    )
