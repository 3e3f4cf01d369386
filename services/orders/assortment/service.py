"""Use case: what a buyer may have delivered on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Capability, OrganisationStatus
from kit.db import Database
from kit.pagination import PageParams, paged
from kit.time import bangkok_today
from services.orders.assortment import queries
from services.orders.assortment.rules import containing, tiers_before_vat
from services.orders.assortment.schemas import AssortmentItem, AssortmentQuery
from services.orders.capacity.rules import monday_of, name_of
from services.orders.cart.rules import vat_rate
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility import wording
from services.orders.eligibility.rules import Judgement
from services.orders.models.party import Party
from services.orders.party import service as party_service
from services.orders.requisition import service as requisition_service
from services.orders.requisition.errors import BuyerNotApproved, DeliveryDatePassed
from services.orders.requisition.rules import price_before_vat

_COPIED = (
    "variant_id",
    "product_id",
    "seller_id",
    "seller_name_th",
    "name_th",
    "variant_name_th",
    "category",
    "province_code",
    "unit",
    "pack_size",
    "order_step",
    "tax_class",
    "temperature_class",
    "lead_time_days",
    "available",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """What eligibility judges of a row; an ORM object would cost more than the page's SQL."""

    variant_id: UUID
    category: str
    marks: list[dict[str, Any]]


async def page_of(
    session: AsyncSession,
    database: Database,
    *,
    buyer_id: UUID,
    wanted: AssortmentQuery,
    page: PageParams,
) -> tuple[list[AssortmentItem], str | None]:
    """A page of offers that may be delivered on the date, newest first, and the next cursor.

    Each is on sale, in season, within its lead time and its seller's capacity of the week, and
    meets the buyer's eligibility rules on that date. Raises BuyerNotApproved, DeliveryDatePassed.
    """
    buyer = await party_service.find(session, party_id=buyer_id)
    if (
        buyer is None
        or buyer.status != OrganisationStatus.ACTIVE
        or Capability.BUY not in buyer.capabilities
    ):
        raise BuyerNotApproved
    today = bangkok_today()
    if wanted.deliver_on < today:
        raise DeliveryDatePassed(need_by_on=wanted.deliver_on, today_on=today)
    position = page.position(1)
    rows = await queries.page(
        database.hot,
        filters={
            **await _filters(session, buyer, wanted),
            **({} if position is None else {"after": position[0]}),
        },
        buyer_kind=buyer.kind,
        buyer_id=buyer.id,
        deliver_on=wanted.deliver_on,
        week_on=monday_of(wanted.deliver_on),
        days_ahead=(wanted.deliver_on - today).days,
        month=wanted.deliver_on.month,
        limit=page.limit + 1,
    )
    shown, cursor = paged(rows, page=page, key=lambda row: (row["variant_id"],))
    return await _items(session, buyer, wanted, shown), cursor


async def _filters(session: AsyncSession, buyer: Party, wanted: AssortmentQuery) -> dict[str, Any]:
    filters: dict[str, Any] = {}
    if wanted.category is not None:
        filters["root"] = wanted.category.split(".")[0]
        filters["category"] = wanted.category
        if await eligibility_service.needs_marks(
            session, buyer_kind=buyer.kind, on=wanted.deliver_on, category=wanted.category
        ):
            filters["bears_marks"] = True
    if wanted.province is not None:
        filters["province"] = wanted.province
    if wanted.q is not None:
        filters["q"] = containing(wanted.q)
    if wanted.scheme is not None:
        filters["scheme"] = wanted.scheme.value
        filters["bears_marks"] = True
    return filters


async def _items(
    session: AsyncSession,
    buyer: Party,
    wanted: AssortmentQuery,
    rows: Sequence[Mapping[str, Any]],
) -> list[AssortmentItem]:
    offers = [_Row(row["variant_id"], row["category"], orjson.loads(row["marks"])) for row in rows]
    judged = await eligibility_service.judgements(
        session, buyer_kind=buyer.kind, buyer_id=buyer.id, on=wanted.deliver_on, offers=offers
    )
    vat_bps = await requisition_service.standard_vat_bps(session, on=bangkok_today())
    return [_item(row, judged[row["variant_id"]], wanted, vat_bps) for row in rows]


def _item(
    row: Mapping[str, Any], judgement: Judgement, wanted: AssortmentQuery, vat_bps: int
) -> AssortmentItem:
    bps = vat_rate(
        vat_registered=row["vat_registered"], tax_class=row["tax_class"], vat_bps=vat_bps
    )
    because = wording.because(judgement)
    on_th = wording.thai_date(wanted.deliver_on)
    return AssortmentItem(
        **{name: row[name] for name in _COPIED},
        unit_price_satang=price_before_vat(row["price_satang"], bps),
        vat_bps=bps,
        tiers=tiers_before_vat(orjson.loads(row["tiers"]), bps),
        week=name_of(monday_of(wanted.deliver_on)),
        safe_th=f"ปลอดภัยสำหรับการส่งวันที่ {on_th} เพราะ{because.th}",
        safe_en=f"Safe for your delivery on {wanted.deliver_on}, because {because.en}",
        marks=list(judgement.because),
    )
