"""HTTP of officers' appointments."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.account.errors import ContactNotValid, PersonNotFound
from services.auth.deps import Caller, Operator, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.officer import service
from services.auth.officer.errors import (
    AppointmentEnded,
    AppointmentPlaceNotKnown,
    DelegationOutsideAppointment,
)
from services.auth.officer.schemas import (
    AppointmentCreate,
    AppointmentEnd,
    AppointmentRead,
    DelegationCreate,
)

router = APIRouter(prefix="/auth/v1", tags=["officer"])


@router.post(
    "/appointments",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        Unauthenticated, MissingScope, AppointmentPlaceNotKnown, ContactNotValid, PersonNotFound
    ),
)
async def create_appointment(
    body: AppointmentCreate, operator: Operator, session: Session
) -> AppointmentRead:
    """Appoint an officer (operator only): agency, provinces, schemes, dates."""
    return await service.appoint(session, by=operator.person_id, appointment=body)


@router.get(
    "/appointments", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable)
)
async def list_appointments(
    _operator: Operator, session: ReadSession, page: Page, person_id: UUID | None = None
) -> Paged[AppointmentRead]:
    """Appointments, newest first (operator only). Officers see their own under `/me`."""
    return await service.list_appointments(session, person_id=person_id, page=page)


@router.post(
    "/appointments/{appointment_id}/end",
    responses=problem_responses(Unauthenticated, NotFound, AppointmentEnded),
)
async def end_appointment(
    appointment_id: UUID, body: AppointmentEnd, caller: Caller, session: Session
) -> AppointmentRead:
    """End an appointment at once (operator, or the officer who lent it), with what it lent."""
    return await service.end(
        session, caller=caller, appointment_id=appointment_id, reason=body.reason
    )


@router.post(
    "/delegations",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        Unauthenticated, NotFound, DelegationOutsideAppointment, ContactNotValid, PersonNotFound
    ),
)
async def delegate_appointment(
    body: DelegationCreate, caller: Caller, session: Session
) -> AppointmentRead:
    """Lend one's own appointment to a colleague for some days within its dates (officer)."""
    return await service.delegate(session, caller=caller, delegation=body)
