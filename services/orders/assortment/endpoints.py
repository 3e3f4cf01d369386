"""Route of the assortment."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from contracts.scopes import Scope
from kit.errors import Forbidden, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Paged, PageParams
from services.orders.assortment import service as assortment_service
from services.orders.assortment.schemas import AssortmentItem, AssortmentQuery
from services.orders.deps import Acting, ReadSession, ResourcesDep, acting
from services.orders.requisition.errors import BuyerNotApproved, DeliveryDatePassed

router = APIRouter(prefix="/orders/v1/assortment", tags=["assortment · สินค้าที่ซื้อได้"])

BuyerReader = Annotated[Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.READ))]


class _Paged(AssortmentQuery):
    """The filters together with the page: a query model takes all the parameters there are."""

    limit: Annotated[int, Query(ge=1, le=100)] = 24
    cursor: Annotated[str | None, Query(max_length=1_000)] = None


@router.get(
    "",
    responses=problem_responses(
        Unauthenticated, Forbidden, BuyerNotApproved, DeliveryDatePassed, Unprocessable
    ),
)
async def list_assortment(
    session: ReadSession,
    resources: ResourcesDep,
    caller: BuyerReader,
    wanted: Annotated[_Paged, Query()],
) -> Paged[AssortmentItem]:
    """What your organisation may have delivered on the date, with the reason why it is safe.

    Only what is on sale, in season, within its lead time and the seller's capacity of that week,
    and bears the certificates that your kind of organisation, and you yourself, ask for on that
    very day. Prices are before VAT. The submission of a requisition judges once more.
    """
    items, cursor = await assortment_service.page_of(
        session,
        resources.database,
        buyer_id=caller.organisation_id,
        wanted=wanted,
        page=PageParams(wanted.limit, wanted.cursor),
    )
    return Paged[AssortmentItem](items=items, next_cursor=cursor)
