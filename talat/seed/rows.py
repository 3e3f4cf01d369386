"""From producers and products to the rows of the three services' tables.

Copies of others' state are made by the very functions that apply their events, so that a
projection equals its source; listings by the catalogue's own rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import geothai

from contracts.events.auth import MembershipChanged, OrganisationChanged
from contracts.events.orders import StockChanged
from contracts.scopes import Role
from contracts.types import (
    Agency,
    AvailabilityBand,
    Capability,
    OrganisationStatus,
    Provenance,
    Scheme,
)
from kit.events.envelope import Event, wire_version
from kit.events.projection import APPLIED_AT, Projection
from kit.time import now
from services.catalog.availability.handlers import STOCK_LEVEL
from services.catalog.listing import rules as listing_rules
from services.catalog.models import Category, CertificationScheme
from services.catalog.product import rules as product_rules
from services.catalog.shop.handlers import SHOP
from services.orders.membership.projection import MEMBERSHIPS
from services.orders.offer.projection import OFFERS
from services.orders.party.projection import PARTIES
from talat.seed.producers import Producer
from talat.seed.products import SeededProduct
from talat.seed.shape import Identifiers, Scale

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]
"""By table."""

LOW: Final = 5
_EPOCH: Final = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows by table, for each service, in the order in which they can be written."""

    auth: Rows
    catalog: Rows
    orders: Rows


def _province(code: str) -> str:
    found = geothai.province(code)
    return found.name_th if found else code


class Officers:
    """A community-development officer for each province, who approved its producers."""

    def __init__(self, scale: Scale) -> None:
        ids = Identifiers(Random(f"{scale.seed} officers"))
        self._at = scale.start - timedelta(days=365)
        self.person = {each.code: ids.make(self._at) for each in geothai.provinces()}
        self._more = {code: (ids.make(self._at), ids.make(self._at)) for code in self.person}

    def rows(self, password_hash: str) -> Rows:
        """The officers' accounts and appointments."""
        rows: Rows = {"person": [], "contact": [], "appointment": []}
        for code, person in self.person.items():
            contact, appointment = self._more[code]
            name = f"พัฒนาการจังหวัดสาธิต {_province(code)}"
            email = f"officer{code}@demo.invalid"
            rows["person"].append(_person(person, name, password_hash, self._at))
            rows["contact"].append(_contact(contact, person, email, self._at))
            rows["appointment"].append(
                {
                    "id": appointment,
                    "person_id": person,
                    "agency": Agency.COMMUNITY_DEVELOPMENT.value,
                    "provinces": [code],
                    "schemes": [],
                    "valid_from_on": self._at.date() - timedelta(days=1),
                    "valid_until_on": None,
                    "created_by": person,
                    "created_at": self._at,
                }
            )
        return rows


def producer_rows(batch: Sequence[Producer], officers: Officers, password_hash: str) -> Batch:
    """Accounts, organisations with their approval, and the copies of both."""
    auth: Rows = {
        name: [] for name in ("person", "contact", "organisation", "membership", "application")
    }
    shops: list[Row] = []
    parties: list[Row] = []
    members: list[Row] = []
    for each in batch:
        at = each.created_at
        auth["person"].append(_person(each.person_id, _owner(each), password_hash, at))
        auth["contact"].append(_contact(each.contact_id, each.person_id, each.email, at))
        auth["organisation"].append(_organisation(each))
        membership = _membership(each)
        auth["membership"].append(
            {
                **membership.model_dump(exclude={"display_name", "membership_id"}),
                "id": each.membership_id,
                "roles": [role.value for role in membership.roles],
                "joined_at": at,
            }
        )
        auth["application"].append(_application(each, officers.person[each.province_code]))
        event = organisation_event(each)
        shops += applied(SHOP, event)
        parties += applied(PARTIES, event)
        members += applied(MEMBERSHIPS, membership)
    return Batch(auth, {"shop": shops}, {"party": parties, "membership": members})


def applied(projection: Projection[Any], event: Event) -> Iterator[Row]:
    """The rows that the event leaves in its projection."""
    at = now()
    for row in projection.rows(event, wire_version(_EPOCH, event.version)):
        yield {**row, APPLIED_AT: at}


def organisation_event(producer: Producer) -> OrganisationChanged:
    """The producer as auth tells of it."""
    return OrganisationChanged(
        version=1,
        organisation_id=producer.id,
        kind=producer.kind,
        name_th=producer.name_th,
        name_en=None,
        province_code=producer.province_code,
        subdistrict_code=producer.subdistrict_code,
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.ACTIVE,
        vat_registered=producer.vat_registered,
        tax_id=producer.tax_id,
        tax_branch="00000" if producer.tax_id else None,
        payee_ready=True,
        provenance=Provenance.SYNTHETIC,
    )


def _owner(producer: Producer) -> str:
    return f"ผู้ขายสาธิต {producer.number:05d}"


def _person(person_id: UUID, name: str, password_hash: str, at: Any) -> Row:
    return {
        "id": person_id,
        "display_name": name,
        "password_hash": password_hash,
        "created_at": at,
    }


def _contact(contact_id: UUID, person_id: UUID, email: str, at: Any) -> Row:
    return {
        "id": contact_id,
        "person_id": person_id,
        "kind": "email",
        "value": email,
        "created_at": at,
    }


def _organisation(producer: Producer) -> Row:
    told = organisation_event(producer).model_dump(
        include={
            "name_th",
            "name_en",
            "province_code",
            "subdistrict_code",
            "vat_registered",
            "tax_id",
            "tax_branch",
            "payee_ready",
            "version",
        }
    )
    return {
        **told,
        "id": producer.id,
        "kind": producer.kind.value,
        "registration_code": producer.registration_code,
        "capabilities": [Capability.SELL.value],
        "status": OrganisationStatus.ACTIVE.value,
        "provenance": Provenance.SYNTHETIC.value,
        "created_by": producer.person_id,
        "created_at": producer.created_at,
        "updated_at": producer.created_at,
    }


def _membership(producer: Producer) -> MembershipChanged:
    return MembershipChanged(
        version=1,
        membership_id=producer.membership_id,
        organisation_id=producer.id,
        person_id=producer.person_id,
        display_name=_owner(producer),
        position=None,
        roles=(Role.OWNER,),
    )


def _application(producer: Producer, officer: UUID) -> Row:
    decided = producer.created_at + timedelta(minutes=1)
    return {
        "id": producer.application_id,
        "organisation_id": producer.id,
        "capability": Capability.SELL.value,
        "agency": Agency.COMMUNITY_DEVELOPMENT.value,
        "province_code": producer.province_code,
        "status": "approved",
        "checklist_on": producer.created_at.date(),
        "created_by": producer.person_id,
        "created_at": producer.created_at,
        "submitted_at": producer.created_at,
        "decided_at": decided,
        "decided_by": officer,
        "version": 1,
    }


@dataclass(frozen=True, slots=True)
class Shelves:
    """What listings need of the catalogue's own data."""

    categories: Mapping[str, Category]
    schemes: Mapping[Scheme, CertificationScheme]


def product_rows(batch: Sequence[SeededProduct], shelves: Shelves) -> Batch:
    """Products with packs, cases, marks and listings; offers and stock, and their copies."""
    catalog: Rows = {
        name: []
        for name in (
            *("product", "variant", "certification", "certification_step"),
            *("listing", "product_mark", "stock_level"),
        )
    }
    orders: Rows = {"offer": [], "stock": []}
    for each in batch:
        product = each.product
        catalog["product"].append(_columns(product))
        catalog["variant"] += [_columns(pack) for pack in product.variants]
        for case in each.cases:
            catalog["certification"].append(_columns(case.row))
            catalog["certification_step"] += [_columns(step) for step in case.steps]
        catalog["product_mark"] += [_mark(product.id, mark) for mark in each.marks]
        catalog["listing"].append(_listing(each, shelves))
        event = product_rules.snapshot(product, each.marks)
        orders["offer"] += applied(OFFERS, event)
        for pack, on_hand in zip(product.variants, each.on_hand, strict=True):
            band = _band(int(on_hand))
            told = StockChanged(
                version=1, variant_id=pack.id, product_id=product.id, band=AvailabilityBand(band)
            )
            catalog["stock_level"] += applied(STOCK_LEVEL, told)
            orders["stock"].append(
                {
                    "variant_id": pack.id,
                    "product_id": product.id,
                    "seller_id": product.shop_id,
                    "on_hand": on_hand,
                    "band": band,
                    "version": 1,
                    "counted_at": product.created_at,
                }
            )
    return Batch({}, catalog, orders)


def _columns(row: Any) -> Row:
    columns = row.__table__.columns
    return {name: value for name, value in row.__dict__.items() if name in columns}


def _mark(product_id: UUID, mark: Any) -> Row:
    return {
        "product_id": product_id,
        "certification_id": mark.certificate_id,
        "from_on": mark.from_on,
        "until_on": mark.until_on,
        "scheme": mark.scheme,
        "number": mark.number,
    }


def _listing(each: SeededProduct, shelves: Shelves) -> Row:
    product = each.product
    category = shelves.categories[product.category_code]
    return {
        "id": product.id,
        "shop_id": product.shop_id,
        "status": product.status,
        "category_code": category.code,
        "root_category_code": category.root_code,
        "province_code": product.province_code,
        "price_from_satang": listing_rules.price_from(product),
        "variant_ids": [pack.id for pack in product.variants],
        "search": listing_rules.tokens(product, category),
        "card": listing_rules.card(product),
        "page": listing_rules.page(product, category),
        "marks": listing_rules.marks_text(each.marks, shelves.schemes),
        "version": product.version,
    }


def _band(on_hand: int) -> str:
    if on_hand <= 0:
        return AvailabilityBand.NONE.value
    return AvailabilityBand.LOW.value if on_hand <= LOW else AvailabilityBand.PLENTY.value
