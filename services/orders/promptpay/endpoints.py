"""Routes of PromptPay bill payment."""

from __future__ import annotations

from fastapi import APIRouter

from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from services.orders.deps import FinanceMember, ReadSession, Session
from services.orders.promptpay import service as promptpay_service
from services.orders.promptpay.schemas import BillerRead, BillerWrite

router = APIRouter(prefix="/orders/v1/promptpay-biller", tags=["PromptPay · พร้อมเพย์"])


@router.put("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def set_biller(body: BillerWrite, session: Session, caller: FinanceMember) -> BillerRead:
    """State the biller id that your bank gave you: your next invoices bear a QR code with it."""
    return await promptpay_service.set_biller(
        session, seller_id=caller.organisation_id, wanted=body.biller_id
    )


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_biller(session: ReadSession, caller: FinanceMember) -> BillerRead:
    """Your biller id."""
    return await promptpay_service.find(session, seller_id=caller.organisation_id)
