"""Use cases of the yearly confirmation."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind
from kit.db import Database
from kit.time import bangkok_date, bangkok_midnight, bangkok_today
from services.auth.confirmation import queries, rules
from services.auth.confirmation.errors import AlreadyConfirmed, ConfirmationNotForKind
from services.auth.confirmation.schemas import ConfirmationRead
from services.auth.membership import service as membership_service
from services.auth.models import Organisation
from services.auth.models.registry import OrganisationAction
from services.auth.notice import service as notice_service
from services.auth.organisation import service as organisation_service

_BUDDHIST_ERA: Final = 543


async def read(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID
) -> ConfirmationRead:
    """Where the organisation stands today.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.READ
    )
    organisation = await organisation_service.get(session, organisation_id=organisation_id)
    return _read(organisation, bangkok_today())


async def confirm(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID
) -> ConfirmationRead:
    """Confirm that the enterprise goes on this year, in January or late, and publish it.

    Raises:
        NotFound, MissingScope, ConfirmationNotForKind, AlreadyConfirmed.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    organisation = await organisation_service.lock(session, organisation_id=organisation_id)
    today = bangkok_today()
    if organisation.kind != OrganisationKind.COMMUNITY_ENTERPRISE:
        raise ConfirmationNotForKind
    if organisation.confirmed_year is not None and organisation.confirmed_year >= today.year:
        raise AlreadyConfirmed
    organisation.confirmed_year = today.year
    await organisation_service.record(
        session,
        organisation,
        action=OrganisationAction.CONFIRMED,
        by=caller.person_id,
        reason=None,
    )
    return _read(await organisation_service.changed(session, organisation), today)


def _read(organisation: Organisation, today: date) -> ConfirmationRead:
    return ConfirmationRead(
        organisation_id=organisation.id,
        state=rules.state_on(
            today,
            kind=OrganisationKind(organisation.kind),
            registered_on=bangkok_date(organisation.created_at),
            confirmed_year=organisation.confirmed_year,
        ),
        year=today.year,
        confirmed_year=organisation.confirmed_year,
        due_on=date(today.year, 1, rules.LAST_DAY),
    )


async def remind_next(database: Database) -> bool:
    """The due task: remind the next enterprise that has not confirmed; whether there was one."""
    return await remind_on(database, bangkok_today())


async def remind_on(database: Database, today: date) -> bool:
    """Remind one on a Bangkok date; each at most once at each stage of a year."""
    stage = rules.stage_on(today)
    if stage is None:
        return False
    async with database.transaction() as session:
        row = await queries.next_to_remind(
            session,
            year=today.year,
            stage=stage,
            registered_before=bangkok_midnight(date(today.year, 1, 1)),
        )
        if row is None:
            return False
        await queries.insert_reminder(session, organisation_id=row.id, year=today.year, stage=stage)
        await notice_service.tell_organisation(
            session,
            organisation_id=row.id,
            roles=(Role.OWNER, Role.MANAGER),
            template="confirmation_due",
            data={
                "organisation": row.name_th,
                "year_th": str(today.year + _BUDDHIST_ERA),
                "year": str(today.year),
            },
            dedupe_key=f"confirmation:{row.id}:{today.year}:{stage}",
        )
    return True
