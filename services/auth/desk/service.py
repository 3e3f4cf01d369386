"""Use cases at an officer's desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from contracts.types import Agency
from kit.db import Database
from kit.errors import AppError, NotFound
from services.auth.desk.errors import OfficerIsMember
from services.auth.errors import MissingScope
from services.auth.membership import service as membership_service
from services.auth.models.officer import Duty
from services.auth.officer import service as officer_service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Matter:
    """What an officer wants to act on: whose desk it lies on, and whom it concerns."""

    agency: Agency
    province_code: str
    resource: str
    resource_id: UUID | None
    concerns: tuple[UUID, ...] = ()
    """Organisations of which the officer must not be a member."""
    duty: Duty = Duty.OFFICER


async def refusal(
    session: AsyncSession, *, caller: Principal, matter: Matter, action: str
) -> AppError | None:
    """None when the caller may act on the matter as an officer, else the refusal, logged.

    The caller of this function commits before it raises the refusal: see `committed`.

    Raises:
        MissingScope: the token acts for an organisation.
        NotFound: the caller never was an officer, so the matter does not exist for them.
    """
    if caller.organisation_id is not None:
        raise MissingScope(scope=Scope.OFFICER.value)
    if not await officer_service.was_ever_appointed(
        session, person_id=caller.person_id, duty=matter.duty
    ):
        raise NotFound
    refused = await officer_service.judge(
        session,
        person_id=caller.person_id,
        agency=matter.agency,
        province_code=matter.province_code,
        action=action,
        resource=matter.resource,
        resource_id=matter.resource_id,
        duty=matter.duty,
    )
    if refused is not None:
        return refused
    for organisation_id in matter.concerns:
        member = await membership_service.standing(
            session, person_id=caller.person_id, organisation_id=organisation_id
        )
        if member is not None:
            return await denied(
                session, OfficerIsMember(), caller=caller, matter=matter, action=action
            )
    return None


class Refusal(Exception):
    """Carries a logged refusal out of nested work, before anything else was written."""

    def __init__(self, refused: AppError) -> None:
        super().__init__(refused.code)
        self.refused = refused


async def denied(
    session: AsyncSession, refused: AppError, *, caller: Principal, matter: Matter, action: str
) -> AppError:
    """Log a refusal for another reason than the appointment's, and give it back."""
    await officer_service.log_denial(
        session,
        person_id=caller.person_id,
        refusal=refused,
        action=action,
        resource=matter.resource,
        resource_id=matter.resource_id,
    )
    return refused


async def committed(
    database: Database, work: Callable[[AsyncSession], Awaitable[T | AppError]]
) -> T:
    """Do the work in one transaction; a refusal that it gives back is committed, then raised.

    So the log of refusals keeps it, while an error that the work raises leaves no trace.
    """
    async with database.transaction() as session:
        try:
            outcome = await work(session)
        except Refusal as refusal_:
            outcome = refusal_.refused
    if isinstance(outcome, AppError):
        raise outcome
    return outcome
