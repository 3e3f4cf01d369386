"""What doctor says of invoices; credits and fines over any quantities."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kit.db import Database
from services.orders.acceptance.rules import AcceptedLine, payable
from services.orders.invoice.invariants import CHECKS
from services.orders.invoice.rules import credit, late_fine, shipped_amounts
from services.orders.models.invoice import InvoiceLine
from tests.factories.buying import Buying
from tests.factories.dealing import dealt
from tests.factories.supply import good

QUANTITY = st.integers(0, 10**6).map(lambda each: Decimal(each).scaleb(-3))


def _accepted(net: int, vat: int, quantity: Decimal, on: date = date(2026, 11, 22)) -> AcceptedLine:
    return AcceptedLine(
        delivery_id=uuid4(),
        delivery_number="1",
        delivery_line_id=uuid4(),
        order_line_id=uuid4(),
        variant_id=uuid4(),
        product_name_th="",
        unit="กก.",
        lot_id=uuid4(),
        lot_code="",
        unit_price_satang=0,
        vat_bps=0,
        shipped=quantity,
        arrived=quantity,
        short=Decimal(0),
        accepted=quantity,
        rejected=Decimal(0),
        net_satang=net,
        vat_satang=vat,
        accepted_on=on,
    )


@given(
    st.lists(st.tuples(QUANTITY, QUANTITY), min_size=1, max_size=8),
    st.integers(1, 10**6),
    st.sampled_from([0, 700]),
)
def test_invoiced_less_credited_is_accepted(
    deliveries: list[tuple[Decimal, Decimal]], price: int, vat_bps: int
) -> None:
    """Over any partial deliveries, prices and rates, credits are never below nought."""
    before, net, vat = Decimal(0), 0, 0
    for a, b in deliveries:
        accepted, shipped = sorted((a, b))
        due = payable(accepted, before=before, unit_price_satang=price, vat_bps=vat_bps)
        invoiced = shipped_amounts(shipped, price, vat_bps)
        line = InvoiceLine(
            quantity=shipped, net_satang=invoiced.net_satang, vat_satang=invoiced.vat_satang
        )
        less = credit(line, _accepted(due.net_satang, due.vat_satang, accepted))
        assert less.net_satang >= 0
        assert less.vat_satang >= 0
        assert line.net_satang - less.net_satang == due.net_satang
        before += accepted
        net, vat = net + due.net_satang, vat + due.vat_satang
    whole = payable(before, before=Decimal(0), unit_price_satang=price, vat_bps=vat_bps)
    assert (net, vat) == (whole.net_satang, whole.vat_satang)


def test_the_late_fine_of_article_162() -> None:
    """0.20 % a day of what came late: 4,380.00 two days late = 17.52; in time nothing."""
    day = date(2026, 11, 22)
    lines = [_accepted(438_000, 0, Decimal(1), day), _accepted(100_000, 0, Decimal(1), day)]
    assert late_fine(lines[:1], need_by_on=day - timedelta(days=2), bps_per_day=20) == 1_752
    assert late_fine(lines, need_by_on=day, bps_per_day=20) == 0
    assert late_fine(lines, need_by_on=day + timedelta(days=9), bps_per_day=20) == 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(0, 20))
def test_a_fine_grows_with_the_days(nets: list[int], bps: int) -> None:
    """A later day never costs less."""
    day = date(2026, 11, 22)
    lines = [_accepted(net, 0, Decimal(1), day) for net in nets]
    fines = [
        late_fine(lines, need_by_on=day - timedelta(days=late), bps_per_day=bps)
        for late in range(5)
    ]
    assert all(earlier <= later for earlier, later in pairwise(fines))


async def test_the_doctor_is_content(buying: Buying, orders_database: Database) -> None:
    """After an invoice, a credit note and payments nothing is wrong."""
    deal = await dealt(buying, orders_database, "33.333", price_satang=10_007)
    delivery = await deal.shipped("33.333")
    invoice = await deal.of(delivery)
    await deal.accept(delivery, "33", "31.007", "1.993")
    await deal.bill()
    good(await deal.pay(invoice, 100_000), 201)
    async with orders_database.reading() as session:
        for check in CHECKS:
            assert await session.scalar(text(check.violations)) == 0, check.name
