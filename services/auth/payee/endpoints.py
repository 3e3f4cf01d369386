"""HTTP of the payee."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.deps import Caller, ReadSession, Session, VaultDep
from services.auth.errors import MissingScope
from services.auth.membership.errors import OwnerNeeded
from services.auth.payee import service
from services.auth.payee.errors import AccountNumberNotValid
from services.auth.payee.schemas import PayeeRead, PayeeSet

router = APIRouter(prefix="/auth/v1/organisations/{organisation_id}/payee", tags=["organisation"])

_PARTY = (Unauthenticated, MissingScope, NotFound)


@router.post("", responses=problem_responses(*_PARTY, OwnerNeeded, AccountNumberNotValid))
async def name_payee(
    organisation_id: UUID, body: PayeeSet, caller: Caller, session: Session, vault: VaultDep
) -> PayeeRead:
    """Say who receives the money (owner). The account's number is never shown again."""
    return await service.name(
        session, caller=caller, organisation_id=organisation_id, payee=body, vault=vault
    )


@router.get("", responses=problem_responses(*_PARTY))
async def read_payee(organisation_id: UUID, caller: Caller, session: ReadSession) -> PayeeRead:
    """Who receives the money, with the account masked (finance)."""
    return await service.read(session, caller=caller, organisation_id=organisation_id)
