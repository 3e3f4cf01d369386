"""Payments of invoices: received, announced, withheld, posted once whatever meets."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from contracts.types import OrganisationKind, TaxClass
from kit.db import Database
from kit.time import bangkok_today
from services.orders.doctor import CHECKS
from tests.factories.buying import Buying
from tests.factories.dealing import INVOICES, dealt
from tests.factories.supply import good
from tests.support.bus import OutboxView


async def _balances(database: Database, party_id: UUID) -> dict[str, int]:
    async with database.reading() as session:
        rows = await session.execute(
            text(
                "SELECT a.kind, sum(e.amount_satang) FROM ledger_entry e"
                " JOIN ledger_account a ON a.id = e.account_id WHERE a.party_id = :party"
                " GROUP BY a.kind HAVING sum(e.amount_satang) <> 0"
            ),
            {"party": party_id},
        )
        return {kind: int(total) for kind, total in rows}


async def test_the_doctor_is_content(orders_database: Database) -> None:
    """Whatever these tests did, no invariant of money is broken."""
    async with orders_database.reading() as session:
        for check in CHECKS:
            if "invoice" in check.name or "ledger transaction" in check.name:
                assert await session.scalar(text(check.violations)) == 0, check.name


async def test_paid_in_full_with_withheld_tax(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """200 kg × 120 = 24,000 from an individual: 240.00 withheld, 23,760.00 transferred."""
    deal = await dealt(buying, orders_database, "200")
    invoice = await deal.invoiced()
    assert (invoice["to_withhold_satang"], invoice["payable_satang"]) == (24_000, 2_376_000)
    await orders_outbox.mark()
    over = await deal.pay(invoice, 2_376_001)
    assert (over.status_code, over.json()["code"]) == (409, "payment_exceeds_payable")
    assert over.json()["payable_satang"] == 2_376_000
    assert await deal.read(invoice) == invoice
    await orders_outbox.assert_nothing()

    paid = good(await deal.pay(invoice, 2_376_000, method="promptpay_bill", reference="1"), 201)
    assert (paid["status"], paid["withheld_satang"]) == ("received", 24_000)
    after = await deal.read(invoice)
    assert (after["status"], after["outstanding_satang"]) == ("paid", 0)
    assert await _balances(orders_database, deal.seller_id) == {"withholding_credit": 24_000}
    assert await _balances(orders_database, deal.buyer_id) == {"withholding_payable": -24_000}

    documents = good(await deal.buyer.get(f"{deal.trade.path}/documents"))["items"]
    by_id = {each["id"]: each for each in documents}
    assert by_id[paid["certificate_id"]]["number"].startswith("WT")
    assert by_id[paid["receipt_id"]]["kind"] == "receipt"
    for document_id in (paid["certificate_id"], paid["receipt_id"]):
        pdf = await deal.seller.get(by_id[document_id]["path"])
        assert pdf.content.startswith(b"%PDF")
    [told] = await orders_outbox.events(OrdersNoticeRequested)
    assert (told.template, told.recipient.organisation_id) == ("payment_received", deal.buyer_id)
    again = await deal.pay(invoice, 1)
    assert again.json()["code"] == "payment_exceeds_payable"


async def test_vat_brings_a_tax_invoice(buying: Buying, orders_database: Database) -> None:
    """A registered firm: VAT on top, 1 % of the price before VAT withheld from 500 baht."""
    seller_id = await buying.seller(vat_registered=True)
    deal = await dealt(buying, orders_database, "10", price_satang=10_700, seller_id=seller_id)
    invoice = await deal.invoiced()
    assert (invoice["net_satang"], invoice["vat_satang"]) == (100_000, 7_000)
    assert (invoice["to_withhold_satang"], invoice["payable_satang"]) == (1_000, 106_000)
    paid = good(await deal.pay(invoice, 106_000), 201)
    documents = good(await deal.seller.get(f"{deal.trade.path}/documents"))["items"]
    [receipt] = [each for each in documents if each["id"] == paid["receipt_id"]]
    assert (receipt["kind"], receipt["number"][:2]) == ("tax_invoice", "IV")


async def test_in_parts_withheld_once(buying: Buying, orders_database: Database) -> None:
    """The first part brings the certificate, the last the receipt."""
    deal = await dealt(buying, orders_database, "100")
    invoice = await deal.invoiced()
    first = good(await deal.pay(invoice, 500_000), 201)
    assert (first["withheld_satang"], first["receipt_id"]) == (12_000, None)
    left = (await deal.read(invoice))["payable_satang"]
    assert left == 1_200_000 - 500_000 - 12_000
    last = good(
        await deal.pay(invoice, left, method="cheque", cheque_bank="กรุงไทย", cheque_number="0012"),
        201,
    )
    assert (last["withheld_satang"], last["certificate_id"]) == (0, None)
    assert last["receipt_id"] is not None
    listed = good(await deal.buyer.get(f"{INVOICES}/{invoice['id']}/payments"))["items"]
    assert [each["id"] for each in listed] == [first["id"], last["id"]]


async def test_private_buyers_withhold_nothing(buying: Buying, orders_database: Database) -> None:
    """A hotel pays the whole sum; nor does a hospital withhold from crops of an individual."""
    hotel = await dealt(
        buying, orders_database, "200", kind=OrganisationKind.HOTEL, method="direct"
    )
    invoice = await hotel.invoiced()
    assert (invoice["to_withhold_satang"], invoice["payable_satang"]) == (0, 2_400_000)
    crops = await dealt(buying, orders_database, "200", tax_class=TaxClass.EXEMPT_AGRI, crop=True)
    assert (await crops.invoiced())["to_withhold_satang"] == 0


async def test_two_payments_of_one_invoice(buying: Buying, orders_database: Database) -> None:
    """Both pay all of it at once: one is received, the other is told that nothing is left."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    answers = await asyncio.gather(*(deal.pay(invoice, 120_000) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    after = await deal.read(invoice)
    assert (after["paid_satang"], after["outstanding_satang"]) == (120_000, 0)
    assert await _balances(orders_database, deal.buyer_id) == {}


async def test_a_repeated_request_pays_once(buying: Buying, orders_database: Database) -> None:
    """The same Idempotency-Key gives the same answer."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    path = f"{INVOICES}/{invoice['id']}/payments"
    body = {"method": "transfer", "amount_satang": 50_000}
    first = good(await deal.seller.post(path, body, key="once"), 201)
    assert good(await deal.seller.post(path, body, key="once"), 201) == first
    assert (await deal.read(invoice))["paid_satang"] == 50_000


async def test_the_buyer_announces(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Nothing is posted until the seller confirms; a denial leaves the debt."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    await orders_outbox.mark()
    announced = good(await deal.pay(invoice, 120_000, by=deal.buyer), 201)
    assert announced["status"] == "announced"
    assert await deal.read(invoice) == invoice
    [told] = await orders_outbox.events(OrdersNoticeRequested)
    assert (told.template, told.recipient.organisation_id) == ("payment_announced", deal.seller_id)
    twice = await deal.pay(invoice, 120_000, by=deal.buyer)
    assert twice.json()["code"] == "payment_already_announced"

    path = f"/orders/v1/invoice-payments/{announced['id']}"
    assert (await deal.buyer.post(f"{path}/confirm")).status_code == 404
    assert good(await deal.seller.post(f"{path}/deny"))["status"] == "denied"
    refused = await deal.seller.post(f"{path}/confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_not_announced")

    again = good(await deal.pay(invoice, 120_000, by=deal.buyer), 201)
    path = f"/orders/v1/invoice-payments/{again['id']}"
    answers = await asyncio.gather(
        deal.seller.post(f"{path}/confirm"), deal.seller.post(f"{path}/confirm")
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert (await deal.read(invoice))["status"] == "paid"


@pytest.mark.parametrize(
    "body",
    [
        {"method": "transfer", "amount_satang": 0},
        {"method": "cheque", "amount_satang": 1},
        {"method": "transfer", "amount_satang": 1, "cheque_number": "1"},
        {"method": "cash", "amount_satang": 1},
    ],
)
async def test_what_is_no_payment(
    buying: Buying, orders_database: Database, body: dict[str, Any]
) -> None:
    """Refused before anything is looked for."""
    person = buying.person(await buying.seller(), Scope.FINANCE)
    answer = await person.post(f"{INVOICES}/{UUID(int=1)}/payments", body)
    assert answer.status_code == 422


async def test_payments_are_the_parties_own(buying: Buying, orders_database: Database) -> None:
    """Nobody 401, another party 404, without the scope 403; a day in the future 422."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    path = f"{INVOICES}/{invoice['id']}/payments"
    assert (await deal.seller.client.post(path)).status_code == 401
    assert (await deal.seller.client.get(path)).status_code == 401
    stranger = buying.person(await buying.seller(), Scope.FINANCE, Scope.READ)
    assert (await deal.pay(invoice, 1, by=stranger)).status_code == 404
    assert (await stranger.get(path)).status_code == 404
    reader = buying.person(deal.seller_id, Scope.READ)
    assert (await deal.pay(invoice, 1, by=reader)).status_code == 403
    tomorrow = (bangkok_today() + timedelta(days=1)).isoformat()
    answer = await deal.pay(invoice, 1, paid_on=tomorrow)
    assert (answer.status_code, answer.json()["code"]) == (422, "paid_on_not_plausible")
    assert await deal.read(invoice) == invoice
