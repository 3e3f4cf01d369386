"""HTTP of signing keys."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.deps import Operator, ReadSession, Session, VaultDep
from services.auth.errors import MissingScope
from services.auth.rotation.schemas import KeyRotation, SigningKeyList, SigningKeyRead
from services.auth.signing_key import service

router = APIRouter(prefix="/auth/v1/signing-keys", tags=["token"])


@router.get("", responses=problem_responses(Unauthenticated, MissingScope))
async def list_signing_keys(_operator: Operator, session: ReadSession) -> SigningKeyList:
    """The keys and their times (operator only)."""
    keys = await service.keys(session)
    return SigningKeyList(items=[SigningKeyRead.model_validate(key) for key in keys])


@router.post(
    "/rotations",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, MissingScope),
)
async def rotate_signing_key(
    body: KeyRotation, operator: Operator, session: Session, vault: VaultDep
) -> SigningKeyList:
    """Make the next key now (operator only); else it is made by itself every 30 days.

    It is published 15 minutes before it signs, and the former ones stay published until their
    tokens have expired. `compromised` withdraws them at once.
    """
    keys = await service.rotate(
        session,
        vault=vault,
        by=operator.person_id,
        compromised=body.compromised,
        reason=body.reason,
    )
    return SigningKeyList(items=[SigningKeyRead.model_validate(key) for key in keys])
