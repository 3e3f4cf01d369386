"""What was delivered becomes invoices, for the tests of money."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.scopes import Scope
from kit.db import Database
from services.orders.invoice import service as invoice_service
from tests.factories.buying import Buying, Person
from tests.factories.supply import Trade, good, ordered
from tests.support.waiting import eventually

INVOICES = "/orders/v1/invoices"
BILLER = "099400015838201"


@dataclass
class Deal:
    """A trade whose finance people invoice and pay."""

    trade: Trade
    database: Database
    seller: Person
    buyer: Person

    @property
    def seller_id(self) -> UUID:
        """Who is paid."""
        assert self.seller.organisation_id is not None
        return self.seller.organisation_id

    @property
    def buyer_id(self) -> UUID:
        """Who pays."""
        assert self.buyer.organisation_id is not None
        return self.buyer.organisation_id

    async def shipped(self, quantity: str) -> Any:
        """A delivery of a lot of its own."""
        lot = await self.trade.lot(quantity)
        return await self.trade.ship((lot, quantity))

    async def accept(self, delivery: Any, arrived: str, accepted: str, rejected: str = "0") -> None:
        """Receive, inspect and sign a delivery."""
        if not self.trade.inspectors:
            await self.trade.appoint()
        delivery = await self.trade.arrive(delivery, arrived)
        await self.trade.accept(delivery, (accepted, rejected))

    async def bill(self) -> None:
        """What the worker does until nothing waits."""

        async def done() -> bool:
            return not await invoice_service.bill_next(self.database)

        await eventually(done)

    async def invoiced(self, quantity: str | None = None) -> Any:
        """The invoice of a delivery that was accepted as shipped."""
        order = await self.trade.order()
        quantity = quantity or order["lines"][0]["quantity"]
        delivery = await self.shipped(quantity)
        await self.accept(delivery, quantity, quantity)
        return await self.of(delivery)

    async def of(self, delivery: Any) -> Any:
        """The delivery's invoice, billed now if it was not."""
        answer = await self.seller.post(f"/orders/v1/deliveries/{delivery['id']}/invoice")
        return good(answer, 201)

    async def read(self, invoice: Any) -> Any:
        """An invoice as the buyer sees it now."""
        return good(await self.buyer.get(f"{INVOICES}/{invoice['id']}"))

    async def pay(
        self, invoice: Any, amount: int, *, by: Person | None = None, **values: Any
    ) -> Any:
        """The answer to a payment; the seller's word unless told."""
        body = {"method": "transfer", "amount_satang": amount, **values}
        return await (by or self.seller).post(f"{INVOICES}/{invoice['id']}/payments", body)


async def dealt(buying: Buying, database: Database, quantity: str = "40", **values: Any) -> Deal:
    """A confirmed order and the finance people of both sides; the seller has a biller id."""
    trade = await ordered(buying, quantity, **values)
    seller = buying.person(
        trade.seller.organisation_id, Scope.FINANCE, Scope.SELL, Scope.READ, name="บัญชีผู้ขาย"
    )
    buyer = buying.person(
        trade.requester.organisation_id, Scope.FINANCE, Scope.READ, name="การเงินผู้ซื้อ"
    )
    good(
        await seller.client.put(
            "/orders/v1/promptpay-biller", json={"biller_id": BILLER}, headers=seller._headers()
        )
    )
    return Deal(trade, database, seller, buyer)
