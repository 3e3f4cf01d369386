"""Routes of bank statements."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.bank import service as bank_service
from services.orders.bank.errors import (
    LineAlreadyResolved,
    LineNotApplicable,
    StatementNotReadable,
)
from services.orders.bank.schemas import (
    BankLineRead,
    Resolution,
    StatementImport,
    StatementRead,
)
from services.orders.deps import Acting, FinanceMember, ReadSession, Session
from services.orders.remittance.service import Actor

router = APIRouter(prefix="/orders/v1", tags=["bank statements · รายการเดินบัญชี"])

_KEY = (IdempotencyKeyInFlight, IdempotencyKeyReused, IdempotencyKeyRequired, Unprocessable)


def _actor(caller: Acting) -> Actor:
    return Actor(caller.person_id, caller.organisation_id)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    "/bank-statements",
    status_code=201,
    response_model=StatementRead,
    responses=problem_responses(Unauthenticated, Forbidden, StatementNotReadable, *_KEY),
)
async def import_bank_statement(
    body: StatementImport, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Import your bank's CSV; within seconds each line is matched by ref1, ref2 and amount.

    A line that came in an earlier file is left out. A row that cannot be read refuses the file.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: bank_service.import_statement(session, actor=_actor(caller), wanted=body),
        status=201,
    )


@router.get("/bank-lines", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_bank_lines(
    session: ReadSession,
    caller: FinanceMember,
    page: Page,
    state: Annotated[
        Literal["waiting"] | None, Query(description="Only what waits for your decision.")
    ] = None,
) -> Paged[BankLineRead]:
    """Money that came in by your imported statements, newest first."""
    return await bank_service.page_of(
        session, seller_id=caller.organisation_id, waiting=state is not None, page=page
    )


@router.post(
    "/bank-lines/{line_id}/resolution",
    response_model=BankLineRead,
    responses=problem_responses(
        Unauthenticated, Forbidden, NotFound, LineAlreadyResolved, LineNotApplicable, *_KEY
    ),
)
async def resolve_bank_line(
    line_id: UUID,
    body: Resolution,
    session: Session,
    caller: FinanceMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Decide, once, about a line that did not match exactly."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: bank_service.resolve(
            session, actor=_actor(caller), line_id=line_id, wanted=body
        ),
    )
