"""Use cases of offices on organisations."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind, OrganisationStatus
from kit.db import Database
from kit.errors import AppError, NotFound
from kit.time import now
from services.auth.desk import service as desk_service
from services.auth.desk.service import Matter
from services.auth.membership import service as membership_service
from services.auth.membership.errors import OwnerNeeded
from services.auth.models import Organisation
from services.auth.models.registry import OrganisationAction
from services.auth.notice import service as notice_service
from services.auth.officer import rules as officer_rules
from services.auth.organisation import rules as organisation_rules
from services.auth.organisation import service as organisation_service
from services.auth.organisation.schemas import OrganisationCreate, OrganisationRead
from services.auth.registry import queries, rules
from services.auth.registry.errors import (
    ClaimCodeNotValid,
    KindNotRegistered,
    OrganisationClaimed,
    OrganisationStatusConflict,
)
from services.auth.registry.schemas import ClaimCodeRead, RegisteredRead

RESOURCE: Final = "organisation"


def matter_of(organisation: Organisation) -> Matter:
    """Whose desk the organisation lies on.

    Raises:
        NotFound: no office keeps its kind.
    """
    agency = officer_rules.registering_agency(OrganisationKind(organisation.kind))
    if agency is None:
        raise NotFound
    return Matter(
        agency=agency,
        province_code=organisation.province_code,
        resource=RESOURCE,
        resource_id=organisation.id,
        concerns=(organisation.id,),
    )


async def register(
    database: Database, *, caller: Principal, organisation: OrganisationCreate
) -> RegisteredRead:
    """An officer enters a group of the own province; its members claim it with the code.

    Raises:
        KindNotRegistered, NotFound, an officer's refusal, and what creating raises.
    """
    agency = officer_rules.registering_agency(organisation.kind)
    if agency is None:
        raise KindNotRegistered
    province, _ = organisation_rules.check_place(
        organisation.province_code, organisation.subdistrict_code
    )
    matter = Matter(agency, province, RESOURCE, None)

    async def work(session: AsyncSession) -> RegisteredRead | AppError:
        refused = await desk_service.refusal(
            session, caller=caller, matter=matter, action="register"
        )
        if refused is not None:
            return refused
        made = await organisation_service.register(
            session, by=caller.person_id, organisation=organisation
        )
        claim = await issue_code(session, organisation_id=made.id, by=caller.person_id)
        return RegisteredRead(organisation=OrganisationRead.model_validate(made), claim=claim)

    return await desk_service.committed(database, work)


async def issue_code(session: AsyncSession, *, organisation_id: UUID, by: UUID) -> ClaimCodeRead:
    """A new code for an unclaimed organisation; a former one is void from now on."""
    code, expires_at = rules.new_code(), now() + rules.CODE_LIFETIME
    await queries.put_code(
        session,
        organisation_id=organisation_id,
        code_hash=rules.digest(code),
        issued_by=by,
        issued_at=now(),
        expires_at=expires_at,
    )
    return ClaimCodeRead(organisation_id=organisation_id, code=code, expires_at=expires_at)


async def renew_code(
    database: Database, *, caller: Principal, organisation_id: UUID
) -> ClaimCodeRead:
    """An officer issues a new code for a group that nobody has claimed yet.

    Raises:
        NotFound, OrganisationClaimed, an officer's refusal.
    """

    async def work(session: AsyncSession) -> ClaimCodeRead | AppError:
        organisation = await organisation_service.lock(session, organisation_id=organisation_id)
        refused = await desk_service.refusal(
            session, caller=caller, matter=matter_of(organisation), action="issue_claim_code"
        )
        if refused is not None:
            return refused
        if not organisation.unclaimed:
            raise OrganisationClaimed
        return await issue_code(session, organisation_id=organisation_id, by=caller.person_id)

    return await desk_service.committed(database, work)


async def claim(session: AsyncSession, *, caller: Principal, code: str) -> OrganisationRead:
    """The bearer of the code becomes the group's first owner; the code is used up.

    Raises:
        ClaimCodeNotValid.
    """
    code_hash = rules.digest(code)
    organisation_id = await queries.organisation_of_code(session, code_hash)
    if organisation_id is None:
        raise ClaimCodeNotValid
    organisation = await organisation_service.lock(session, organisation_id=organisation_id)
    taken = await queries.take_code(session, code_hash)
    waiting = organisation.unclaimed and organisation.status != OrganisationStatus.CLOSED
    if taken is None or taken.expires_at <= now() or not waiting:
        raise ClaimCodeNotValid
    organisation.unclaimed = False
    await membership_service.join(
        session,
        organisation_id=organisation_id,
        person_id=caller.person_id,
        roles=[Role.OWNER],
        position=None,
    )
    await organisation_service.record(
        session, organisation, action=OrganisationAction.CLAIMED, by=caller.person_id, reason=None
    )
    return OrganisationRead.model_validate(
        await organisation_service.changed(session, organisation)
    )


async def change_standing(
    database: Database,
    *,
    caller: Principal,
    organisation_id: UUID,
    action: OrganisationAction,
    reason: str,
) -> OrganisationRead:
    """An officer suspends, reinstates or closes an organisation, which is told and published.

    Its owner may close it too.

    Raises:
        NotFound, OrganisationStatusConflict, an officer's refusal; for a member MissingScope and
        OwnerNeeded.
    """

    async def work(session: AsyncSession) -> OrganisationRead | AppError:
        if action is OrganisationAction.CLOSED and caller.organisation_id is not None:
            return await _close_own(
                session, caller=caller, organisation_id=organisation_id, reason=reason
            )
        organisation = await organisation_service.lock(session, organisation_id=organisation_id)
        refused = await desk_service.refusal(
            session, caller=caller, matter=matter_of(organisation), action=action.value
        )
        if refused is not None:
            return refused
        return await _change(
            session, organisation, action=action, by=caller.person_id, reason=reason
        )

    return await desk_service.committed(database, work)


async def _close_own(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, reason: str
) -> OrganisationRead:
    organisation = await organisation_service.lock(session, organisation_id=organisation_id)
    standing = await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    if Role.OWNER not in standing.roles:
        raise OwnerNeeded
    return await _change(
        session,
        organisation,
        action=OrganisationAction.CLOSED,
        by=caller.person_id,
        reason=reason,
    )


async def _change(
    session: AsyncSession,
    organisation: Organisation,
    *,
    action: OrganisationAction,
    by: UUID,
    reason: str,
) -> OrganisationRead:
    before, after = rules.CHANGES[action]
    if organisation.status not in before:
        raise OrganisationStatusConflict(organisation_status=organisation.status)
    organisation.status = after.value
    await organisation_service.record(session, organisation, action=action, by=by, reason=reason)
    changed = await organisation_service.changed(session, organisation)
    await notice_service.tell_organisation(
        session,
        organisation_id=organisation.id,
        roles=(Role.OWNER, Role.MANAGER),
        template=f"organisation_{action.value}",
        data={"organisation": organisation.name_th, "reason": reason},
        dedupe_key=f"organisation:{organisation.id}:{changed.version}",
    )
    return OrganisationRead.model_validate(changed)
