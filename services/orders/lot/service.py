"""Use cases: record lots, show them, ship and take back parts of them, block them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import OfficerRights
from contracts.types import Agency
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today, now
from services.orders.lot import queries, rules
from services.orders.lot.errors import (
    LotAlreadyBlocked,
    LotBlocked,
    LotDateInFuture,
    LotExhausted,
    LotMassNotConserved,
    LotMassUnknown,
    LotNotYours,
    OfficerNotCompetent,
)
from services.orders.lot.pythainlp import in_latin
from services.orders.lot.schemas import LotCreate, LotInputRead, LotKind, LotRead
from services.orders.models.lot import Lot, LotAbbreviation, LotInput
from services.orders.models.offer import Offer
from services.orders.offer import service as offer_service
from services.orders.party import service as party_service
from services.orders.stock import service as stock_service

BLOCKING_AGENCIES: Final = frozenset({Agency.PUBLIC_HEALTH, Agency.AGRICULTURE, Agency.FISHERY})
"""The offices that look after the safety of food from farm and water."""


@dataclass(frozen=True)
class Actor:
    """A person who acts for a producer."""

    person_id: UUID
    seller_id: UUID


async def record(session: AsyncSession, *, actor: Actor, wanted: LotCreate) -> LotRead:
    """A new lot with its code; stock rises by it and falls by the lots that went in.

    Raises NotFound (no such variant of the producer's), LotDateInFuture, LotNotYours, LotBlocked,
    LotExhausted, LotMassUnknown, LotMassNotConserved, OutOfStock, StockTooLarge.
    """
    offer = await offer_service.find(session, variant_id=wanted.variant_id)
    if offer is None or offer.seller_id != actor.seller_id:
        raise NotFound
    made_on = wanted.produced_on or wanted.harvested_on
    assert made_on is not None  # noqa: S101  (the request model asks for one of the two)
    if made_on > bangkok_today():
        raise LotDateInFuture(made_on=made_on, today_on=bangkok_today())
    taken = {each.lot_id: each.quantity for each in wanted.inputs}
    inputs = await _held(session, actor.seller_id, taken)
    lot = Lot(
        id=uuid7(),
        seller_id=actor.seller_id,
        variant_id=offer.variant_id,
        product_id=offer.product_id,
        code=await _next_code(session, offer, made_on),
        kind=(LotKind.PRODUCED if wanted.produced_on else LotKind.HARVESTED).value,
        made_on=made_on,
        unit=offer.unit,
        quantity=wanted.quantity,
        shipped=Decimal(0),
        consumed=Decimal(0),
        mass_grams=_mass(wanted, offer),
        note=wanted.note,
        recorded_by=actor.person_id,
        recorded_at=now(),
        inputs=[LotInput(input_lot_id=key, quantity=value) for key, value in taken.items()],
    )
    _balance(lot, inputs, taken, added=wanted.added_kg)
    for lot_id, quantity in taken.items():
        inputs[lot_id].consumed += quantity
    session.add(lot)
    await session.flush()
    await _move_stock(session, lot, inputs, taken)
    return read(lot)


async def find(session: AsyncSession, *, lot_id: UUID, seller_id: UUID) -> LotRead:
    """A lot of the producer's. Raises NotFound for anybody else's."""
    lot = await queries.one(session, lot_id=lot_id, seller_id=seller_id)
    if lot is None:
        raise NotFound
    return read(lot)


async def page_of(
    session: AsyncSession, *, seller_id: UUID, variant_id: UUID | None, page: PageParams
) -> Paged[LotRead]:
    """A page of the producer's lots, newest first."""
    rows = await queries.page_of(session, seller_id=seller_id, variant_id=variant_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda lot: (lot.id,))
    return Paged[LotRead](items=[read(lot) for lot in shown], next_cursor=cursor)


async def ship(
    session: AsyncSession, *, seller_id: UUID, quantities: Mapping[UUID, Decimal]
) -> dict[UUID, Lot]:
    """Take quantities from the producer's lots and from stock, all or nothing.

    The lots stay locked until the transaction ends. Raises LotNotYours, LotBlocked, LotExhausted,
    OutOfStock.
    """
    lots = await _held(session, seller_id, quantities)
    for lot_id, quantity in quantities.items():
        lots[lot_id].shipped += quantity
    await session.flush()
    await stock_service.shift(session, quantities=_by_variant(lots, quantities, sign=-1))
    return lots


async def take_back(session: AsyncSession, *, quantities: Mapping[UUID, Decimal]) -> None:
    """Undo ``ship``: what never left goes back into its lots and into stock."""
    lots = await queries.held(session, lot_ids=quantities.keys())
    for lot_id, quantity in quantities.items():
        lots[lot_id].shipped -= quantity
    await session.flush()
    await stock_service.shift(session, quantities=_by_variant(lots, quantities, sign=1))


async def block(session: AsyncSession, *, actor: Actor, lot_id: UUID, reason: str) -> LotRead:
    """The producer blocks a lot of its own. Raises NotFound, LotAlreadyBlocked."""
    lots = await queries.held(session, lot_ids=[lot_id], seller_id=actor.seller_id)
    if lot_id not in lots:
        raise NotFound
    return await _block(session, lots[lot_id], person_id=actor.person_id, reason=reason)


async def block_as_officer(
    session: AsyncSession,
    *,
    person_id: UUID,
    rights: Sequence[OfficerRights],
    lot_id: UUID,
    reason: str,
) -> LotRead:
    """An officer of food safety blocks a lot made in their province.

    Raises NotFound, OfficerNotCompetent, LotAlreadyBlocked.
    """
    lots = await queries.held(session, lot_ids=[lot_id])
    lot = lots.get(lot_id)
    if lot is None:
        raise NotFound
    offer = await offer_service.find(session, variant_id=lot.variant_id)
    province = offer.province_code if offer else ""
    if not any(
        each.agency in BLOCKING_AGENCIES and each.covers_province(province) for each in rights
    ):
        raise OfficerNotCompetent(province_code=province)
    return await _block(session, lot, person_id=person_id, reason=reason)


def read(lot: Lot) -> LotRead:
    """The lot as its producer sees it."""
    own = LotRead.model_fields.keys() - {"mass_kg", "input_kg", "added_kg", "loss_kg", "inputs"}
    return LotRead(
        **{name: getattr(lot, name) for name in own},
        mass_kg=rules.kilograms(lot.mass_grams),
        input_kg=rules.kilograms(lot.input_grams),
        added_kg=rules.kilograms(lot.added_grams),
        loss_kg=rules.kilograms(lot.loss_grams),
        inputs=[LotInputRead.model_validate(each) for each in lot.inputs],
    )


async def _held(
    session: AsyncSession, seller_id: UUID, quantities: Mapping[UUID, Decimal]
) -> dict[UUID, Lot]:
    """The lots, locked, each of them the producer's, free and with that much left."""
    lots = await queries.held(session, lot_ids=quantities.keys(), seller_id=seller_id)
    for lot_id, wanted in quantities.items():
        lot = lots.get(lot_id)
        if lot is None:
            raise LotNotYours(lot_id=str(lot_id))
        if lot.blocked_at is not None:
            raise LotBlocked(lot_code=lot.code, reason=lot.block_reason)
        if lot.remaining < wanted:
            raise LotExhausted(
                lot_code=lot.code,
                remaining=f"{lot.remaining.normalize():f}",
                wanted=f"{wanted.normalize():f}",
                unit=lot.unit,
            )
    return lots


def _mass(wanted: LotCreate, offer: Offer) -> int | None:
    if wanted.mass_kg is not None:
        return rules.grams(wanted.mass_kg, 1_000)
    return rules.grams(wanted.quantity, rules.grams_per_unit(offer.unit, offer.weight_grams))


def _balance(
    lot: Lot, inputs: Mapping[UUID, Lot], taken: Mapping[UUID, Decimal], *, added: Decimal | None
) -> None:
    """Write what went in and what was lost; more can not come out than went in."""
    if not inputs:
        return
    for each in (lot, *inputs.values()):
        if each.mass_grams is None:
            raise LotMassUnknown(lot_code=each.code)
    lot.input_grams = sum(
        rules.grams_of_part(taken[each.id], each.quantity, each.mass_grams or 0)
        for each in inputs.values()
    )
    lot.added_grams = rules.grams(added, 1_000) if added is not None else None
    available = lot.input_grams + (lot.added_grams or 0)
    lot.loss_grams = available - (lot.mass_grams or 0)
    if lot.loss_grams < 0:
        raise LotMassNotConserved(
            input_kg=f"{rules.kilograms(available):f}",
            mass_kg=f"{rules.kilograms(lot.mass_grams):f}",
        )


async def _move_stock(
    session: AsyncSession, lot: Lot, inputs: Mapping[UUID, Lot], taken: Mapping[UUID, Decimal]
) -> None:
    await stock_service.open_counters(
        session, variant_id=lot.variant_id, product_id=lot.product_id, seller_id=lot.seller_id
    )
    moves = defaultdict(Decimal, _by_variant(inputs, taken, sign=-1))
    moves[lot.variant_id] += lot.quantity
    await stock_service.shift(session, quantities=moves)


def _by_variant(
    lots: Mapping[UUID, Lot], quantities: Mapping[UUID, Decimal], *, sign: int
) -> dict[UUID, Decimal]:
    moves: dict[UUID, Decimal] = defaultdict(Decimal)
    for lot_id, quantity in quantities.items():
        moves[lots[lot_id].variant_id] += sign * quantity
    return dict(moves)


async def _block(session: AsyncSession, lot: Lot, *, person_id: UUID, reason: str) -> LotRead:
    if lot.blocked_at is not None:
        raise LotAlreadyBlocked(blocked_at=lot.blocked_at.isoformat(), reason=lot.block_reason)
    lot.blocked_at, lot.blocked_by, lot.block_reason = now(), person_id, reason
    await session.flush()
    return read(lot)


async def _next_code(session: AsyncSession, offer: Offer, made_on: date) -> str:
    letters = await _letters(session, offer)
    sequence = await queries.take_sequence(
        session, seller_id=offer.seller_id, product_id=offer.product_id, made_on=made_on
    )
    return rules.code_of(letters[offer.seller_id], letters[offer.product_id], made_on, sequence)


async def _letters(session: AsyncSession, offer: Offer) -> dict[UUID, str]:
    """The letters of the producer and of the product, chosen at its first lot and kept."""
    wanted = {offer.seller_id, offer.product_id}
    known = await queries.abbreviations(session, seller_id=offer.seller_id)
    if wanted - {each.subject_id for each in known}:
        await queries.lock_abbreviations(session, seller_id=offer.seller_id)
        known = await queries.abbreviations(session, seller_id=offer.seller_id)
        known = [*known, *await _new_letters(session, offer, known)]
    return {each.subject_id: each.letters for each in known}


async def _new_letters(
    session: AsyncSession, offer: Offer, known: Sequence[LotAbbreviation]
) -> list[LotAbbreviation]:
    party = await party_service.find(session, party_id=offer.seller_id)
    names = [
        (offer.product_id, "product", offer.name_en, offer.name_th),
        (offer.seller_id, "producer", party and party.name_en, party.name_th if party else ""),
    ]
    chosen = []
    for subject_id, kind, name_en, name_th in names:
        if any(each.subject_id == subject_id for each in known):
            continue
        latin = name_en or in_latin(rules.proper_name(name_th))
        letters = rules.first_free(
            rules.letters_of(latin), (each.letters for each in known if each.kind == kind)
        )
        chosen.append(
            LotAbbreviation(
                seller_id=offer.seller_id, subject_id=subject_id, kind=kind, letters=letters
            )
        )
    session.add_all(chosen)
    await session.flush()
    return chosen
