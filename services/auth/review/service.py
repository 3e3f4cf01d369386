"""Use cases of officers who review applications."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import Agency, Capability, OrganisationKind
from kit.db import Database
from kit.errors import AppError, FieldError
from kit.time import now
from services.auth.audit import service as audit_service
from services.auth.checklist import service as checklist_service
from services.auth.checklist.errors import RequirementNotVerified
from services.auth.desk import service as desk_service
from services.auth.desk.errors import OfficerAssisted
from services.auth.desk.service import Matter
from services.auth.membership import service as membership_service
from services.auth.models import Application, ApplicationStatus
from services.auth.models.onboarding import RequirementMode
from services.auth.notice import service as notice_service
from services.auth.onboarding import rules as onboarding_rules
from services.auth.onboarding import service as onboarding_service
from services.auth.onboarding.errors import ApplicationNotSubmitted
from services.auth.onboarding.schemas import (
    ApplicationRead,
    DecisionCreate,
    Outcome,
    VerificationUpdate,
)
from services.auth.organisation import service as organisation_service
from services.auth.review.errors import RemarkNotOnChecklist, RequirementsUnverified

_RESOURCE: Final = "application"
_TOLD: Final = (Role.OWNER, Role.MANAGER)


def matter_of(application: Application) -> Matter:
    """Whose desk the application lies on."""
    return Matter(
        agency=Agency(application.agency),
        province_code=application.province_code,
        resource=_RESOURCE,
        resource_id=application.id,
        concerns=(application.organisation_id,),
    )


async def read(database: Database, *, caller: Principal, application_id: UUID) -> ApplicationRead:
    """An application, for its organisation and for the officers who may decide it.

    Raises:
        NotFound, MissingScope, and an officer's refusal, which stays logged.
    """

    async def work(session: AsyncSession) -> ApplicationRead | AppError:
        application = await onboarding_service.get(session, application_id)
        refused = await require_reader(session, caller, application, action="read")
        return await onboarding_service.show(session, application) if refused is None else refused

    return await desk_service.committed(database, work)


async def require_reader(
    session: AsyncSession, caller: Principal, application: Application, *, action: str
) -> AppError | None:
    """None for the applicant's members, and for its officers, whose look is written down.

    Raises:
        NotFound, MissingScope.
    """
    if caller.organisation_id is not None:
        await membership_service.require(
            session,
            caller=caller,
            organisation_id=application.organisation_id,
            scope=Scope.READ,
        )
        return None
    refused = await desk_service.refusal(
        session, caller=caller, matter=matter_of(application), action=action
    )
    if refused is None:
        await audit_service.record_read(
            session,
            action=f"application.{action}",
            by=caller.person_id,
            subject=(_RESOURCE, application.id),
            organisation_id=application.organisation_id,
        )
    return refused


async def verify(
    database: Database,
    *,
    caller: Principal,
    application_id: UUID,
    key: str,
    found: VerificationUpdate,
) -> ApplicationRead:
    """An officer ticks a line that is the officer's, or says that it is not met.

    Raises:
        NotFound, MissingScope, ApplicationNotSubmitted, RequirementNotVerified, an officer's
        refusal.
    """

    async def work(session: AsyncSession) -> ApplicationRead | AppError:
        application = await onboarding_service.lock(session, application_id)
        refused = await _refusal(session, caller, application, action="verify")
        if refused is not None:
            return refused
        if application.status != ApplicationStatus.SUBMITTED:
            raise ApplicationNotSubmitted(application_status=application.status)
        await _tick(session, caller, application, key=key, found=found)
        return await onboarding_service.show(session, application)

    return await desk_service.committed(database, work)


async def _tick(
    session: AsyncSession,
    caller: Principal,
    application: Application,
    *,
    key: str,
    found: VerificationUpdate,
) -> None:
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    line = await checklist_service.require_line(
        session,
        capability=Capability(application.capability),
        kind=OrganisationKind(organisation.kind),
        on=application.checklist_on,
        key=key,
    )
    if line.mode is not RequirementMode.VERIFIED:
        raise RequirementNotVerified
    await checklist_service.tick(
        session,
        application_id=application.id,
        key=key,
        met=found.met,
        note=found.note,
        by=caller.person_id,
    )
    await audit_service.record(
        session,
        action="application.verified",
        by=caller.person_id,
        subject=(_RESOURCE, application.id),
        organisation_id=application.organisation_id,
        after={"key": key, "met": found.met},
        reason=found.note,
    )


async def decide(
    database: Database, *, caller: Principal, application_id: UUID, decision: DecisionCreate
) -> ApplicationRead:
    """Approve, reject or return; one decision, whoever else decides at the same time.

    An approval gives the organisation the capability and publishes it. The applicant is told.

    Raises:
        NotFound: no officer, or no such application.
        MissingScope: the token acts for an organisation.
        ApplicationNotSubmitted: decided by somebody else, or not handed in.
        RequirementsUnverified, RemarkNotOnChecklist.
        OfficerWrongAgency, OfficerWrongProvince, OfficerOutsideDates, OfficerIsMember,
            OfficerAssisted: stay logged.
    """

    async def work(session: AsyncSession) -> ApplicationRead | AppError:
        application = await onboarding_service.lock(session, application_id)
        refused = await _refusal(session, caller, application, action="decide")
        if refused is not None:
            return refused
        return await _decide(session, caller, application, decision)

    return await desk_service.committed(database, work)


async def _refusal(
    session: AsyncSession, caller: Principal, application: Application, *, action: str
) -> AppError | None:
    matter = matter_of(application)
    refused = await desk_service.refusal(session, caller=caller, matter=matter, action=action)
    if refused is None and application.assisted_by == caller.person_id:
        return await desk_service.denied(
            session, OfficerAssisted(), caller=caller, matter=matter, action=action
        )
    return refused


async def _decide(
    session: AsyncSession, caller: Principal, application: Application, decision: DecisionCreate
) -> ApplicationRead:
    if application.status != ApplicationStatus.SUBMITTED:
        raise ApplicationNotSubmitted(application_status=application.status)
    await _check(session, application, decision)
    application.decided_at = now()
    application.decided_by = caller.person_id
    application.reason = decision.reason
    await onboarding_service.move(
        session,
        application,
        ApplicationStatus(decision.outcome.value),
        by=caller.person_id,
        reason=decision.reason,
        remarks=decision.remarks,
    )
    if decision.outcome is Outcome.APPROVED:
        await organisation_service.grant(
            session,
            organisation_id=application.organisation_id,
            capability=Capability(application.capability),
            payee_ready=await checklist_service.names_payee(session, application_id=application.id),
        )
    result = await onboarding_service.show(session, application)
    await _tell(session, application, result)
    return result


async def _check(session: AsyncSession, application: Application, decision: DecisionCreate) -> None:
    """Nothing is approved unverified, and remarks fit the checklist and come with a return."""
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    lines = await onboarding_service.judged(session, application, organisation)
    unknown = decision.remarks.keys() - {line.requirement.key for line in lines}
    if unknown or (decision.remarks and decision.outcome is not Outcome.RETURNED):
        raise RemarkNotOnChecklist
    open_lines = [line.requirement for line in lines if line.officers and not line.met]
    if decision.outcome is Outcome.APPROVED and open_lines:
        raise RequirementsUnverified(
            errors=[
                FieldError(
                    f"requirements.{each.key}",
                    "requirement_not_verified",
                    each.label_th,
                    each.label_en,
                )
                for each in open_lines
            ]
        )


async def _tell(session: AsyncSession, application: Application, result: ApplicationRead) -> None:
    word_th, word_en = onboarding_rules.CAPABILITY_WORDS[result.capability]
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
