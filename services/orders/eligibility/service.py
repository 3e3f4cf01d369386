"""Use cases: judge offers for a buyer and a delivery date, and refuse what does not qualify."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Mark
from kit.errors import AppError, FieldError, NotFound
from kit.pagination import PageParams, paged
from kit.time import now
from services.orders.eligibility import queries, wording
from services.orders.eligibility.errors import CategoryHasNoRule, CertificateNotValidOnDeliveryDate
from services.orders.eligibility.rules import Judgement, judge
from services.orders.eligibility.schemas import (
    BuyerRequirementCreate,
    EligibilityRead,
    RefusalReason,
    RuleSource,
)
from services.orders.models.eligibility import BuyerRequirement
from services.orders.models.offer import Offer
from services.orders.offer import service as offer_service
from services.orders.party import service as party_service


class Marked(Protocol):
    """What is judged: an offer, or a row that shows one; ``marks`` as JSON holds them."""

    @property
    def variant_id(self) -> UUID:
        """Whose answer it is."""

    @property
    def category(self) -> str:
        """By which the rules are chosen."""

    @property
    def marks(self) -> list[dict[str, Any]]:
        """Dated, as the catalogue judged them."""


@dataclass(frozen=True)
class Candidate:
    """A line that is to be judged, with the offer behind it."""

    line_no: int
    offer: Offer


async def judgements(
    session: AsyncSession,
    *,
    buyer_kind: str,
    on: date,
    offers: Collection[Marked],
    buyer_id: UUID | None = None,
) -> Mapping[UUID, Judgement]:
    """Judge each offer for the kind of buyer on the Bangkok date, by variant.

    With ``buyer_id`` what that buyer asks for beyond the rules of its kind counts too.
    """
    rules = await queries.requirements(
        session,
        buyer_kind=buyer_kind,
        buyer_id=buyer_id,
        categories={offer.category for offer in offers},
    )
    return {offer.variant_id: judge(marks_of(offer), rules[offer.category], on) for offer in offers}


async def require_eligible(
    session: AsyncSession,
    *,
    buyer_kind: str,
    on: date,
    candidates: Sequence[Candidate],
    buyer_id: UUID | None = None,
) -> Mapping[UUID, Judgement]:
    """The judgements by variant, all of them favourable.

    Raises CertificateNotValidOnDeliveryDate or CategoryHasNoRule, which name every bad line.
    """
    judged = await judgements(
        session,
        buyer_kind=buyer_kind,
        buyer_id=buyer_id,
        on=on,
        offers=[line.offer for line in candidates],
    )
    refused = [line for line in candidates if not judged[line.offer.variant_id].eligible]
    if refused:
        raise _refusal(refused, judged)
    return judged


async def needs_marks(session: AsyncSession, *, buyer_kind: str, on: date, category: str) -> bool:
    """Whether nothing of the category may come on the date without a mark."""
    rules = await queries.requirements(session, buyer_kind=buyer_kind, categories={category})
    return any(rule.any_of for rule in rules[category] if rule.in_force(on))


async def ask_for_more(
    session: AsyncSession, *, buyer_id: UUID, person_id: UUID, wanted: BuyerRequirementCreate
) -> BuyerRequirement:
    """A buyer asks for a mark beyond the rules of its kind, from a day on."""
    return await queries.add_own(
        session,
        {
            "buyer_id": buyer_id,
            "category": wanted.category,
            "any_of": sorted({scheme.value for scheme in wanted.any_of}),
            "from_on": wanted.from_on,
            "until_on": wanted.until_on,
            "reason": wanted.reason,
            "created_by": person_id,
            "created_at": now(),
        },
    )


async def page_of_own(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> tuple[Sequence[BuyerRequirement], str | None]:
    """A page of what a buyer asks for, newest first, and the next cursor."""
    rows = await queries.page_of_own(session, buyer_id=buyer_id, page=page)
    return paged(rows, page=page, key=lambda requirement: (requirement.id,))


async def end_own(
    session: AsyncSession, *, buyer_id: UUID, requirement_id: UUID, until_on: date
) -> BuyerRequirement:
    """Set the last day of what a buyer asks for. Raises NotFound."""
    ended = await queries.end_own(
        session, requirement_id=requirement_id, buyer_id=buyer_id, until_on=until_on
    )
    if ended is None:
        raise NotFound
    return ended


async def explain(
    session: AsyncSession, *, buyer_id: UUID, variant_id: UUID, on: date
) -> EligibilityRead:
    """Whether the buyer may have the offer on the date, and because of what. Raises NotFound."""
    buyer = await party_service.find(session, party_id=buyer_id)
    offer = await offer_service.find(session, variant_id=variant_id)
    if buyer is None or offer is None or offer.withdrawn or offer.status != "published":
        raise NotFound
    rules = await queries.requirements(
        session, buyer_kind=buyer.kind, buyer_id=buyer.id, categories={offer.category}
    )
    in_force = [rule for rule in rules[offer.category] if rule.in_force(on)]
    judgement = judge(marks_of(offer), in_force, on)
    said = wording.because(judgement)
    return EligibilityRead(
        variant_id=variant_id,
        product_name_th=offer.name_th,
        on=on,
        eligible=judgement.eligible,
        refusal=judgement.refusal,
        because_th=said.th,
        because_en=said.en,
        accepted_schemes=sorted({scheme for rule in in_force for scheme in rule.any_of}),
        marks=list(judgement.because),
        sources=[RuleSource(th=rule.source_th, en=rule.source_en) for rule in in_force],
    )


def marks_of(offer: Marked) -> list[Mark]:
    """The offer's dated marks, as the catalogue judged them."""
    return [Mark.model_validate(mark) for mark in offer.marks]


def _refusal(refused: Sequence[Candidate], judged: Mapping[UUID, Judgement]) -> AppError:
    first = refused[0]
    judgement = judged[first.offer.variant_id]
    errors = [_field_error(line, judged[line.offer.variant_id]) for line in refused]
    context: dict[str, Any] = {
        "line_no": first.line_no,
        "variant_id": str(first.offer.variant_id),
        "product_id": str(first.offer.product_id),
        "product_name_th": first.offer.name_th,
        "delivery_on": judgement.on,
        "delivery_on_th": wording.thai_date(judgement.on),
    }
    if judgement.refusal is RefusalReason.NO_RULE:
        return CategoryHasNoRule(errors=errors, category=first.offer.category, **context)
    return CertificateNotValidOnDeliveryDate(
        errors=errors, **context, **_certificate_context(judgement)
    )


def _certificate_context(judgement: Judgement) -> dict[str, Any]:
    mark = judgement.nearest
    accepted = wording.schemes(judgement.accepted)
    said = wording.fact(judgement)
    return {
        "reason": judgement.refusal.value if judgement.refusal else None,
        "accepted_schemes": sorted(scheme.value for scheme in judgement.accepted),
        "accepted_schemes_th": accepted.th,
        "accepted_schemes_en": accepted.en,
        "certificate_scheme": mark.scheme.value if mark else None,
        "certificate_id": str(mark.certificate_id) if mark else None,
        "certificate_number": mark.number if mark else None,
        "certificate_until_on": mark.until_on if mark else None,
        "fact_th": said.th,
        "fact_en": said.en,
    }


def _field_error(line: Candidate, judgement: Judgement) -> FieldError:
    said = wording.fact(judgement)
    code = (
        CategoryHasNoRule.code
        if judgement.refusal is RefusalReason.NO_RULE
        else CertificateNotValidOnDeliveryDate.code
    )
    return FieldError(
        field=f"lines.{line.line_no - 1}",
        code=code,
        message_th=f"{line.offer.name_th}: {said.th}",
        message_en=f"{line.offer.name_th}: {said.en}",
    )
