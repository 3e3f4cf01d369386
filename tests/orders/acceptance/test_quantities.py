"""Whatever is delivered in whatever parts: quantities, stock and amounts are exact."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.orders.acceptance.rules import payable
from services.orders.purchase.rules import line_amounts
from tests.factories.buying import Buying
from tests.factories.supply import Trade, good, ordered

STEP = Decimal("0.001")
QUANTITIES = st.integers(1, 40_000).map(lambda grams: grams * STEP)


@given(
    parts=st.lists(QUANTITIES, max_size=12),
    price=st.integers(0, 10**7),
    vat_bps=st.sampled_from([0, 700]),
)
def test_partial_amounts_sum_to_the_whole(parts: list[Decimal], price: int, vat_bps: int) -> None:
    """Over any partition the amounts are those of the sum, never off by a rounding."""
    before, net, vat = Decimal(0), 0, 0
    for part in parts:
        amounts = payable(part, before=before, unit_price_satang=price, vat_bps=vat_bps)
        assert amounts.net_satang >= 0
        net, vat, before = net + amounts.net_satang, vat + amounts.vat_satang, before + part
    whole = line_amounts(before, price, vat_bps)
    assert (net, vat) == (whole.net_satang, whole.vat_satang)


@dataclass
class Books:
    """What the order has to show after any number of deliveries."""

    ordered: Decimal
    produced: Decimal
    shipped: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    payable: int = 0
    seen: list[Any] = field(default_factory=list)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    shares=st.lists(st.tuples(*(st.integers(0, 100) for _ in range(3))), min_size=1, max_size=3),
    price=st.integers(1, 99_999),
)
async def test_any_partial_deliveries(
    buying: Buying, shares: list[tuple[int, int, int]], price: int
) -> None:
    """Each share: how much of what is left is shipped, arrives and is accepted, in percent."""
    trade = await ordered(buying, "13.337", price_satang=price)
    await trade.appoint()
    books = Books(ordered=Decimal("13.337"), produced=Decimal(50))
    lot = await trade.lot("50")
    for share in shares:
        if not await step(trade, lot, books, share):
            break
    [line] = (await trade.order())["lines"]
    assert Decimal(line["delivered_quantity"]) == books.accepted <= books.ordered
    assert Decimal(line["accepted_quantity"]) == books.accepted
    assert books.payable == line_amounts(books.accepted, price, 0).net_satang
    kept = good(await trade.seller.get(f"/orders/v1/lots/{lot['id']}"))
    assert Decimal(kept["shipped"]) == books.shipped <= books.produced
    assert Decimal((await trade.stock())["on_hand"]) == books.produced - books.shipped


async def step(trade: Trade, lot: Any, books: Books, share: tuple[int, int, int]) -> bool:
    """One delivery from ship to signature; False when nothing of it is left."""
    left = books.ordered - books.accepted
    ship, arrive, accept = share
    shipped = max(STEP, (left * ship / 100).quantize(STEP))
    if shipped > left or shipped > books.produced - books.shipped:
        return False
    arrived = min(shipped, (shipped * arrive / 100).quantize(STEP))
    accepted = min(arrived, (arrived * accept / 100).quantize(STEP))
    delivery = await trade.ship((lot, str(shipped)))
    delivery = await trade.arrive(delivery, str(arrived))
    rejected = arrived - accepted
    final = await trade.accept(delivery, (str(accepted), str(rejected) if rejected else "0"))
    [line] = final["delivery"]["lines"]
    assert Decimal(line["accepted"]) + Decimal(line["rejected"]) == Decimal(line["arrived"])
    books.shipped += shipped
    books.accepted += accepted
    books.payable += line["payable_satang"]
    return True
