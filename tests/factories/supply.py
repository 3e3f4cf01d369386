"""A hospital that ordered from a group, up to its acceptance, for the tests of supply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx

from contracts.scopes import Role, Scope
from contracts.types import OrganisationKind
from kit.time import bangkok_today, now
from tests.factories.buying import Buying, Person, Product, mark, submitted, wanted

ORDERS = "/orders/v1/purchase-orders"
LOTS = "/orders/v1/lots"
DELIVERIES = "/orders/v1/deliveries"
INSPECTIONS = "/orders/v1/inspections"


def good(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that has to be fine."""
    assert answer.status_code == status, answer.text
    return answer.json()


@dataclass
class Trade:
    """One order of one product between a buyer and a seller, and the people of both."""

    buying: Buying
    product: Product
    requester: Person
    head: Person
    seller: Person
    path: str
    line_id: str
    inspectors: list[Person] = field(default_factory=list)

    async def order(self) -> Any:
        """The order as its buyer sees it."""
        return good(await self.requester.get(self.path))

    async def confirm(self, body: dict[str, Any] | None = None) -> Any:
        """The seller confirms, the whole of it unless told."""
        return good(await self.seller.post(f"{self.path}/confirm", body or {}))

    async def lot(self, quantity: str, **values: Any) -> Any:
        """A lot of the product, made today."""
        return good(await self.record(quantity, **values), 201)

    async def record(self, quantity: str, **values: Any) -> httpx.Response:
        """The answer to recording a lot."""
        body: dict[str, Any] = {
            "variant_id": str(self.product.variant_id),
            "quantity": quantity,
            "produced_on": bangkok_today().isoformat(),
            **values,
        }
        return await self.seller.post(LOTS, {k: v for k, v in body.items() if v is not None})

    async def send(
        self, *parts: tuple[Any, str], key: str | None = None, **values: Any
    ) -> httpx.Response:
        """The answer to a delivery note of quantities of lots."""
        lines = [
            {"order_line_id": self.line_id, "lot_id": lot["id"], "quantity": quantity}
            for lot, quantity in parts
        ]
        body = {"lines": lines, **values}
        return await self.seller.post(f"{self.path}/deliveries", body, key=key)

    async def ship(self, *parts: tuple[Any, str], **values: Any) -> Any:
        """A delivery that is on its way."""
        return good(await self.send(*parts, **values), 201)

    async def receive(
        self,
        delivery: Any,
        *arrived: str,
        temperature_c: str | None = None,
        at: datetime | None = None,
    ) -> httpx.Response:
        """The answer to writing down what arrived of each line."""
        lines = [
            {"delivery_line_id": line["id"], "arrived": quantity, "temperature_c": temperature_c}
            for line, quantity in zip(delivery["lines"], arrived, strict=True)
        ]
        body = {"arrived_at": (at or now()).isoformat(), "lines": lines}
        return await self.requester.post(f"{DELIVERIES}/{delivery['id']}/arrive", body)

    async def arrive(self, delivery: Any, *arrived: str, **values: Any) -> Any:
        """A delivery that has arrived."""
        return good(await self.receive(delivery, *arrived, **values))

    async def appoint(self, persons: int = 1) -> list[Person]:
        """Appoint inspectors of the buyer's, the first of several as chair."""
        people = [await self.inspector() for _ in range(persons)]
        body = {
            "inspectors": [
                {"person_id": str(each.person_id), "chair": persons > 1 and each is people[0]}
                for each in people
            ]
        }
        good(await self.head.post(f"{self.path}/committee", body))
        self.inspectors = people
        return people

    async def inspector(self, *roles: Role) -> Person:
        """A member of the buyer's, an inspector unless told."""
        person = self.buying.person(
            self.requester.organisation_id, Scope.INSPECT, Scope.READ, name="ผู้ตรวจรับ"
        )
        await self.buying.member(person, *(roles or (Role.INSPECTOR,)))
        return person

    async def inspect(
        self, delivery: Any, *results: tuple[str, str], by: Person | None = None
    ) -> httpx.Response:
        """The answer to recording accepted and rejected of each line."""
        lines = [
            {
                "delivery_line_id": line["id"],
                "accepted": accepted,
                "rejected": rejected,
                "reason": None if rejected == "0" else "อุณหภูมิเกินเกณฑ์",
            }
            for line, (accepted, rejected) in zip(delivery["lines"], results, strict=True)
        ]
        person = by or self.inspectors[0]
        return await person.post(f"{DELIVERIES}/{delivery['id']}/inspection", {"lines": lines})

    async def sign(
        self, inspection: Any, person: Person, *, agree: bool = True, reason: str | None = None
    ) -> httpx.Response:
        """The answer to a signature."""
        return await person.post(
            f"{INSPECTIONS}/{inspection['id']}/signatures", {"agree": agree, "reason": reason}
        )

    async def accept(self, delivery: Any, *results: tuple[str, str]) -> Any:
        """Inspect a delivery and let every inspector agree; the inspection."""
        inspection = good(await self.inspect(delivery, *results), 201)
        for person in self.inspectors:
            inspection = good(await self.sign(inspection, person))
        return inspection

    async def read(self, delivery: Any, by: Person | None = None) -> Any:
        """A delivery as it is now."""
        return good(await (by or self.requester).get(f"{DELIVERIES}/{delivery['id']}"))

    async def stock(self) -> Any:
        """The seller's counters of the product."""
        return good(await self.seller.get(f"/orders/v1/stock/{self.product.variant_id}"))


def _seller(buying: Buying, seller_id: UUID) -> Person:
    return buying.person(seller_id, Scope.SELL, Scope.SUPPLY, Scope.READ, name="ผู้ขาย")


def _named(inspectors: Sequence[Person]) -> list[dict[str, Any]]:
    return [
        {"person_id": str(each.person_id), "chair": each is inspectors[0]} for each in inspectors
    ]


async def ordered(
    buying: Buying,
    quantity: str = "40",
    *,
    kind: OrganisationKind = OrganisationKind.HOSPITAL,
    need_by_on: date | None = None,
    confirm: bool = True,
    buyer: tuple[Person, Person] | None = None,
    method: str = "specific",
    of: Trade | None = None,
    seller_id: UUID | None = None,
    budget_id: str | None = None,
    inspectors: Sequence[Person] = (),
    **product_values: Any,
) -> Trade:
    """An order of a certified product, for today unless told, confirmed unless told.

    `of` orders another trade's product, for a buyer of its own; `seller_id` names the seller of a
    new one; `inspectors` are named in the requisition, the first of them as chair.
    """
    if seller_id is None:
        seller_id = of.product.seller_id if of else await buying.seller()
    values = {"order_step": Decimal("0.001"), **product_values}
    product = of.product if of else await buying.product(seller_id, mark(), **values)
    if buyer is None:
        buyer_id = await buying.organisation(kind)
        buyer = buying.requester(buyer_id), buying.approver(buyer_id)
    requester, head = buyer
    body = wanted((product, quantity), need_by_on=need_by_on or bangkok_today(), method=method)
    body |= {"budget_id": budget_id, "inspectors": _named(inspectors)}
    requisition = await submitted(requester, body)
    [placed] = good(await head.post(f"{requisition}/approve"))["purchase_orders"]
    path = f"{ORDERS}/{placed['id']}"
    [line] = good(await requester.get(path))["lines"]
    trade = Trade(
        buying=buying,
        product=product,
        requester=requester,
        head=head,
        seller=of.seller if of else _seller(buying, seller_id),
        path=path,
        line_id=line["id"],
        inspectors=list(inspectors),
    )
    if confirm:
        await trade.confirm()
    return trade
