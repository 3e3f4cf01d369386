"""Use cases of onboarding: apply, state, submit, decide."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import Agency, Capability, OrganisationKind
from kit.db import Database
from kit.errors import AppError, FieldError, NotFound
from kit.http import check_version
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.auth.audit import service as audit_service
from services.auth.checklist import service as checklist_service
from services.auth.checklist.rules import COMPUTED_FACTS, Judged
from services.auth.errors import MissingScope
from services.auth.membership import service as membership_service
from services.auth.models import Application, ApplicationStatus, Organisation
from services.auth.notice import service as notice_service
from services.auth.officer import rules as officer_rules
from services.auth.officer import service as officer_service
from services.auth.onboarding import queries, rules
from services.auth.onboarding.errors import (
    ApplicationNotEditable,
    ApplicationNotSubmitted,
    ApplicationOpen,
    CapabilityGranted,
    CapabilityNotForKind,
    OfficerIsMember,
    RequirementsMissing,
)
from services.auth.onboarding.schemas import (
    ApplicationRead,
    DecisionCreate,
    Outcome,
    RequirementRead,
    StepRead,
)
from services.auth.organisation import service as organisation_service

_RESOURCE: Final = "application"
_EDITABLE: Final = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.RETURNED})
_TOLD: Final = (Role.OWNER, Role.MANAGER)


async def apply(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, capability: Capability
) -> ApplicationRead:
    """Open an application with the checklist of today.

    Raises:
        NotFound, MissingScope, CapabilityNotForKind, CapabilityGranted, ApplicationOpen.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    organisation = await organisation_service.get(session, organisation_id=organisation_id)
    agency = officer_rules.deciding_agency(capability, OrganisationKind(organisation.kind))
    if agency is None:
        raise CapabilityNotForKind
    if capability.value in organisation.capabilities:
        raise CapabilityGranted
    application_id = uuid7()
    inserted = await queries.insert_application(
        session,
        id=application_id,
        organisation_id=organisation_id,
        capability=capability.value,
        agency=agency.value,
        province_code=organisation.province_code,
        status=ApplicationStatus.DRAFT.value,
        checklist_on=bangkok_today(),
        created_by=caller.person_id,
    )
    if not inserted:
        raise ApplicationOpen
    await _step(session, application_id, ApplicationStatus.DRAFT, by=caller.person_id)
    return await _read(session, await _get(session, application_id))


async def state(
    session: AsyncSession,
    *,
    caller: Principal,
    application_id: UUID,
    expected_version: int,
    key: str,
    value: bool | int | str,
) -> ApplicationRead:
    """State the value of an attested requirement.

    Raises:
        NotFound, MissingScope, PreconditionFailed, ApplicationNotEditable, RequirementComputed,
        RequirementValueNotValid.
    """
    application = await _lock_own(session, caller=caller, application_id=application_id)
    check_version(expected_version, application.version)
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    await checklist_service.state(
        session,
        capability=Capability(application.capability),
        kind=OrganisationKind(organisation.kind),
        on=application.checklist_on,
        application_id=application.id,
        key=key,
        value=value,
        by=caller.person_id,
    )
    application.version += 1
    await queries.save(session)
    return await _read(session, application)


async def submit(
    session: AsyncSession, *, caller: Principal, application_id: UUID
) -> ApplicationRead:
    """Hand the application to the agency of the organisation's present province.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable, RequirementsMissing.
    """
    application = await _lock_own(session, caller=caller, application_id=application_id)
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    missing = [line for line in await _judged(session, application, organisation) if not line.met]
    if missing:
        raise RequirementsMissing(errors=[_missing(line) for line in missing])
    application.province_code = organisation.province_code
    application.submitted_at = now()
    await _move(session, application, ApplicationStatus.SUBMITTED, by=caller.person_id)
    return await _read(session, application)


def _missing(line: Judged) -> FieldError:
    requirement = line.requirement
    return FieldError(
        f"requirements.{requirement.key}",
        "requirement_not_met",
        requirement.label_th,
        requirement.label_en,
    )


async def read(database: Database, *, caller: Principal, application_id: UUID) -> ApplicationRead:
    """An application, for its organisation and for the officers who may decide it.

    Raises:
        NotFound, MissingScope, and an officer's refusal, which stays logged.
    """
    async with database.transaction() as session:
        application = await _get(session, application_id)
        if caller.organisation_id is not None:
            await membership_service.require(
                session,
                caller=caller,
                organisation_id=application.organisation_id,
                scope=Scope.READ,
            )
            return await _read(session, application)
        refusal = await _judge_officer(session, caller, application, action="read")
        if refusal is None:
            await audit_service.record_read(
                session,
                action="application.read",
                by=caller.person_id,
                subject=("application", application.id),
                organisation_id=application.organisation_id,
            )
            return await _read(session, application)
    raise refusal


async def decide(
    database: Database, *, caller: Principal, application_id: UUID, decision: DecisionCreate
) -> ApplicationRead:
    """Approve, reject or return; one decision, whoever else decides at the same time.

    An approval gives the organisation the capability and publishes it. The applicant is told.

    Raises:
        NotFound: no officer, or no such application.
        MissingScope: the token acts for an organisation.
        ApplicationNotSubmitted: decided by somebody else, or not handed in.
        OfficerWrongAgency, OfficerWrongProvince, OfficerOutsideDates, OfficerIsMember: stay
            logged.
    """
    if caller.organisation_id is not None:
        raise MissingScope(scope=Scope.OFFICER.value)
    async with database.transaction() as session:
        application = await queries.lock_application(session, application_id)
        if application is None:
            raise NotFound
        refusal = await _judge_officer(session, caller, application, action="decide")
        if refusal is None:
            return await _decide(session, caller, application, decision)
    raise refusal


async def _decide(
    session: AsyncSession, caller: Principal, application: Application, decision: DecisionCreate
) -> ApplicationRead:
    if application.status != ApplicationStatus.SUBMITTED:
        raise ApplicationNotSubmitted(application_status=application.status)
    application.decided_at = now()
    application.decided_by = caller.person_id
    application.reason = decision.reason
    status = ApplicationStatus(decision.outcome.value)
    await _move(session, application, status, by=caller.person_id, reason=decision.reason)
    if decision.outcome is Outcome.APPROVED:
        await organisation_service.grant(
            session,
            organisation_id=application.organisation_id,
            capability=Capability(application.capability),
            payee_ready=await checklist_service.names_payee(session, application_id=application.id),
        )
    result = await _read(session, application)
    await _tell(session, application, result)
    return result


async def _tell(session: AsyncSession, application: Application, result: ApplicationRead) -> None:
    word_th, word_en = rules.CAPABILITY_WORDS[result.capability]
    await notice_service.tell_organisation(
        session,
        organisation_id=application.organisation_id,
        roles=_TOLD,
        template=f"application_{application.status}",
        data={
            "capability_th": word_th,
            "capability_en": word_en,
            "organisation": result.organisation_name_th,
            "reason": application.reason or "-",
        },
        dedupe_key=f"application:{application.id}:{application.version}",
    )


async def _judge_officer(
    session: AsyncSession, caller: Principal, application: Application, *, action: str
) -> AppError | None:
    """None when the caller may act on it as an officer, else the refusal, logged.

    Raises:
        NotFound: the caller never was an officer, so it does not exist for them.
    """
    person_id = caller.person_id
    if not await officer_service.was_ever_appointed(session, person_id=person_id):
        raise NotFound
    refusal = await officer_service.judge(
        session,
        person_id=person_id,
        agency=Agency(application.agency),
        province_code=application.province_code,
        action=action,
        resource=_RESOURCE,
        resource_id=application.id,
    )
    if refusal is not None:
        return refusal
    member = await membership_service.standing(
        session, person_id=person_id, organisation_id=application.organisation_id
    )
    if member is None:
        return None
    own = OfficerIsMember()
    await officer_service.log_denial(
        session,
        person_id=person_id,
        refusal=own,
        action=action,
        resource=_RESOURCE,
        resource_id=application.id,
    )
    return own


async def _get(session: AsyncSession, application_id: UUID) -> Application:
    application = await queries.application(session, application_id)
    if application is None:
        raise NotFound
    return application


async def _lock_own(
    session: AsyncSession, *, caller: Principal, application_id: UUID
) -> Application:
    """The caller's own application, locked and still to be edited."""
    application = await queries.lock_application(session, application_id)
    if application is None:
        raise NotFound
    await membership_service.require(
        session,
        caller=caller,
        organisation_id=application.organisation_id,
        scope=Scope.ORGANISATION,
    )
    if application.status not in _EDITABLE:
        raise ApplicationNotEditable(application_status=application.status)
    return application


async def _move(
    session: AsyncSession,
    application: Application,
    status: ApplicationStatus,
    *,
    by: UUID,
    reason: str | None = None,
) -> None:
    await audit_service.record(
        session,
        action=f"application.{status.value}",
        by=by,
        subject=("application", application.id),
        organisation_id=application.organisation_id,
        before={"status": application.status},
        after={"status": status.value},
        reason=reason,
    )
    application.status = status.value
    application.version += 1
    await queries.save(session)
    await _step(session, application.id, status, by=by, reason=reason)


async def _step(
    session: AsyncSession,
    application_id: UUID,
    status: ApplicationStatus,
    *,
    by: UUID,
    reason: str | None = None,
) -> None:
    await queries.insert_step(
        session,
        id=uuid7(),
        application_id=application_id,
        to_status=status.value,
        by_person_id=by,
        reason=reason,
    )


async def _judged(
    session: AsyncSession, application: Application, organisation: Organisation
) -> list[Judged]:
    return await checklist_service.judged(
        session,
        capability=Capability(application.capability),
        kind=OrganisationKind(organisation.kind),
        on=application.checklist_on,
        application_id=application.id,
        facts={name: getattr(organisation, name) for name in COMPUTED_FACTS},
    )


async def _read(session: AsyncSession, application: Application) -> ApplicationRead:
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    lines = await _judged(session, application, organisation)
    steps = await queries.steps_of(session, application.id)
    return ApplicationRead(
        id=application.id,
        organisation_id=application.organisation_id,
        organisation_name_th=organisation.name_th,
        kind=OrganisationKind(organisation.kind),
        capability=Capability(application.capability),
        agency=Agency(application.agency),
        province_code=application.province_code,
        status=ApplicationStatus(application.status),
        requirements=[_requirement(line) for line in lines],
        missing=[line.requirement.key for line in lines if not line.met],
        reason=application.reason,
        submitted_at=application.submitted_at,
        decided_at=application.decided_at,
        created_at=application.created_at,
        version=application.version,
        history=[StepRead.model_validate(step) for step in steps],
    )


def _requirement(line: Judged) -> RequirementRead:
    requirement = line.requirement
    return RequirementRead(
        key=requirement.key,
        mode=requirement.mode,
        value_type=requirement.value_type,
        minimum=requirement.minimum,
        label_th=requirement.label_th,
        label_en=requirement.label_en,
        value=line.value,
        met=line.met,
    )
