"""Shops, products, officers and cases, for the tests of the catalogue."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from contracts.events.auth import OrganisationChanged
from contracts.scopes import Role, Scope
from contracts.tokens import OfficerRights
from contracts.types import Agency, Capability, OrganisationKind, OrganisationStatus, Scheme
from kit.events.envelope import Event
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.support.tokens import TokenMint

Apply = Callable[[Event], Awaitable[object]]
JSON = dict[str, Any]

ANG_THONG = "15"
SING_BURI = "17"
CHAWAI = "150208"


def product_body(**changes: Any) -> JSON:
    """A sour fish of Chawai as its group would list it."""
    return {
        "name_th": "ปลาส้มตำบลชะไว",
        "name_en": "Chawai sour fish",
        "description_th": "หมักข้าวและเกลือ",
        "category": "food.processed_fish",
        "tax_class": "standard",
        "subdistrict_code": CHAWAI,
        "temperature_class": "chilled",
        "variants": [
            {
                "sku": "KG",
                "unit": "กก.",
                "price_satang": 18_000,
                "order_step": "0.5",
                "tiers": [{"min_quantity": "10", "price_satang": 16_500}],
            }
        ],
        **changes,
    }


@dataclass
class Caller:
    """Somebody with a token."""

    client: httpx.AsyncClient
    headers: dict[str, str]

    async def call(
        self, method: str, path: str, body: JSON | None = None, *, if_match: object = None
    ) -> httpx.Response:
        """Send a request."""
        headers = dict(self.headers)
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"'
        return await self.client.request(method, path, json=body, headers=headers)

    async def get(self, path: str) -> JSON:
        """Read what must be there."""
        answer = await self.call("GET", path)
        assert answer.status_code == 200, answer.text
        found: JSON = answer.json()
        return found

    async def post(self, path: str, body: JSON | None = None, *, if_match: object = None) -> JSON:
        """Do what must succeed."""
        answer = await self.call("POST", path, body, if_match=if_match)
        assert answer.status_code in {200, 201}, answer.text
        made: JSON = answer.json()
        return made


@dataclass
class Shop(Caller):
    """A party that sells; ``change`` tells the catalogue of another version of it."""

    organisation_id: UUID
    apply: Apply
    version: int = 0
    province_code: str = ANG_THONG
    facts: dict[str, Any] = field(default_factory=dict)

    async def change(self, **facts: Any) -> None:
        """Deliver the organisation's next event."""
        self.version += 1
        self.facts.update(facts)
        values: dict[str, Any] = {
            "kind": OrganisationKind.COMMUNITY_ENTERPRISE,
            "name_th": "กลุ่มปลาส้มทดสอบ",
            "name_en": None,
            "province_code": self.province_code,
            "subdistrict_code": None,
            "capabilities": (Capability.SELL,),
            "status": OrganisationStatus.ACTIVE,
            "vat_registered": False,
            "tax_id": None,
            "tax_branch": None,
            "payee_ready": True,
            **self.facts,
        }
        await self.apply(
            OrganisationChanged(
                version=self.version, organisation_id=self.organisation_id, **values
            )
        )

    async def product(self, **changes: Any) -> JSON:
        """A draft."""
        return await self.post("/catalog/v1/products", product_body(**changes))

    async def published(self, **changes: Any) -> JSON:
        """A product on sale."""
        draft = await self.product(**changes)
        return await self.post(f"/catalog/v1/products/{draft['id']}/publish")

    async def case(self, product_id: str | None, **changes: Any) -> JSON:
        """A submitted case, มผช. unless told."""
        body = {"scheme": "tcps", "standard": "มผช.26/2557", **changes}
        if product_id is not None:
            body["product_id"] = product_id
        draft = await self.post("/catalog/v1/certifications", body)
        return await self.post(f"/catalog/v1/certifications/{draft['id']}/submit")


@dataclass
class Officer(Caller):
    """A provincial officer."""

    person_id: UUID

    async def move(self, case_id: str, to: str, **more: Any) -> JSON:
        """Move a case; must be allowed."""
        return await self.post(
            f"/catalog/v1/certifications/{case_id}/transitions", {"to": to, **more}
        )

    async def try_move(
        self, case_id: str, to: str, *, if_match: object = None, **more: Any
    ) -> httpx.Response:
        """Try to move a case."""
        path = f"/catalog/v1/certifications/{case_id}/transitions"
        return await self.call("POST", path, {"to": to, **more}, if_match=if_match)

    async def certify(
        self,
        case_id: str,
        *,
        from_on: date | None = None,
        until_on: date | None = None,
        **more: Any,
    ) -> JSON:
        """Take a มผช. case to its certificate, from today for a year unless told."""
        for state in ("sampling", "testing"):
            await self.move(case_id, state)
        first = from_on or bangkok_today()
        last = until_on or first + timedelta(days=365)
        return await self.move(
            case_id,
            "certified",
            valid_from_on=first.isoformat(),
            valid_until_on=last.isoformat(),
            **more,
        )


@dataclass
class Catalogue:
    """Makes parties and officers for one test."""

    client: httpx.AsyncClient
    tokens: TokenMint
    apply: Apply

    def anonymous(self) -> Caller:
        """Nobody."""
        return Caller(self.client, {})

    def member(self, organisation_id: UUID, *scopes: Scope) -> dict[str, str]:
        """Headers of a member of an organisation."""
        return self.tokens.headers(
            org=organisation_id,
            org_kind=OrganisationKind.COMMUNITY_ENTERPRISE,
            roles=[Role.OWNER],
            scopes=scopes,
        )

    def stranger(self) -> Shop:
        """A party of which the catalogue has heard nothing."""
        organisation_id = uuid7()
        headers = self.member(organisation_id, Scope.CATALOGUE, Scope.READ)
        return Shop(self.client, headers, organisation_id, self.apply)

    async def shop(self, **facts: Any) -> Shop:
        """A shop that may sell, unless the facts say otherwise."""
        shop = self.stranger()
        await shop.change(**facts)
        return shop

    def officer(
        self,
        agency: Agency = Agency.INDUSTRY,
        province: str = ANG_THONG,
        schemes: frozenset[Scheme] = frozenset(),
    ) -> Officer:
        """An officer of a province's office."""
        person_id = uuid7()
        rights = OfficerRights(agency=agency, provinces=frozenset({province}), schemes=schemes)
        headers = self.tokens.headers(
            person_id=person_id, scopes=[Scope.OFFICER, Scope.ACCOUNT], officer=rights
        )
        return Officer(self.client, headers, person_id)

    def operator(self) -> Officer:
        """The operator."""
        person_id = uuid7()
        headers = self.tokens.headers(
            person_id=person_id, scopes=[Scope.OPERATOR, Scope.ACCOUNT], operator=True
        )
        return Officer(self.client, headers, person_id)

    async def certified(self, shop: Shop, **dates: Any) -> tuple[JSON, JSON]:
        """A product on sale with a มผช. certificate: (product, case)."""
        product = await shop.published()
        case = await shop.case(product["id"])
        decided = await self.officer().certify(case["id"], **dates)
        return product, decided

    async def shown(self, product_id: str) -> JSON:
        """The product's page on the shop front."""
        return await self.anonymous().get(f"/storefront/v1/products/{product_id}")

    async def marks_shown(self, product_id: str) -> list[str]:
        """The schemes of the badges on the product's page."""
        return [mark["scheme"] for mark in (await self.shown(product_id))["marks"]]
