"""Use cases of an applicant: apply, state, submit, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from contracts.types import Agency, Capability, OrganisationKind
from kit.errors import FieldError, NotFound
from kit.http import check_version
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.auth.audit import service as audit_service
from services.auth.checklist import service as checklist_service
from services.auth.checklist.rules import COMPUTED_FACTS, Judged
from services.auth.desk import service as desk_service
from services.auth.desk.service import Matter, Refusal
from services.auth.membership import service as membership_service
from services.auth.models import Application, ApplicationStatus, Organisation
from services.auth.officer import rules as officer_rules
from services.auth.onboarding import queries
from services.auth.onboarding.errors import (
    ApplicationNotEditable,
    ApplicationOpen,
    CapabilityGranted,
    CapabilityNotForKind,
    RequirementsMissing,
)
from services.auth.onboarding.schemas import (
    ApplicationRead,
    RequirementRead,
    StepRead,
)
from services.auth.organisation import service as organisation_service

_EDITABLE: Final = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.RETURNED})


async def apply(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, capability: Capability
) -> ApplicationRead:
    """Open an application with the checklist of today.

    Raises:
        NotFound, MissingScope, CapabilityNotForKind, CapabilityGranted, ApplicationOpen.
    """
    if caller.organisation_id is not None:
        await membership_service.require(
            session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
        )
    organisation = await organisation_service.get(session, organisation_id=organisation_id)
    agency = officer_rules.deciding_agency(capability, OrganisationKind(organisation.kind))
    if agency is None:
        raise CapabilityNotForKind if caller.organisation_id is not None else NotFound
    assisting = await _require_editor(session, caller, organisation, agency)
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
        assisted_by=caller.person_id if assisting else None,
    )
    if not inserted:
        raise ApplicationOpen
    await _step(session, application_id, ApplicationStatus.DRAFT, by=caller.person_id)
    return await show(session, await get(session, application_id))


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
    application = await lock_own(session, caller=caller, application_id=application_id)
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
    return await show(session, application)


async def submit(
    session: AsyncSession, *, caller: Principal, application_id: UUID
) -> ApplicationRead:
    """Hand the application to the agency of the organisation's present province.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable, RequirementsMissing.
    """
    application = await lock_own(session, caller=caller, application_id=application_id)
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    lines = await judged(session, application, organisation)
    missing = [line for line in lines if not line.met and not line.officers]
    if missing:
        raise RequirementsMissing(errors=[_missing(line) for line in missing])
    application.province_code = organisation.province_code
    application.submitted_at = now()
    await move(session, application, ApplicationStatus.SUBMITTED, by=caller.person_id)
    return await show(session, application)


async def withdraw(
    session: AsyncSession, *, caller: Principal, application_id: UUID
) -> ApplicationRead:
    """The applicant takes an undecided application back; it may apply again.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable.
    """
    application = await lock(session, application_id)
    await membership_service.require(
        session,
        caller=caller,
        organisation_id=application.organisation_id,
        scope=Scope.ORGANISATION,
    )
    if application.status not in {*_EDITABLE, ApplicationStatus.SUBMITTED}:
        raise ApplicationNotEditable(application_status=application.status)
    await move(session, application, ApplicationStatus.WITHDRAWN, by=caller.person_id)
    return await show(session, application)


def _missing(line: Judged) -> FieldError:
    requirement = line.requirement
    return FieldError(
        f"requirements.{requirement.key}",
        "requirement_not_met",
        requirement.label_th,
        requirement.label_en,
    )


async def _require_editor(
    session: AsyncSession, caller: Principal, organisation: Organisation, agency: Agency
) -> bool:
    """Whether an officer fills it in for a group that nobody has claimed; else a member does.

    Raises:
        NotFound, MissingScope.
        Refusal: an officer's, logged; `desk_service.committed` turns it into the answer.
    """
    if caller.organisation_id is None and organisation.unclaimed:
        matter = Matter(agency, organisation.province_code, "organisation", organisation.id)
        refused = await desk_service.refusal(session, caller=caller, matter=matter, action="assist")
        if refused is not None:
            raise Refusal(refused)
        return True
    await membership_service.require(
        session, caller=caller, organisation_id=organisation.id, scope=Scope.ORGANISATION
    )
    return False


async def lock(session: AsyncSession, application_id: UUID) -> Application:
    """The application, locked: of two decisions the second sees the first.

    Raises:
        NotFound.
    """
    application = await queries.lock_application(session, application_id)
    if application is None:
        raise NotFound
    return application


async def get(session: AsyncSession, application_id: UUID) -> Application:
    """The application.

    Raises:
        NotFound.
    """
    application = await queries.application(session, application_id)
    if application is None:
        raise NotFound
    return application


async def lock_own(
    session: AsyncSession, *, caller: Principal, application_id: UUID
) -> Application:
    """The caller's own application, locked and still to be edited.

    An officer of its desk acts for a group that nobody has claimed, and is written down.

    Raises:
        NotFound, MissingScope, ApplicationNotEditable, an officer's refusal.
    """
    application = await lock(session, application_id)
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    assisting = await _require_editor(session, caller, organisation, Agency(application.agency))
    if assisting:
        application.assisted_by = caller.person_id
    if application.status not in _EDITABLE:
        raise ApplicationNotEditable(application_status=application.status)
    return application


async def move(
    session: AsyncSession,
    application: Application,
    status: ApplicationStatus,
    *,
    by: UUID,
    reason: str | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Write the new status, the history's line and the audit log's entry."""
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
    await _step(session, application.id, status, by=by, reason=reason, remarks=remarks)


async def _step(
    session: AsyncSession,
    application_id: UUID,
    status: ApplicationStatus,
    *,
    by: UUID,
    reason: str | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    await queries.insert_step(
        session,
        id=uuid7(),
        application_id=application_id,
        to_status=status.value,
        by_person_id=by,
        reason=reason,
        remarks=dict(remarks or {}),
    )


async def judged(
    session: AsyncSession, application: Application, organisation: Organisation
) -> list[Judged]:
    """Each line of the application's checklist and whether it is met."""
    return await checklist_service.judged(
        session,
        capability=Capability(application.capability),
        kind=OrganisationKind(organisation.kind),
        on=application.checklist_on,
        application_id=application.id,
        facts={name: getattr(organisation, name) for name in COMPUTED_FACTS},
    )


async def show(session: AsyncSession, application: Application) -> ApplicationRead:
    """The application with its checklist, what is missing, and its history."""
    organisation = await organisation_service.get(
        session, organisation_id=application.organisation_id
    )
    lines = await judged(session, application, organisation)
    steps = await queries.steps_of(session, application.id)
    returned = application.status == ApplicationStatus.RETURNED
    remarks = steps[-1].remarks if returned else {}
    return ApplicationRead(
        id=application.id,
        organisation_id=application.organisation_id,
        organisation_name_th=organisation.name_th,
        kind=OrganisationKind(organisation.kind),
        capability=Capability(application.capability),
        agency=Agency(application.agency),
        province_code=application.province_code,
        status=ApplicationStatus(application.status),
        requirements=[_requirement(line, remarks.get(line.requirement.key)) for line in lines],
        missing=[line.requirement.key for line in lines if not line.met and not line.officers],
        unverified=[line.requirement.key for line in lines if not line.met and line.officers],
        reason=application.reason,
        submitted_at=application.submitted_at,
        decided_at=application.decided_at,
        created_at=application.created_at,
        version=application.version,
        history=[StepRead.model_validate(step) for step in steps],
    )


def _requirement(line: Judged, remark: str | None) -> RequirementRead:
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
        remark=remark,
    )
