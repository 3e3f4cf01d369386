"""An officer's step with a case."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.db import Database
from kit.events.outbox import publish
from kit.http import check_version
from kit.time import now
from services.catalog.certification import rules as certification_rules
from services.catalog.certification import service as certification_service
from services.catalog.certification.errors import (
    CertificateNumberTaken,
    CertificationNotFound,
    OfficerOutsideRemit,
    OfficerRequired,
)
from services.catalog.certification.schemas import CertificationRead, Move, TransitionCreate
from services.catalog.decision import queries, rules
from services.catalog.models import CaseState, Certification, CertificationScheme
from services.catalog.product import service as product_service

_NUMBER_CONSTRAINT: Final = "uq_certification_scheme_province_number"


async def transition(
    database: Database,
    *,
    principal: Principal,
    certification_id: UUID,
    expected_version: int | None,
    data: TransitionCreate,
) -> CertificationRead:
    """Move a case, judge the product's marks anew and tell the party, in one transaction.

    Of two officers at once the second waits, then sees the first one's decision. An attempt
    outside the officer's remit changes nothing but is recorded.

    Raises:
        CertificationNotFound: it does not exist for this caller.
        OfficerOutsideRemit: wrong agency, scheme or province, or no officer at all.
        PreconditionFailed: If-Match was given and the case has moved since.
        TransitionNotAllowed, CertificationIncomplete, CertificateNumberTaken
    """
    async with database.transaction() as session:
        outcome = await _attempt(session, principal, certification_id, expected_version, data)
    if isinstance(outcome, OfficerOutsideRemit):
        # Raised only now: the record of the attempt is committed.
        raise outcome
    return outcome


async def _attempt(
    session: AsyncSession,
    principal: Principal,
    certification_id: UUID,
    expected_version: int | None,
    data: TransitionCreate,
) -> CertificationRead | OfficerOutsideRemit:
    case, scheme = await certification_service.locked(session, certification_id=certification_id)
    own = case.organisation_id == principal.organisation_id
    refused = certification_rules.refusal(principal, case, scheme)
    if not own and (case.state is CaseState.DRAFT or isinstance(refused, OfficerRequired)):
        raise CertificationNotFound
    if refused is not None:
        await queries.record_refusal(
            session,
            certification_id=case.id,
            person_id=principal.person_id,
            wanted=data.to.value,
            cause=refused.code,
        )
        return refused
    if expected_version is not None:
        check_version(expected_version, case.version)
    await _move(session, principal, case, scheme, data)
    return await certification_service.read(session, case)


async def _move(
    session: AsyncSession,
    principal: Principal,
    case: Certification,
    scheme: CertificationScheme,
    data: TransitionCreate,
) -> None:
    state = certification_rules.next_state(case, scheme, data.to)
    certification_rules.check_decision(data, case, scheme)
    _record_outcome(case, scheme, data)
    number = case.number
    try:
        await certification_service.step(
            session,
            case,
            state,
            actor_id=principal.person_id,
            agency=scheme.agency,
            reason=data.reason,
        )
    except IntegrityError as error:
        if _NUMBER_CONSTRAINT in str(error.orig):
            raise CertificateNumberTaken(number=number) from error
        raise
    if case.product_id is not None and data.to in rules.CHANGES_MARKS:
        await product_service.marks_changed(session, product_id=case.product_id)
    notice = rules.notice(case, scheme, data.to, data.reason)
    if notice is not None:
        await publish(session, notice)


def _record_outcome(
    case: Certification, scheme: CertificationScheme, data: TransitionCreate
) -> None:
    if data.to is Move.CERTIFIED:
        case.valid_from_on = data.valid_from_on
        case.valid_until_on = data.valid_until_on
        case.area = sorted(set(data.area)) or case.area
        case.number = certification_rules.clean_number(data.number, scheme) or case.number
    if data.to in {Move.CERTIFIED, Move.NOT_CERTIFIED}:
        case.decided_at = now()
