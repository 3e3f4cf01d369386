"""Judging marks from cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Mark
from services.catalog.mark import queries, rules
from services.catalog.models import CaseState, Product


async def judge(session: AsyncSession, *, product: Product) -> tuple[Mark, ...]:
    """The marks that the product bears, past and to come, as its cases stand now."""
    return (await judge_many(session, products=[product]))[product.id]


async def judge_many(
    session: AsyncSession, *, products: Sequence[Product]
) -> dict[UUID, tuple[Mark, ...]]:
    """The marks of each product, as ``judge`` gives them."""
    found = await queries.decided_cases(session, product_ids=[product.id for product in products])
    of_product: dict[UUID, list[rules.DecidedCase]] = defaultdict(list)
    for product_id, case in await _with_history(session, found):
        if product_id is not None:
            of_product[product_id].append(case)
    return {
        product.id: rules.marks(of_product[product.id], subdistrict_code=product.subdistrict_code)
        for product in products
    }


async def judge_organisation(
    session: AsyncSession, *, organisation_id: UUID, subdistrict_code: str | None
) -> tuple[Mark, ...]:
    """The marks that an organisation bears itself, such as a homestay's."""
    found = await queries.decided_cases_of_organisation(session, organisation_id=organisation_id)
    cases = [case for _, case in await _with_history(session, found)]
    return rules.marks(cases, subdistrict_code=subdistrict_code)


async def judge_and_write(session: AsyncSession, *, product: Product) -> tuple[Mark, ...]:
    """Judge a product's marks and write them; the caller holds the product's row lock."""
    marks = await judge(session, product=product)
    await queries.replace(session, product_id=product.id, marks=marks)
    return marks


async def _with_history(
    session: AsyncSession, found: Sequence[Any]
) -> list[tuple[UUID | None, rules.DecidedCase]]:
    history: dict[UUID, list[Any]] = defaultdict(list)
    for case_id, state, on in await queries.steps(
        session, certification_ids=[case.id for case, _ in found]
    ):
        history[case_id].append((CaseState(state), on))
    return [
        (
            case.product_id,
            rules.DecidedCase(
                certification_id=case.id,
                scheme=case.scheme,
                number=case.number,
                valid_from_on=case.valid_from_on,
                valid_until_on=case.valid_until_on,
                needs_area=needs_area,
                area=frozenset(case.area),
                steps=history[case.id],
            ),
        )
        for case, needs_area in found
    ]
