"""A hospital, its people, a seller and dated offers, for the tests of buying."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx

from contracts.events.auth import MembershipChanged, OrganisationChanged
from contracts.events.catalog import (
    IncomeShare,
    PriceTier,
    ProductChanged,
    ProductStatus,
    VariantSnapshot,
)
from contracts.scopes import Role, Scope
from contracts.types import (
    Capability,
    Mark,
    OrganisationKind,
    OrganisationStatus,
    Scheme,
    TaxClass,
    TemperatureClass,
)
from kit.events.envelope import Event
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.support.bus import OutboxView
from tests.support.tokens import TokenMint

Apply = Callable[[Event], Awaitable[object]]


def mark(
    *,
    scheme: Scheme = Scheme.TCPS,
    from_on: date | None = None,
    until_on: date | None = None,
    number: str = "15-0001/2569",
) -> Mark:
    """A mark from last year until in a year, unless told."""
    return Mark(
        scheme=scheme,
        certificate_id=uuid7(),
        number=number,
        from_on=from_on or bangkok_today() - timedelta(days=365),
        until_on=until_on or bangkok_today() + timedelta(days=365),
    )


@dataclass
class Product:
    """A product of one variant; ``event`` is its next snapshot."""

    seller_id: UUID
    product_id: UUID = field(default_factory=uuid7)
    variant_id: UUID = field(default_factory=uuid7)
    marks: tuple[Mark, ...] = ()
    category: str = "food.processed_fish"
    price_satang: int = 12_000
    tax_class: TaxClass = TaxClass.STANDARD
    crop: bool = False
    order_step: Decimal = Decimal(1)
    tiers: tuple[PriceTier, ...] = ()
    status: ProductStatus = ProductStatus.PUBLISHED
    temperature_class: TemperatureClass = TemperatureClass.CHILLED
    name_th: str = "ปลาส้มตำบลชะไว"
    income_shares: tuple[IncomeShare, ...] = ()
    version: int = 0

    def event(self) -> ProductChanged:
        """The product as it is now, one version further."""
        self.version += 1
        return ProductChanged(
            version=self.version,
            product_id=self.product_id,
            shop_id=self.seller_id,
            name_th=self.name_th,
            name_en=None,
            category=self.category,
            status=self.status,
            province_code="15",
            subdistrict_code="150208",
            tax_class=self.tax_class,
            crop=self.crop,
            temperature_class=self.temperature_class,
            lead_time_days=1,
            variants=(
                VariantSnapshot(
                    variant_id=self.variant_id,
                    sku="PS-1",
                    name_th="แพ็ก 1 กก.",
                    unit="กก.",
                    pack_size=Decimal(1),
                    order_step=self.order_step,
                    price_satang=self.price_satang,
                    tiers=self.tiers,
                ),
            ),
            marks=self.marks,
            income_shares=self.income_shares,
        )


@dataclass(frozen=True)
class Person:
    """Somebody who acts for an organisation; their requests carry a fresh token."""

    client: httpx.AsyncClient
    tokens: TokenMint
    organisation_id: UUID | None
    scopes: tuple[Scope, ...]
    name: str = "นักโภชนาการ"
    person_id: UUID = field(default_factory=uuid7)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Read."""
        return await self.client.get(path, params=params, headers=self._headers())

    async def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Post with an Idempotency-Key of its own."""
        given = {**self._headers(), "Idempotency-Key": key or str(uuid7()), **(headers or {})}
        return await self.client.post(path, json=body, headers=given)

    async def patch(self, path: str, body: Mapping[str, Any], **headers: str) -> httpx.Response:
        """Change; give ``If_Match``."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.patch(path, json=body, headers={**self._headers(), **given})

    async def put(self, path: str, body: Mapping[str, Any], **headers: str) -> httpx.Response:
        """Set; give ``If_Match`` where the route asks for it."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.put(path, json=body, headers={**self._headers(), **given})

    def _headers(self) -> dict[str, str]:
        return self.tokens.headers(
            person_id=self.person_id,
            name=self.name,
            org=self.organisation_id,
            scopes=self.scopes,
        )


@dataclass
class Buying:
    """Makes parties and offers by events, as the bus would, and people who call the service."""

    client: httpx.AsyncClient
    tokens: TokenMint
    apply: Apply

    async def organisation(
        self,
        kind: OrganisationKind = OrganisationKind.HOSPITAL,
        *,
        capabilities: Sequence[Capability] = (Capability.BUY,),
        status: OrganisationStatus = OrganisationStatus.ACTIVE,
        vat_registered: bool = False,
        organisation_id: UUID | None = None,
        version: int = 1,
    ) -> UUID:
        """An organisation that auth has told us of; its id."""
        event = OrganisationChanged(
            version=version,
            organisation_id=organisation_id or uuid7(),
            kind=kind,
            name_th=f"องค์กรทดสอบ {kind.value}",
            name_en=None,
            province_code="15",
            subdistrict_code=None,
            capabilities=tuple(capabilities),
            status=status,
            vat_registered=vat_registered,
            tax_id="0155559000017" if vat_registered else None,
            tax_branch="00000" if vat_registered else None,
            payee_ready=True,
        )
        await self.apply(event)
        return event.organisation_id

    async def seller(self, *, vat_registered: bool = False) -> UUID:
        """A community enterprise that may sell."""
        return await self.organisation(
            OrganisationKind.COMMUNITY_ENTERPRISE,
            capabilities=(Capability.SELL,),
            vat_registered=vat_registered,
        )

    async def product(self, seller_id: UUID, *marks: Mark, **values: Any) -> Product:
        """A published product that the catalogue has told us of."""
        product = Product(seller_id, marks=tuple(marks), **values)
        await self.apply(product.event())
        return product

    async def change(self, product: Product, **values: Any) -> None:
        """The catalogue tells of a change, for example ``marks=()`` when they are suspended."""
        for name, value in values.items():
            setattr(product, name, value)
        await self.apply(product.event())

    def person(self, organisation_id: UUID | None, *scopes: Scope, **values: Any) -> Person:
        """Somebody with a token for the organisation."""
        return Person(self.client, self.tokens, organisation_id, scopes, **values)

    def requester(self, buyer_id: UUID) -> Person:
        """A member with the role `orders`."""
        return self.person(buyer_id, Scope.BUY, Scope.READ)

    def approver(self, buyer_id: UUID) -> Person:
        """A member with the role `approver`."""
        return self.person(buyer_id, Scope.APPROVE, Scope.READ, name="ผู้อำนวยการ")

    async def member(self, person: Person, *roles: Role, version: int = 1) -> None:
        """Auth tells of a membership."""
        assert person.organisation_id is not None
        event = MembershipChanged(
            version=version,
            membership_id=uuid7(),
            organisation_id=person.organisation_id,
            person_id=person.person_id,
            display_name=person.name,
            position=None,
            roles=roles,
        )
        await self.apply(event)


def wanted(
    *lines: tuple[Product, str], need_by_on: date | None = None, method: str = "specific"
) -> dict[str, Any]:
    """The body of a requisition; for tomorrow unless told."""
    return {
        "method": method,
        "need_by_on": (need_by_on or bangkok_today() + timedelta(days=1)).isoformat(),
        "lines": [
            {"variant_id": str(product.variant_id), "quantity": quantity}
            for product, quantity in lines
        ],
    }


async def drafted(requester: Person, body: Mapping[str, Any]) -> str:
    """The path of a new draft."""
    answer = await requester.post("/orders/v1/requisitions", body)
    assert answer.status_code == 201, answer.text
    return f"/orders/v1/requisitions/{answer.json()['id']}"


async def submitted(requester: Person, body: Mapping[str, Any]) -> str:
    """The path of a new requisition that waits for approval."""
    path = await drafted(requester, body)
    answer = await requester.post(f"{path}/submit")
    assert answer.status_code == 200, answer.text
    return path


async def refused(
    requester: Person, path: str, outbox: OutboxView, *, status: int, code: str
) -> httpx.Response:
    """The submission was refused with this code, and nothing happened."""
    before = (await requester.get(path)).json()
    await outbox.mark()
    answer = await requester.post(f"{path}/submit")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert (await requester.get(path)).json() == before
    await outbox.assert_nothing()
    return answer
