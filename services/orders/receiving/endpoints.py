"""Routes of receiving sites and windows."""

from __future__ import annotations

from datetime import date
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
from kit.pagination import Page, Paged
from services.orders.deps import Acting, BuyingMember, ReadSession, Session, acting
from services.orders.receiving import service as receiving_service
from services.orders.receiving.errors import SiteNameTaken
from services.orders.receiving.schemas import OpenWindows, SiteRead, SiteWrite

router = APIRouter(tags=["receiving · จุดรับของ"])

_EARLIEST = date(2000, 1, 1)
_SITES = "/orders/v1/receiving-sites"
SiteReader = Annotated[Acting, Depends(acting(Scope.BUY, Scope.INSPECT, Scope.READ))]
PartyReader = Annotated[
    Acting, Depends(acting(Scope.BUY, Scope.INSPECT, Scope.SELL, Scope.SUPPLY, Scope.READ))
]


@router.post(
    _SITES,
    status_code=201,
    responses=problem_responses(Unauthenticated, Forbidden, SiteNameTaken, Unprocessable),
)
async def create_receiving_site(
    body: SiteWrite, session: Session, caller: BuyingMember, response: Response
) -> SiteRead:
    """A place where you receive goods, and in which hours of the week.

    As soon as you offer one window, sellers have to book one for each delivery to you.
    """
    created = await receiving_service.create(session, buyer_id=caller.organisation_id, wanted=body)
    response.headers["ETag"] = etag(created.version)
    response.headers["Location"] = f"{_SITES}/{created.id}"
    return created


@router.get(_SITES, responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_receiving_sites(
    session: ReadSession, caller: SiteReader, page: Page
) -> Paged[SiteRead]:
    """Your organisation's receiving sites, newest first."""
    return await receiving_service.page_of(session, buyer_id=caller.organisation_id, page=page)


@router.get(
    _SITES + "/{site_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound)
)
async def read_receiving_site(
    site_id: UUID, session: ReadSession, caller: SiteReader, response: Response
) -> SiteRead:
    """One of your organisation's receiving sites with its windows."""
    found = await receiving_service.find(session, buyer_id=caller.organisation_id, site_id=site_id)
    response.headers["ETag"] = etag(found.version)
    return found


@router.put(
    _SITES + "/{site_id}",
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        SiteNameTaken,
        PreconditionFailed,
        PreconditionRequired,
        Unprocessable,
    ),
)
async def replace_receiving_site(
    site_id: UUID,
    body: SiteWrite,
    session: Session,
    caller: BuyingMember,
    *,
    version: IfMatch,
    response: Response,
) -> SiteRead:
    """Change a site and its windows. What is booked stays booked, also beyond a new capacity."""
    replaced = await receiving_service.replace(
        session,
        buyer_id=caller.organisation_id,
        site_id=site_id,
        expected_version=version,
        wanted=body,
    )
    response.headers["ETag"] = etag(replaced.version)
    return replaced


@router.get(
    "/orders/v1/purchase-orders/{order_id}/receiving-windows",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def list_receiving_windows(
    order_id: UUID,
    session: ReadSession,
    caller: PartyReader,
    on: Annotated[date, Query(ge=_EARLIEST, description="The Bangkok date of delivery.")],
) -> OpenWindows:
    """In which windows the buyer of a purchase order receives goods on a date, and what is free."""
    return await receiving_service.open_windows(
        session, order_id=order_id, party_id=caller.organisation_id, on=on
    )
