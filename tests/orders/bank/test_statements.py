"""Bank statements: reading Thai CSV, the five outcomes, a person's decision, races."""

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Scope
from kit.db import Database
from kit.time import bangkok_today
from services.orders.bank import service as bank_service
from services.orders.bank.errors import StatementNotReadable
from services.orders.bank.rules import rows
from tests.factories.buying import Buying
from tests.factories.dealing import Deal, dealt
from tests.factories.supply import good
from tests.support.bus import OutboxView

STATEMENTS, LINES = "/orders/v1/bank-statements", "/orders/v1/bank-lines"
HEADING = "วันที่,รายละเอียด,เงินออก,เงินเข้า,อ้างอิง 1,อ้างอิง 2\n"


def _today() -> str:
    today = bangkok_today()
    return f"{today.day:02d}/{today.month:02d}/{today.year + 543}"


def _line(invoice: Any, baht: str, *, ref1: str | None = None, ref2: str | None = None) -> str:
    first, second = ref1 or invoice["ref1"], ref2 or invoice["ref2"]
    return f'{_today()},รับชำระบิล,,"{baht}",{first},{second}\n'


async def _imported(deal: Deal, *lines: str) -> list[Any]:
    """The lines of an imported statement, matched, in the order of the file."""
    good(await deal.seller.post(STATEMENTS, {"csv": HEADING + "".join(lines)}), 201)
    while await bank_service.match_next(deal.database):
        pass
    return list(reversed(good(await deal.seller.get(LINES))["items"]))


def test_thai_headings_digits_and_years() -> None:
    """Buddhist and common era, Thai digits, thousands; money that went out is left out."""
    [first, second] = rows(
        "\ufeff" + HEADING + '๒๒/๑๑/๒๕๖๙,รับชำระ,,"๔,๓๘๐.๐๐",tx-12 34,po-2570-0001\n'
        "2026-11-22,ค่าธรรมเนียม,10.00,,,\n"
        ",,,,,\n"
        "22/11/2026,โอนเข้า,,120,,\n"
    )
    assert (first.received_on, first.amount_satang) == (date(2026, 11, 22), 438_000)
    assert (first.ref1, first.ref2) == ("TX1234", "PO25700001")
    assert (second.received_on, second.amount_satang, second.ref1) == (
        date(2026, 11, 22),
        12_000,
        None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        HEADING + "22/11/2400,,,1.00,,\n",
        HEADING + "31/02/2569,,,1.00,,\n",
        HEADING + "22/11/2569,,,1.0,,\n",
        HEADING + "22/11/2569,,,=1+1,,\n",
        HEADING + "22/11/2569,,,-5.00,,\n",
        HEADING + "22/11/2569,,,1.00,,\n" * 5_001,
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """The whole file, with the row; an empty one has nothing in it."""
    if not text:
        assert rows(text) == []
        return
    with pytest.raises(StatementNotReadable):
        rows(text)


@given(st.integers(1, 10**12), st.dates(date(2000, 1, 1), date(2150, 12, 31)))
def test_amounts_and_dates_are_read_back(satang: int, on: date) -> None:
    """However they are written."""
    baht = f"{satang // 100:,}.{satang % 100:02d}"
    for year in (on.year, on.year + 543):
        [row] = rows(f'{HEADING}{on.day}/{on.month}/{year},x,,"{baht}",A,B\n')
        assert (row.received_on, row.amount_satang) == (on, satang)


async def test_the_outcomes(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Exact, double, short, over, unknown, locked; each surplus waits, each debt follows."""
    deal = await dealt(buying, orders_database, "40")
    first, second, third = [
        await deal.of(each) for each in [await deal.shipped("10") for _ in range(3)]
    ]
    fourth = await deal.of(await deal.shipped("10"))
    await _accept_all(deal, (first, second, third))
    await orders_outbox.mark()
    lines = await _imported(
        deal,
        _line(first, "1,200.00"),
        _line(first, "1,200.00"),
        _line(second, "1,000.00"),
        _line(third, "1,250.00"),
        _line(first, "5.00", ref1="NOBODY"),
        _line(second, "7.00", ref2="PO1"),
        _line(fourth, "1,200.00"),
    )
    assert [(each["outcome"], each["difference_satang"]) for each in lines] == [
        ("exact", 0),
        ("double", 120_000),
        ("short", -20_000),
        ("over", 5_000),
        ("unknown", 500),
        ("unknown", 700),
        ("locked", 120_000),
    ]
    owed = [(await deal.read(each))["outstanding_satang"] for each in (first, second, third)]
    assert owed == [0, 20_000, 0]
    assert (await deal.read(fourth))["paid_satang"] == 0
    told = await orders_outbox.events(OrdersNoticeRequested)
    asked = [each.data["outcome"] for each in told if each.template == "bank_line_needs_you"]
    assert asked == ["double", "short", "over", "unknown", "unknown", "locked"]
    waiting = good(await deal.seller.get(LINES, state="waiting"))["items"]
    assert len(waiting) == 6

    again = good(
        await deal.seller.post(STATEMENTS, {"csv": HEADING + _line(first, "1,200.00")}), 201
    )
    assert (again["lines"], again["known_lines"]) == (1, 1)
    assert await bank_service.match_next(orders_database) is False


async def _accept_all(deal: Deal, invoices: Any) -> None:
    for invoice in invoices:
        delivery = await deal.trade.read({"id": invoice["delivery_id"]})
        quantity = delivery["lines"][0]["shipped"]
        await deal.accept(delivery, quantity, quantity)
    await deal.bill()


async def test_a_person_decides_once(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """An unknown payment is applied to its invoice; a surplus refunded; nothing twice."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    unknown, over = await _imported(
        deal, _line(invoice, "1,000.00", ref1="X"), _line(invoice, "5,000.00", ref1="Y")
    )
    path = f"{LINES}/{over['id']}/resolution"
    applied = {"resolution": "applied", "note": "ดูจากสลิป", "invoice_id": invoice["id"]}
    await orders_outbox.mark()
    refused = await deal.seller.post(path, applied)
    assert (refused.status_code, refused.json()["code"]) == (409, "bank_line_not_applicable")
    assert await deal.read(invoice) == invoice
    await orders_outbox.assert_nothing()
    stranger = buying.person(await buying.seller(), Scope.FINANCE)
    assert (await stranger.post(path, applied)).status_code == 404
    noted = {"resolution": "refunded", "note": "โอนคืนแล้ว"}
    assert good(await deal.seller.post(path, noted))["resolution"] == "refunded"

    path = f"{LINES}/{unknown['id']}/resolution"
    answers = await asyncio.gather(*(deal.seller.post(path, applied) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    after = await deal.read(invoice)
    assert (after["paid_satang"], after["outstanding_satang"]) == (100_000, 20_000)


async def test_an_announced_payment_is_confirmed_by_the_bank(
    buying: Buying, orders_database: Database
) -> None:
    """The buyer's word and the bank's line are one payment."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    announced = good(await deal.pay(invoice, 120_000, by=deal.buyer), 201)
    [line] = await _imported(deal, _line(invoice, "1,200.00"))
    assert line["outcome"] == "exact"
    [paid] = good(await deal.buyer.get(f"/orders/v1/invoices/{invoice['id']}/payments"))["items"]
    assert (paid["id"], paid["status"]) == (announced["id"], "received")


async def test_statements_are_the_sellers_own(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Nobody 401, without the scope 403; a row that cannot be read leaves nothing behind."""
    deal = await dealt(buying, orders_database, "10")
    await orders_outbox.mark()
    client = deal.seller.client
    assert (await client.post(STATEMENTS)).status_code == 401
    assert (await client.get(LINES)).status_code == 401
    reader = buying.person(deal.seller_id, Scope.READ)
    assert (await reader.post(STATEMENTS, {"csv": "x"})).status_code == 403
    bad = HEADING + f"{_today()},,,1.00,A,B\nx,,,1.00,A,B\n"
    refused = await deal.seller.post(STATEMENTS, {"csv": bad})
    assert (refused.status_code, refused.json()["code"]) == (422, "bank_statement_not_readable")
    assert refused.json()["row"] == 3
    assert good(await deal.seller.get(LINES))["items"] == []
    await orders_outbox.assert_nothing()


async def test_matching_meets_the_sellers_own_word(
    buying: Buying, orders_database: Database
) -> None:
    """Two workers match while the seller records the same money: the invoice is paid once."""
    deal = await dealt(buying, orders_database, "10")
    invoice = await deal.invoiced()
    body = {"csv": HEADING + _line(invoice, "1,200.00") + _line(invoice, "1,200.00")}
    good(await deal.seller.post(STATEMENTS, body), 201)
    paid, *_ = await asyncio.gather(
        deal.pay(invoice, 120_000),
        *(bank_service.match_next(orders_database) for _ in range(4)),
    )
    while await bank_service.match_next(orders_database):
        pass
    outcomes = [each["outcome"] for each in good(await deal.seller.get(LINES))["items"]]
    exact = outcomes.count("exact")
    assert (exact + (paid.status_code == 201), outcomes.count("double")) == (1, 2 - exact)
    after = await deal.read(invoice)
    assert (after["paid_satang"], after["outstanding_satang"]) == (120_000, 0)
