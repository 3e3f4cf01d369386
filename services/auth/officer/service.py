"""Use cases of officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import geothai
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import OfficerRights, Principal
from contracts.types import Agency, Scheme
from kit.errors import AppError, NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.models import Appointment
from services.auth.models.officer import Duty
from services.auth.officer import queries, rules
from services.auth.officer.errors import (
    DENIALS,
    AppointmentEnded,
    AppointmentPlaceNotKnown,
    DelegationOutsideAppointment,
)
from services.auth.officer.schemas import AppointmentCreate, AppointmentRead, DelegationCreate


async def appoint(
    session: AsyncSession, *, by: UUID, appointment: AppointmentCreate
) -> AppointmentRead:
    """Give a person an officer's rights.

    Raises:
        AppointmentPlaceNotKnown, ContactNotValid, PersonNotFound.
    """
    for code in appointment.provinces:
        if geothai.province(code) is None:
            raise AppointmentPlaceNotKnown(province_code=code)
    person = await account_service.find_person(
        session,
        email=appointment.email,
        phone=appointment.phone,
        person_id=appointment.person_id,
    )
    appointment_id = uuid7()
    await queries.insert_appointment(
        session,
        id=appointment_id,
        person_id=person.id,
        agency=appointment.agency.value,
        provinces=appointment.provinces,
        schemes=[scheme.value for scheme in appointment.schemes],
        duty=appointment.duty.value,
        valid_from_on=appointment.valid_from_on,
        valid_until_on=appointment.valid_until_on,
        created_by=by,
    )
    await audit_service.record(
        session,
        action="officer.appointed",
        by=by,
        subject=("person", person.id),
        after=appointment.model_dump(exclude={"email", "phone", "person_id"}),
    )
    return AppointmentRead.model_validate(await queries.appointment(session, appointment_id))


async def list_appointments(
    session: AsyncSession, *, person_id: UUID | None, page: PageParams
) -> Paged[AppointmentRead]:
    """A page of appointments, newest first; of one person when given."""
    rows = await queries.appointments(session, person_id=person_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[AppointmentRead](
        items=[AppointmentRead.model_validate(row) for row in shown], next_cursor=cursor
    )


async def end(
    session: AsyncSession, *, caller: Principal, appointment_id: UUID, reason: str
) -> AppointmentRead:
    """End an appointment at once, and what was delegated from it.

    By the operator, or by the officer who lent it.

    Raises:
        NotFound, AppointmentEnded.
    """
    found = await queries.lock_appointment(session, appointment_id)
    if found is None:
        raise NotFound
    if not (caller.operator and caller.has(Scope.OPERATOR)):
        await _lender(session, found, caller)
    if found.ended_by is not None:
        raise AppointmentEnded
    await queries.end(
        session,
        appointment_id=appointment_id,
        today=bangkok_today(),
        by=caller.person_id,
        reason=reason,
    )
    await audit_service.record(
        session,
        action="appointment.ended",
        by=caller.person_id,
        subject=("appointment", appointment_id),
        reason=reason,
    )
    return AppointmentRead.model_validate(await queries.appointment(session, appointment_id))


async def _lender(session: AsyncSession, lent: Appointment, caller: Principal) -> None:
    if lent.delegated_from is None:
        raise NotFound
    own = await queries.lock_appointment(session, lent.delegated_from)
    if own is None or own.person_id != caller.person_id:
        raise NotFound


async def delegate(
    session: AsyncSession, *, caller: Principal, delegation: DelegationCreate
) -> AppointmentRead:
    """Lend an appointment of one's own to a colleague, within its dates; not lent on.

    Raises:
        NotFound, DelegationOutsideAppointment, ContactNotValid, PersonNotFound.
    """
    own = await queries.lock_appointment(session, delegation.appointment_id)
    if own is None or own.person_id != caller.person_id or caller.organisation_id is not None:
        raise NotFound
    begins, ends = delegation.valid_from_on, delegation.valid_until_on
    inside = own.valid_from_on <= begins <= ends and (
        own.valid_until_on is None or ends <= own.valid_until_on
    )
    if not inside or own.ended_by is not None or own.delegated_from is not None:
        raise DelegationOutsideAppointment
    person = await account_service.find_person(
        session, email=delegation.email, phone=None, person_id=None
    )
    if person.id == caller.person_id:
        raise DelegationOutsideAppointment
    appointment_id = uuid7()
    await queries.insert_appointment(
        session,
        id=appointment_id,
        person_id=person.id,
        agency=own.agency,
        provinces=own.provinces,
        schemes=own.schemes,
        duty=own.duty,
        delegated_from=own.id,
        valid_from_on=begins,
        valid_until_on=ends,
        created_by=caller.person_id,
    )
    await audit_service.record(
        session,
        action="appointment.delegated",
        by=caller.person_id,
        subject=("appointment", appointment_id),
        after={"delegated_from": str(own.id), "valid_until_on": ends},
    )
    return AppointmentRead.model_validate(await queries.appointment(session, appointment_id))


async def rights_today(
    session: AsyncSession, *, person_id: UUID, duty: Duty = Duty.OFFICER
) -> list[OfficerRights]:
    """The rights to a duty: one entry for each appointment in force today.

    A token carries an officer's.
    """
    appointments = await queries.appointments_in_force(
        session, person_id, today=bangkok_today(), duty=duty.value
    )
    return [
        OfficerRights(
            agency=Agency(appointment.agency),
            provinces=frozenset(appointment.provinces),
            schemes=frozenset(Scheme(scheme) for scheme in appointment.schemes),
        )
        for appointment in appointments
    ]


async def judge(
    session: AsyncSession,
    *,
    person_id: UUID,
    agency: Agency,
    province_code: str,
    action: str,
    resource: str,
    resource_id: UUID | None,
    duty: Duty = Duty.OFFICER,
) -> AppError | None:
    """None when the person may act as an officer here, else the refusal, which is now logged.

    The caller lets its transaction commit and raises the refusal afterwards, so that the log
    keeps it. Judged by the appointments as they are now, not by a token of ten minutes ago.
    """
    appointments = await queries.appointments_of(session, person_id, duty=duty.value)
    denial = rules.judge(
        _rights(appointments),
        agency=agency,
        province_code=province_code,
        today=bangkok_today(),
    )
    if denial is None:
        return None
    refusal = DENIALS[denial](agency=agency.value, province_code=province_code)
    await log_denial(
        session,
        person_id=person_id,
        refusal=refusal,
        action=action,
        resource=resource,
        resource_id=resource_id,
    )
    return refusal


async def log_denial(
    session: AsyncSession,
    *,
    person_id: UUID,
    refusal: AppError,
    action: str,
    resource: str,
    resource_id: UUID | None,
) -> None:
    """Keep a refusal; the caller commits before it raises it."""
    await queries.insert_denial(
        session,
        id=uuid7(),
        person_id=person_id,
        action=action,
        resource=resource,
        resource_id=resource_id,
        reason=refusal.code,
    )


async def was_ever_appointed(
    session: AsyncSession, *, person_id: UUID, duty: Duty = Duty.OFFICER
) -> bool:
    """Whether the person has or had the duty, so that a refusal may say why."""
    return bool(await queries.appointments_of(session, person_id, duty=duty.value))


def _rights(appointments: Sequence[Appointment]) -> list[rules.Rights]:
    return [
        rules.Rights(
            agency=Agency(appointment.agency),
            provinces=frozenset(appointment.provinces),
            schemes=frozenset(Scheme(scheme) for scheme in appointment.schemes),
            valid_from_on=appointment.valid_from_on,
            valid_until_on=date.min if appointment.ended_by else appointment.valid_until_on,
        )
        for appointment in appointments
    ]
