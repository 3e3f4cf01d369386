"""An invoice is what was accepted: before and after the inspection, with its credit note."""

import asyncio

from sqlalchemy import text

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from contracts.types import TaxClass
from kit.db import Database
from services.orders.promptpay.rules import BillPayment, read
from tests.factories.buying import Buying
from tests.factories.dealing import BILLER, INVOICES, dealt
from tests.factories.supply import good
from tests.support.bus import OutboxView


async def test_golden_credit_note(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """40 kg × 120 invoiced on shipping = 4,800.00; 36.5 accepted = 4,380.00; credited 420.00."""
    deal = await dealt(buying, orders_database, "40")
    delivery = await deal.shipped("40")
    invoice = await deal.of(delivery)
    assert (invoice["basis"], invoice["status"]) == ("shipped", "locked")
    assert (invoice["total_satang"], invoice["credit_note"]) == (480_000, None)
    assert invoice["promptpay_payload"] is None
    assert invoice["number"].startswith("BL")

    await orders_outbox.mark()
    locked = await deal.pay(invoice, 480_000)
    assert (locked.status_code, locked.json()["code"]) == (409, "payment_locked")
    assert await deal.read(invoice) == invoice
    await orders_outbox.assert_nothing()

    await deal.accept(delivery, "38.5", "36.5", "2")
    await deal.bill()
    after = await deal.read(invoice)
    assert after["status"] == "open"
    assert after["net_satang"] - after["credited_net_satang"] == 438_000
    assert after["accepted_net_satang"] == after["outstanding_satang"] == 438_000
    assert after["credit_note"]["net_satang"] == 42_000
    assert after["credit_note"]["number"].startswith("CN")
    assert after["lines"][0]["credited_quantity"] == "3.5"
    payload = read(after["promptpay_payload"])
    assert payload == BillPayment(BILLER, after["ref1"], after["ref2"], 438_000)

    told = await orders_outbox.events(OrdersNoticeRequested)
    assert [each.data["credited_baht"] for each in told if each.template == "credit_note_issued"]
    documents = good(await deal.buyer.get(f"{deal.trade.path}/documents"))["items"]
    kinds = {each["kind"]: each for each in documents}
    assert kinds["credit_note"]["replaces_id"] == kinds["invoice"]["id"]
    pdf = await deal.buyer.get(kinds["credit_note"]["path"])
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF")


async def test_accepted_goods_are_invoiced_once(buying: Buying, orders_database: Database) -> None:
    """The worker and the seller at once make one invoice, for what was accepted, with VAT."""
    deal = await dealt(buying, orders_database, "40")
    first = await deal.shipped("10")
    await deal.accept(first, "10", "9.5", "0.5")
    answers = await asyncio.gather(deal.bill(), deal.of(first), deal.of(first), deal.bill())
    invoice = answers[1]
    assert answers[2]["id"] == invoice["id"]
    assert (invoice["basis"], invoice["total_satang"]) == ("accepted", 114_000)
    assert invoice["credit_note"] is None
    listed = good(await deal.buyer.get(INVOICES, side="buyer", state="open"))["items"]
    assert [each["id"] for each in listed] == [invoice["id"]]
    second = await deal.shipped("30")
    await deal.accept(second, "30", "30")
    assert (await deal.of(second))["total_satang"] == 360_000
    balances = good(await deal.buyer.get("/orders/v1/ledger/balances"))["items"]
    assert balances == [{"account": "trade_payable", "balance_satang": -474_000}]


async def test_vat_of_a_registered_seller(buying: Buying, orders_database: Database) -> None:
    """7 % on a taxed product of a registered seller; nothing on unprocessed crops."""
    taxed = await dealt(buying, orders_database, "3", price_satang=10_700)
    invoice = await taxed.invoiced()
    # The seller of this factory is not registered: the shop price is the price.
    assert (invoice["net_satang"], invoice["vat_satang"]) == (32_100, 0)
    crops = await dealt(
        buying, orders_database, "3", price_satang=10_700, tax_class=TaxClass.EXEMPT_AGRI
    )
    assert (await crops.invoiced())["vat_satang"] == 0


async def test_nothing_accepted_is_nothing_to_invoice(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """A delivery of which everything was rejected becomes no invoice."""
    deal = await dealt(buying, orders_database, "5")
    delivery = await deal.shipped("5")
    await deal.accept(delivery, "5", "0", "5")
    await deal.bill()
    await orders_outbox.mark()
    answer = await deal.seller.post(f"/orders/v1/deliveries/{delivery['id']}/invoice")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_invoice")
    await orders_outbox.assert_nothing()
    assert good(await deal.buyer.get(INVOICES))["items"] == []


async def test_all_rejected_after_the_invoice_credits_all(
    buying: Buying, orders_database: Database
) -> None:
    """Invoiced on shipping, then wholly rejected: nothing is owed."""
    deal = await dealt(buying, orders_database, "5")
    delivery = await deal.shipped("5")
    invoice = await deal.of(delivery)
    await deal.accept(delivery, "5", "0", "5")
    await deal.bill()
    after = await deal.read(invoice)
    assert (after["outstanding_satang"], after["status"]) == (0, "paid")
    assert after["credit_note"]["net_satang"] == 60_000


async def test_invoices_are_their_parties_own(buying: Buying, orders_database: Database) -> None:
    """Nobody 401, another party 404, a token without the scope 403."""
    deal = await dealt(buying, orders_database, "2")
    delivery = await deal.shipped("2")
    invoice = await deal.of(delivery)
    path, issue = f"{INVOICES}/{invoice['id']}", f"/orders/v1/deliveries/{delivery['id']}/invoice"
    client = deal.seller.client
    assert (await client.get(path)).status_code == 401
    assert (await client.get(INVOICES)).status_code == 401
    assert (await client.post(issue)).status_code == 401
    stranger = buying.person(await buying.seller(), Scope.FINANCE, Scope.SELL, Scope.READ)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(issue)).status_code == 404
    assert good(await stranger.get(INVOICES))["items"] == []
    assert (await deal.buyer.post(issue)).status_code == 404
    reader = buying.person(deal.seller_id, Scope.READ)
    assert (await reader.post(issue)).status_code == 403
    assert good(await reader.get(path))["id"] == invoice["id"]


async def test_the_last_invoice_bears_the_late_fine(
    buying: Buying, orders_database: Database
) -> None:
    """4,800.00 two days late at 0.20 % a day = 19.20 off what a hospital pays; ledger exact."""
    deal = await dealt(buying, orders_database, "40")
    async with orders_database.transaction() as session:
        await session.execute(
            text("UPDATE purchase_order SET need_by_on = need_by_on - 2 WHERE id = :id"),
            {"id": deal.trade.path.rsplit("/", 1)[1]},
        )
    first = await deal.shipped("10")
    await deal.accept(first, "10", "10")
    assert (await deal.of(first))["fine_satang"] == 0
    last = await deal.shipped("30")
    await deal.accept(last, "30", "30")
    invoice = await deal.of(last)
    assert (invoice["fine_satang"], invoice["outstanding_satang"]) == (1_920, 358_080)
    balances = good(await deal.buyer.get("/orders/v1/ledger/balances"))["items"]
    assert balances == [{"account": "trade_payable", "balance_satang": -478_080}]
