"""Routes of the ledger feature."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from kit.errors import Forbidden, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.orders.deps import FinanceMember, ReadSession, ResourcesDep
from services.orders.ledger import service
from services.orders.ledger.schemas import Balances, Entry
from services.orders.models.ledger import AccountKind

router = APIRouter(prefix="/orders/v1/ledger", tags=["ledger · บัญชี"])


@router.get("/balances", responses=problem_responses(Unauthenticated, Forbidden))
async def read_balances(session: ReadSession, caller: FinanceMember) -> Balances:
    """Your organisation's balances in satang; below nought is what the operator owes you."""
    return await service.balances(session, party_id=caller.organisation_id)


_CSV: Final = "text/csv"
_AS_CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            _CSV: {
                "example": "id,posted_at,account,cause,cause_id,order_id,order_number,"
                "amount_satang\r\n"
            }
        }
    }
}


@router.get(
    "/entries",
    response_model=Paged[Entry],
    responses=_AS_CSV | problem_responses(Unauthenticated, Forbidden, Unprocessable),
)
async def read_entries(
    session: ReadSession,
    resources: ResourcesDep,
    caller: FinanceMember,
    page: Page,
    account: Annotated[AccountKind | None, Query(description="Only this account")] = None,
    accept: Annotated[str | None, Header(description="`text/csv` gives the whole of it")] = None,
) -> Any:
    """Your organisation's statement, newest first: each entry with its cause and order.

    With `Accept: text/csv` the whole statement is streamed, without pages.
    """
    party_id = caller.organisation_id
    if accept is not None and _CSV in accept:
        rows = service.statement_csv(resources.database, party_id=party_id, account=account)
        headers = {"Content-Disposition": 'attachment; filename="statement.csv"'}
        answer: Response = StreamingResponse(rows, media_type=_CSV, headers=headers)
        return answer
    return await service.entries(session, party_id=party_id, account=account, page=page)
