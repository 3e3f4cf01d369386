"""HTTP of officers' appointments."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.account.errors import ContactNotValid, PersonNotFound
from services.auth.deps import Operator, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.officer import service
from services.auth.officer.errors import AppointmentPlaceNotKnown
from services.auth.officer.schemas import AppointmentCreate, AppointmentRead

router = APIRouter(prefix="/auth/v1/appointments", tags=["officer"])


@router.post(
    "",
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


@router.get("", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable))
async def list_appointments(
    _operator: Operator, session: ReadSession, page: Page, person_id: UUID | None = None
) -> Paged[AppointmentRead]:
    """Appointments, newest first (operator only). Officers see their own under `/me`."""
    return await service.list_appointments(session, person_id=person_id, page=page)
