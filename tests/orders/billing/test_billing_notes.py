"""A month's billing note: once, less credits, by hand and by itself."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

from contracts.scopes import Scope
from kit.db import Database
from kit.time import bangkok_today
from services.orders.billing import service as billing_service
from tests.factories.buying import Buying
from tests.factories.dealing import Deal, dealt
from tests.factories.supply import good
from tests.support.bus import OutboxView

NOTES = "/orders/v1/billing-notes"


def _body(deal: Deal) -> dict[str, str]:
    return {"buyer_id": str(deal.buyer_id), "month": f"{bangkok_today():%Y-%m}"}


async def test_a_month_is_billed_once(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Two invoices less a credit note; asked for four times at once there is one note."""
    deal = await dealt(buying, orders_database, "40")
    first, second, locked = [await deal.shipped(each) for each in ("20", "10", "10")]
    invoices = [await deal.of(each) for each in (first, second, locked)]
    await deal.accept(first, "20", "16.5", "3.5")
    await deal.accept(second, "10", "10")
    await deal.bill()
    await orders_outbox.mark()
    answers = await asyncio.gather(*(deal.seller.post(NOTES, _body(deal)) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    [note] = [each.json() for each in answers if each.status_code == 201]
    assert (note["total_satang"], note["number"][:2]) == (318_000, "BN")
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {
        "nothing_to_bill"
    }
    assert len(await orders_outbox.types()) == 1
    held = [(await deal.read(each))["billing_note_id"] for each in invoices]
    assert held == [note["id"], note["id"], None]
    assert good(await deal.buyer.get(NOTES))["items"] == [note]
    pdf = await deal.buyer.get(f"/orders/v1/documents/{note['document_id']}.pdf")
    assert pdf.content.startswith(b"%PDF")


async def test_a_month_that_is_over_is_billed_by_itself(
    buying: Buying, orders_database: Database
) -> None:
    """Nothing on the month's last day, the note on the next month's first."""
    deal = await dealt(buying, orders_database, "2")
    await deal.invoiced()
    first = bangkok_today().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    with patch.object(billing_service, "bangkok_today", lambda: following - timedelta(days=1)):
        while await billing_service.bill_next_month(orders_database):
            pass
    assert good(await deal.seller.get(NOTES))["items"] == []
    with patch.object(billing_service, "bangkok_today", lambda: following):
        while await billing_service.bill_next_month(orders_database):
            pass
    [note] = good(await deal.seller.get(NOTES))["items"]
    assert (note["total_satang"], note["month_on"]) == (24_000, first.isoformat())


async def test_notes_are_the_parties_own(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    """Nobody 401, without the scope 403, another seller has nothing to bill."""
    deal = await dealt(buying, orders_database, "2")
    await deal.invoiced()
    await orders_outbox.mark()
    assert (await deal.seller.client.get(NOTES)).status_code == 401
    assert (await deal.seller.client.post(NOTES)).status_code == 401
    reader = buying.person(deal.seller_id, Scope.READ)
    assert (await reader.post(NOTES, _body(deal))).status_code == 403
    stranger = buying.person(await buying.seller(), Scope.FINANCE, Scope.READ)
    assert (await stranger.post(NOTES, _body(deal))).json()["code"] == "nothing_to_bill"
    assert good(await stranger.get(NOTES))["items"] == []
    bad = await deal.seller.post(NOTES, {**_body(deal), "month": "2569-13"})
    assert bad.status_code == 422
    await orders_outbox.assert_nothing()
