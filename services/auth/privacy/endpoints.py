"""HTTP of a person's data."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response, status

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.contact.schemas import PasswordGiven
from services.auth.credential.errors import PasswordNotConfirmed
from services.auth.deps import (
    AccountCaller,
    DatabaseDep,
    Hashing,
    Operator,
    ReadSession,
    Session,
    VaultDep,
)
from services.auth.errors import MissingScope
from services.auth.membership.errors import LastOwner
from services.auth.password.errors import HashingBusy
from services.auth.privacy import service
from services.auth.privacy.errors import ExportNotReady, PrivacyRequestOpen
from services.auth.privacy.schemas import PrivacyCaseRead
from services.auth.throttle.errors import TooManyAttempts

router = APIRouter(prefix="/auth/v1/privacy", tags=["privacy"])


@router.post(
    "/exports",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(Unauthenticated, PrivacyRequestOpen),
)
async def ask_for_export(
    caller: AccountCaller, session: Session, vault: VaultDep
) -> PrivacyCaseRead:
    """Ask for everything that is held about you; a job that all three services answer."""
    return await service.ask_for_export(session, vault=vault, caller=caller)


@router.get("/exports/{case_id}", responses=problem_responses(Unauthenticated, NotFound))
async def read_export(
    case_id: UUID, caller: AccountCaller, session: ReadSession
) -> PrivacyCaseRead:
    """Where your request stands."""
    return await service.own_case(session, caller=caller, case_id=case_id)


@router.get(
    "/exports/{case_id}/download",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {}}, "description": "One JSON file a service"},
        **problem_responses(Unauthenticated, NotFound, ExportNotReady),
    },
)
async def download_export(
    case_id: UUID, caller: AccountCaller, session: Session, vault: VaultDep
) -> Response:
    """Your data as a zip of JSON files, for seven days, for you alone."""
    content = await service.download(session, vault=vault, caller=caller, case_id=case_id)
    headers = {
        "Content-Disposition": f'attachment; filename="talat-{case_id}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)


@router.post(
    "/erasures",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(
        Unauthenticated,
        PasswordNotConfirmed,
        LastOwner,
        PrivacyRequestOpen,
        TooManyAttempts,
        HashingBusy,
    ),
)
async def ask_for_erasure(
    body: PasswordGiven, caller: AccountCaller, database: DatabaseDep, hashing: Hashing
) -> PrivacyCaseRead:
    """Close your account and erase what is personal, here at once and in every service.

    Tax documents, procurement documents and accounts stay as long as the law says. The last
    owner of an organisation hands it over first.
    """
    return await service.ask_for_erasure(
        database, hashing=hashing, caller=caller, password=body.password
    )


@router.get("/cases", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable))
async def list_privacy_cases(
    _operator: Operator, session: ReadSession, page: Page
) -> Paged[PrivacyCaseRead]:
    """Every request with its proofs (operator only); nothing personal is in it."""
    return await service.list_cases(session, page=page)
