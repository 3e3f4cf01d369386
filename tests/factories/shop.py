"""Sellers with stock, guests with carts, and the bank behind the sandbox."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from contracts.scopes import Scope
from contracts.types import TaxClass
from kit.db import Database
from kit.ids import uuid7
from services.orders.payment import service as payment_service
from services.orders.ports import PaymentPort, Terms
from services.orders.refund import service as refund_service
from talat.stack.sandbox import StripeSandbox
from tests.factories.buying import Buying, Person, Product

ADDRESS = {
    "recipient": "สมหญิง ใจดี",
    "line": "99/1 หมู่ 3",
    "subdistrict_code": "150208",
    "postcode": "14140",
}
CONTACT = {"name": "สมหญิง ใจดี", "email": "somying@guest.test"}


@dataclass(frozen=True)
class Seller:
    """A shop's people and the requests that they make."""

    desk: Person
    organisation_id: UUID

    async def count(self, variant_id: UUID, on_hand: str) -> httpx.Response:
        """State a count."""
        return await self.desk.client.put(
            f"/orders/v1/stock/{variant_id}",
            json={"on_hand": on_hand},
            headers=self.desk.tokens.headers(
                person_id=self.desk.person_id, org=self.organisation_id, scopes=self.desk.scopes
            ),
        )

    async def stock(self, variant_id: UUID) -> dict[str, Any]:
        """The counters."""
        answer = await self.desk.get(f"/orders/v1/stock/{variant_id}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def owed(self) -> int:
        """What the operator owes the seller, in satang."""
        answer = await self.desk.get("/orders/v1/ledger/balances")
        assert answer.status_code == 200, answer.text
        return -sum(int(item["balance_satang"]) for item in answer.json()["items"])


@dataclass
class Guest:
    """A shopper with a cart."""

    client: httpx.AsyncClient
    cart_id: str
    token: str
    key: str = field(default_factory=lambda: str(uuid7()))

    @property
    def headers(self) -> dict[str, str]:
        """The cart's token."""
        return {"Cart-Token": self.token}

    async def put(self, variant_id: UUID, quantity: str) -> httpx.Response:
        """Want so much."""
        return await self.client.put(
            f"/storefront/v1/carts/{self.cart_id}/lines/{variant_id}",
            json={"quantity": quantity},
            headers=self.headers,
        )

    async def remove(self, variant_id: UUID) -> httpx.Response:
        """Want none."""
        return await self.client.delete(
            f"/storefront/v1/carts/{self.cart_id}/lines/{variant_id}", headers=self.headers
        )

    async def cart(self) -> dict[str, Any]:
        """The cart as it is."""
        answer = await self.client.get(f"/storefront/v1/carts/{self.cart_id}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def quote(self) -> httpx.Response:
        """What it costs."""
        return await self.client.post(
            f"/storefront/v1/carts/{self.cart_id}/quote",
            json={"address": ADDRESS},
            headers=self.headers,
        )

    async def check_out(
        self, *, key: str | None = None, method: str = "promptpay", **extra: Any
    ) -> httpx.Response:
        """Order the cart."""
        return await self.client.post(
            f"/storefront/v1/carts/{self.cart_id}/checkout",
            json={"contact": CONTACT, "address": ADDRESS, "payment_method": method, **extra},
            headers={**self.headers, "Idempotency-Key": key or self.key},
        )

    async def placed(self, *, method: str = "promptpay") -> dict[str, Any]:
        """A checkout that worked; its answer."""
        answer = await self.check_out(method=method)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def group(self, group_id: str) -> dict[str, Any]:
        """The orders as the shopper sees them."""
        answer = await self.client.get(f"/storefront/v1/orders/{group_id}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body


class Bank:
    """What happens at Stripe: people pay, answers are lost, events are sent."""

    def __init__(self, sandbox: StripeSandbox) -> None:
        self._sandbox = sandbox
        self._headers = {"Authorization": f"Bearer {sandbox.api_key}"}

    async def call(self, method: str, path: str, /, **values: Any) -> dict[str, Any]:
        """A call of the sandbox's own API or of its control API."""
        async with httpx.AsyncClient(base_url=self._sandbox.url, timeout=20) as client:
            answer = await client.request(
                method,
                path,
                headers=self._headers,
                params=values if method == "GET" else None,
                json=None if method == "GET" else values,
            )
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def form(self, path: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """A call of Stripe's API by somebody else than us."""
        async with httpx.AsyncClient(base_url=self._sandbox.url, timeout=20) as client:
            answer = await client.post(path, data=dict(values), headers=self._headers)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def pay(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Pay the PromptPay code of a checkout."""
        return await self.call("POST", f"/_sandbox/payment_intents/{intent_of(answer)}/pay")

    async def confirm_card(self, answer: Mapping[str, Any], card: str) -> httpx.Response:
        """What the shopper's browser does with the client secret and a test card."""
        async with httpx.AsyncClient(base_url=self._sandbox.url, timeout=20) as client:
            return await client.post(
                f"/v1/payment_intents/{intent_of(answer)}/confirm",
                data={"payment_method": card, "return_url": "https://shop.test/back"},
                headers=self._headers,
            )

    async def intents(self, group_id: str) -> list[dict[str, Any]]:
        """Every intent at Stripe that names the group."""
        listed = await self.call("GET", "/v1/payment_intents", limit=100)
        return [i for i in listed["data"] if i["metadata"].get("order_group_id") == group_id]

    async def refunds(self, intent_id: str) -> list[dict[str, Any]]:
        """Every refund of an intent at Stripe."""
        listed = await self.call("GET", "/v1/refunds", payment_intent=intent_id, limit=100)
        data: list[dict[str, Any]] = listed["data"]
        return data

    async def refund_events(self, refund_id: str) -> list[dict[str, Any]]:
        """The events about a refund, oldest first."""
        listed = await self.call("GET", "/v1/events", limit=100)
        return [
            event
            for event in reversed(listed["data"])
            if event["data"]["object"].get("id") == refund_id
        ]

    async def events(self, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The events about a checkout's intent, oldest first."""
        listed = await self.call("GET", "/v1/events", limit=100)
        return [
            event
            for event in reversed(listed["data"])
            if event["data"]["object"].get("id") == intent_of(answer)
        ]

    async def lose(self, mode: str, path: str = "/v1/payment_intents", **values: Any) -> None:
        """Plan a fault for the next request to the path."""
        await self.call("POST", "/_sandbox/faults", mode=mode, path=path, **values)

    async def clear(self) -> None:
        """No more faults."""
        await self.call("DELETE", "/_sandbox/faults")

    def signed(self, event: Mapping[str, Any], *, secret: str | None = None) -> dict[str, Any]:
        """The body and headers of a webhook, as arguments of a request."""
        body = json.dumps(event).encode()
        at = int(time.time())
        key = (secret or self._sandbox.webhook_secret).encode()
        digest = hmac.new(key, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Stripe-Signature": f"t={at},v1={digest}",
            "Content-Type": "application/json",
        }
        return {"content": body, "headers": headers}


def intent_of(answer: Mapping[str, Any]) -> str:
    """The intent's id, from the client secret of a checkout's answer."""
    return str(answer["payment"]["client_secret"]).split("_secret_")[0]


@dataclass
class Shop:
    """Makes sellers, products, guests; follows payments as the worker does."""

    client: httpx.AsyncClient
    database: Database
    buying: Buying
    bank: Bank
    payments: PaymentPort
    terms: Terms

    async def seller(self, *, vat_registered: bool = True) -> Seller:
        """A community enterprise that may sell."""
        organisation_id = await self.buying.seller(vat_registered=vat_registered)
        desk = self.buying.person(organisation_id, Scope.SUPPLY, Scope.SELL, Scope.FINANCE)
        return Seller(desk, organisation_id)

    async def product(self, seller: Seller, on_hand: str | None = "10", **values: Any) -> Product:
        """A published product with so much on hand; 1,070 baht unless told."""
        values = {"price_satang": 107_000, "tax_class": TaxClass.STANDARD, **values}
        product = await self.buying.product(seller.organisation_id, **values)
        if on_hand is not None:
            answer = await seller.count(product.variant_id, on_hand)
            assert answer.status_code == 200, answer.text
        return product

    async def guest(self, *lines: tuple[Product, str]) -> Guest:
        """A guest with these lines in the cart."""
        answer = await self.client.post("/storefront/v1/carts")
        assert answer.status_code == 201, answer.text
        guest = Guest(self.client, answer.json()["id"], answer.json()["token"])
        for product, quantity in lines:
            put = await guest.put(product.variant_id, quantity)
            assert put.status_code == 200, put.text
        return guest

    async def deliver(self, *events: Mapping[str, Any]) -> None:
        """Events reach the webhook, in this order."""
        for event in events:
            answer = await self.client.post("/webhooks/stripe", **self.bank.signed(event))
            assert answer.status_code == 200, answer.text

    async def paid(self, answer: Mapping[str, Any]) -> None:
        """The shopper pays and Stripe tells us."""
        await self.bank.pay(answer)
        await self.deliver(*await self.bank.events(answer))

    async def end_hold(self, group_id: str) -> None:
        """The clock passes the end of the group's hold."""
        await self._execute(
            "UPDATE order_group SET expires_at = now() - interval '1 second' WHERE id = :id",
            group_id,
        )
        await self.make_due(group_id)

    async def make_due(self, group_id: str) -> None:
        """The due loop is to look at the group's payment now."""
        await self._execute(
            "UPDATE payment SET next_check_at = '2000-01-01' WHERE group_id = :id", group_id
        )

    async def _execute(self, statement: str, group_id: str) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), {"id": UUID(group_id)})

    async def follow_up(self, *, loops: int = 1) -> None:
        """So many due loops at once, until none finds anything due."""

        async def loop() -> None:
            while await payment_service.follow_up(self.database, self.payments, terms=self.terms):
                pass

        await asyncio.gather(*(loop() for _ in range(loops)))

    async def follow_refunds(self, *, loops: int = 1) -> None:
        """So many due loops over refunds at once, until none finds anything due."""

        async def loop() -> None:
            while await refund_service.follow_up(self.database, self.payments):
                pass

        await asyncio.gather(*(loop() for _ in range(loops)))

    async def told(self, group_id: str) -> list[str]:
        """The templates of the mails that the shopper of a group is sent, in order."""
        async with self.database.reading() as session:
            rows = await session.scalars(
                text("SELECT template FROM guest_notice WHERE group_id = :id ORDER BY id"),
                {"id": UUID(group_id)},
            )
            return list(rows)

    async def execute(self, statement: str, **values: Any) -> None:
        """Arrange something in the database."""
        async with self.database.transaction() as session:
            await session.execute(text(statement), values)

    async def scalar(self, statement: str, **values: Any) -> Any:
        """One value from the database."""
        async with self.database.reading() as session:
            return await session.scalar(text(statement), values)
