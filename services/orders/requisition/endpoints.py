"""Routes of requisitions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import (
    Forbidden,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    Unprocessable,
    problem_responses,
)
from kit.http import IfMatch, etag
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.acceptance.errors import (
    ChairRequired,
    CommitteeTooSmall,
    NotAMember,
    PanelMemberMayNotInspect,
)
from services.orders.approval.errors import (
    NotAnApprover,
    SelfApprovalNotAllowed,
    StepAlreadyDecided,
)
from services.orders.budget.errors import (
    BudgetExceeded,
    BudgetNotFound,
    BudgetOfAnotherFiscalYear,
    BudgetOfAnotherUnit,
    BudgetRequired,
)
from services.orders.capacity.errors import CapacityExceeded
from services.orders.deps import Acting, BuyingMember, ReadSession, Session, acting
from services.orders.eligibility.errors import CategoryHasNoRule, CertificateNotValidOnDeliveryDate
from services.orders.offer.errors import OfferNotAvailable
from services.orders.requisition import service as requisition_service
from services.orders.requisition.errors import (
    BuyerNotApproved,
    DeliveryDatePassed,
    OneDutyAPerson,
    ProcurementCeilingExceeded,
    ProcurementMethodNotAllowed,
    QuantityNotInOrderSteps,
    RequisitionContentChanged,
    RequisitionNotDraft,
    RequisitionNotWaiting,
    RequisitionTooLarge,
    UrgentNotAllowed,
)
from services.orders.requisition.routing import Actor
from services.orders.requisition.schemas import (
    RequisitionCreate,
    RequisitionRead,
    RequisitionReject,
    RequisitionStatus,
    RequisitionSummary,
    RequisitionUpdate,
)

router = APIRouter(prefix="/orders/v1/requisitions", tags=["requisitions · ใบขอซื้อ"])

ApprovingMember = Annotated[Acting, Depends(acting(Scope.APPROVE))]
BuyerReader = Annotated[Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.READ))]

_LINE_REFUSALS = (
    CertificateNotValidOnDeliveryDate,
    CategoryHasNoRule,
    DeliveryDatePassed,
    OfferNotAvailable,
    QuantityNotInOrderSteps,
    RequisitionTooLarge,
    ProcurementMethodNotAllowed,
    ProcurementCeilingExceeded,
    NotAMember,
    PanelMemberMayNotInspect,
    CommitteeTooSmall,
    ChairRequired,
    CapacityExceeded,
    BudgetOfAnotherFiscalYear,
)
_BUDGET_REFUSALS = (BudgetRequired, BudgetNotFound, BudgetOfAnotherUnit, BudgetExceeded)
_KEY_REFUSALS = (IdempotencyKeyRequired, IdempotencyKeyInFlight, IdempotencyKeyReused)


def _actor(caller: Acting) -> Actor:
    return Actor(
        caller.person_id,
        caller.principal.name,
        caller.organisation_id,
        approves=caller.principal.has(Scope.APPROVE),
    )


def _caller(caller: Acting) -> str:
    # A key belongs to one person acting for one organisation.
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    "",
    status_code=201,
    responses=problem_responses(
        Unauthenticated, Forbidden, BuyerNotApproved, BudgetNotFound, Unprocessable
    ),
)
async def create_requisition(
    body: RequisitionCreate, session: Session, caller: BuyingMember, response: Response
) -> RequisitionRead:
    """Begin a draft. Offers, prices and certificates are looked at when it is submitted."""
    created = await requisition_service.create(session, actor=_actor(caller), wanted=body)
    response.headers["ETag"] = etag(created.version)
    response.headers["Location"] = f"/orders/v1/requisitions/{created.id}"
    return created


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_requisitions(
    session: ReadSession,
    caller: BuyerReader,
    page: Page,
    status: Annotated[RequisitionStatus | None, Query()] = None,
) -> Paged[RequisitionSummary]:
    """Your organisation's requisitions, newest first."""
    rows, cursor = await requisition_service.page_of(
        session, buyer_id=caller.organisation_id, status=status, page=page
    )
    return Paged[RequisitionSummary](
        items=[RequisitionSummary.model_validate(row) for row in rows], next_cursor=cursor
    )


@router.get("/{requisition_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_requisition(
    requisition_id: UUID, session: ReadSession, caller: BuyerReader, response: Response
) -> RequisitionRead:
    """One of your organisation's requisitions, with its purchase orders once approved."""
    found = await requisition_service.read(
        session, requisition_id=requisition_id, buyer_id=caller.organisation_id
    )
    response.headers["ETag"] = etag(found.version)
    return found


@router.patch(
    "/{requisition_id}",
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        RequisitionNotDraft,
        PreconditionFailed,
        PreconditionRequired,
        BudgetNotFound,
        OneDutyAPerson,
        Unprocessable,
    ),
)
async def update_requisition(
    requisition_id: UUID,
    body: RequisitionUpdate,
    session: Session,
    caller: BuyingMember,
    *,
    version: IfMatch,
    response: Response,
) -> RequisitionRead:
    """Change a draft that nobody has changed since you read it."""
    updated = await requisition_service.update(
        session,
        actor=_actor(caller),
        requisition_id=requisition_id,
        expected_version=version,
        changes=body,
    )
    response.headers["ETag"] = etag(updated.version)
    return updated


@router.post(
    "/{requisition_id}/submit",
    response_model=RequisitionRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        BuyerNotApproved,
        NotFound,
        RequisitionNotDraft,
        UrgentNotAllowed,
        *_BUDGET_REFUSALS,
        *_LINE_REFUSALS,
        *_KEY_REFUSALS,
    ),
)
async def submit_requisition(
    requisition_id: UUID, session: Session, caller: BuyingMember, key: RequiredIdempotencyKey
) -> Response:
    """Ask for approval: offers, prices before VAT and certificates are frozen as they are now.

    Each line must bear a certificate that is valid on ``need_by_on``: the last day of validity
    still counts, the day after is refused with ``certificate_not_valid_on_delivery_date``. From
    then on the requisition cannot be changed, and whoever submits may not decide. Its budget is
    reserved: of two at once that do not both fit, one gets 409 ``budget_exceeded``.

    A private buyer's goes out at once when a rule of its chain says so, or when there is no chain
    and whoever submits may approve. With an ``urgent_reason`` an agency orders first (the specific
    method) and reports after.
    """
    actor = _actor(caller)
    return await key.run(
        session,
        caller=_caller(caller),
        body=None,
        action=lambda: requisition_service.submit(
            session, actor=actor, requisition_id=requisition_id
        ),
    )


@router.post(
    "/{requisition_id}/approve",
    response_model=RequisitionRead,
    responses=problem_responses(
        Unauthenticated,
        BuyerNotApproved,
        SelfApprovalNotAllowed,
        NotAnApprover,
        StepAlreadyDecided,
        NotFound,
        RequisitionNotWaiting,
        RequisitionContentChanged,
        *_LINE_REFUSALS,
        *_KEY_REFUSALS,
    ),
)
async def approve_requisition(
    requisition_id: UUID, session: Session, caller: ApprovingMember, key: RequiredIdempotencyKey
) -> Response:
    """Approve the step that waits; after the last one a purchase order goes to each seller.

    Certificates, offers and the method's limit are checked again; prices stay as submitted. The
    requester may approve at no step, and nobody at two.
    """
    actor = _actor(caller)
    return await key.run(
        session,
        caller=_caller(caller),
        body=None,
        action=lambda: requisition_service.approve(
            session, actor=actor, requisition_id=requisition_id
        ),
    )


@router.post(
    "/{requisition_id}/reject",
    responses=problem_responses(
        Unauthenticated,
        SelfApprovalNotAllowed,
        NotAnApprover,
        StepAlreadyDecided,
        NotFound,
        RequisitionNotWaiting,
        Unprocessable,
    ),
)
async def reject_requisition(
    requisition_id: UUID,
    body: RequisitionReject,
    session: Session,
    caller: ApprovingMember,
    response: Response,
) -> RequisitionRead:
    """Reject what was submitted, with a reason. It is final: nothing can be ordered from it."""
    rejected = await requisition_service.reject(
        session, actor=_actor(caller), requisition_id=requisition_id, reason=body.reason
    )
    response.headers["ETag"] = etag(rejected.version)
    return rejected
