"""Use cases of officers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import geothai
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import OfficerRights
from contracts.types import Agency, Scheme
from kit.errors import AppError
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.models import Appointment
from services.auth.officer import queries, rules
from services.auth.officer.errors import DENIALS, AppointmentPlaceNotKnown
from services.auth.officer.schemas import AppointmentCreate, AppointmentRead


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


async def rights_today(session: AsyncSession, *, person_id: UUID) -> list[OfficerRights]:
    """The rights that a token carries: one entry for each appointment in force today."""
    appointments = await queries.appointments_in_force(session, person_id, today=bangkok_today())
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
) -> AppError | None:
    """None when the person may act as an officer here, else the refusal, which is now logged.

    The caller lets its transaction commit and raises the refusal afterwards, so that the log
    keeps it. Judged by the appointments as they are now, not by a token of ten minutes ago.
    """
    appointments = await queries.appointments_of(session, person_id)
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


async def was_ever_appointed(session: AsyncSession, *, person_id: UUID) -> bool:
    """Whether the person is or was an officer, so that a refusal may say why."""
    return bool(await queries.appointments_of(session, person_id))


def _rights(appointments: Sequence[Appointment]) -> list[rules.Rights]:
    return [
        rules.Rights(
            agency=Agency(appointment.agency),
            provinces=frozenset(appointment.provinces),
            schemes=frozenset(Scheme(scheme) for scheme in appointment.schemes),
            valid_from_on=appointment.valid_from_on,
            valid_until_on=appointment.valid_until_on,
        )
        for appointment in appointments
    ]
