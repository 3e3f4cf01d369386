"""Inspections: once, by the appointed, signed by each; a dissent goes to the head."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.events.orders import DeliveryAccepted, OrdersNoticeRequested
from contracts.scopes import Role, Scope
from kit.db import Database
from kit.time import bangkok_midnight, bangkok_today
from tests.factories.buying import Buying, Person, mark
from tests.factories.supply import DELIVERIES, INSPECTIONS, Trade, good, ordered
from tests.support.bus import OutboxView

DISSENT = "ผลชั่งไม่ตรง"


async def arrived(
    buying: Buying, quantity: str = "40", *, inspectors: int = 1
) -> tuple[Trade, Any]:
    """An order whose one delivery has arrived whole, with appointed inspectors."""
    trade = await ordered(buying, quantity)
    await trade.appoint(inspectors)
    delivery = await trade.ship((await trade.lot(quantity), quantity))
    return trade, await trade.arrive(delivery, quantity)


async def disputed(buying: Buying) -> tuple[Trade, Any]:
    """An inspection on which one of three inspectors does not agree."""
    trade, delivery = await arrived(buying, inspectors=3)
    inspection = good(await trade.inspect(delivery, ("30", "10")), 201)
    first, second, third = trade.inspectors
    good(await trade.sign(inspection, first))
    good(await trade.sign(inspection, second, agree=False, reason=DISSENT))
    return trade, good(await trade.sign(inspection, third))


async def decide(person: Person, inspection: Any, outcome: str) -> Any:
    """The answer to a head's decision."""
    path = f"{INSPECTIONS}/{inspection['id']}/head-decision"
    return await person.post(path, {"outcome": outcome, "reason": "ตรวจซ้ำแล้ว"})


async def refused(
    trade: Trade, delivery: Any, outbox: OutboxView, answer: Any, *, code: str, status: int
) -> None:
    """The inspection was refused with this code, and nothing happened."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await trade.read(delivery) == delivery
    await outbox.assert_nothing()


async def test_refusals(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, delivery = await arrived(buying)
    await orders_outbox.mark()
    differ = "accepted_and_rejected_differ_from_arrived"
    for accepted, rejected, code in (
        ("40", "0.001", differ),
        ("39", "0.999", differ),
        ("0", "0", differ),
        ("-1", "41", "invalid_request"),
    ):
        answer = await trade.inspect(delivery, (accepted, rejected))
        await refused(trade, delivery, orders_outbox, answer, code=code, status=422)
    path = f"{DELIVERIES}/{delivery['id']}/inspection"
    line = {"delivery_line_id": delivery["lines"][0]["id"], "accepted": "38", "rejected": "2"}
    for lines, code in (
        ([line], "invalid_request"),  # rejected without a reason
        (
            [{**line, "reason": "ก", "delivery_line_id": trade.line_id}],
            "delivery_lines_do_not_match",
        ),
    ):
        answer = await trade.inspectors[0].post(path, {"lines": lines})
        await refused(trade, delivery, orders_outbox, answer, code=code, status=422)


async def test_only_appointed_inspectors_of_the_buyer(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade, delivery = await arrived(buying)
    other = await trade.inspector()
    await orders_outbox.mark()
    path = f"{DELIVERIES}/{delivery['id']}/inspection"
    assert (await buying.client.post(path, json={})).status_code == 401
    assert (await buying.client.get(path)).status_code == 401
    answer = await trade.inspect(delivery, ("40", "0"), by=other)
    await refused(
        trade, delivery, orders_outbox, answer, code="not_an_appointed_inspector", status=403
    )
    answer = await trade.inspect(delivery, ("40", "0"), by=trade.requester)
    await refused(trade, delivery, orders_outbox, answer, code="missing_scope", status=403)
    for stranger in (await buying.organisation(), trade.seller.organisation_id):
        outsider = buying.person(stranger, Scope.INSPECT)
        answer = await trade.inspect(delivery, ("40", "0"), by=outsider)
        await refused(trade, delivery, orders_outbox, answer, code="not_found", status=404)
    assert (await trade.requester.get(path)).status_code == 404  # not inspected yet


async def test_a_role_taken_away_counts(buying: Buying, orders_database: Database) -> None:
    trade, delivery = await arrived(buying)
    [person] = trade.inspectors
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    async with orders_database.transaction() as session:
        await session.execute(
            text("UPDATE membership SET roles = '{viewer}' WHERE person_id = :id"),
            {"id": person.person_id},
        )
    answer = await trade.sign(inspection, person)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_an_appointed_inspector")
    assert (await trade.read(delivery))["payment_locked"] is True


async def test_nobody_inspects_before_somebody_is_appointed(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    person = await trade.inspector()
    delivery = await trade.ship((await trade.lot("40"), "40"))
    await orders_outbox.mark()
    answer = await trade.inspect(delivery, ("40", "0"), by=person)
    await refused(trade, delivery, orders_outbox, answer, code="delivery_not_in_state", status=409)
    delivery = await trade.arrive(delivery, "40")
    await orders_outbox.mark()
    answer = await trade.inspect(delivery, ("40", "0"), by=person)
    await refused(
        trade, delivery, orders_outbox, answer, code="inspectors_not_appointed", status=409
    )


async def test_unanimous_of_three(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, delivery = await arrived(buying, inspectors=3)
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    assert (inspection["defective"], inspection["tell_seller_by_on"]) == (False, None)
    assert inspection["signatures"][0]["chair"] is True
    await orders_outbox.mark()
    for person in trade.inspectors[:2]:
        signed = good(await trade.sign(inspection, person))
        assert (signed["status"], signed["delivery"]["payment_locked"]) == ("signing", True)
    await orders_outbox.assert_nothing()
    final = good(await trade.sign(inspection, trade.inspectors[2]))
    assert (final["status"], final["delivery"]["payable_satang"]) == ("accepted", 480_000)
    assert (await trade.order())["status"] == "completed"
    path = f"{DELIVERIES}/{delivery['id']}/inspection"
    assert good(await trade.seller.get(path)) == final
    outsider = buying.person(await buying.organisation(), Scope.INSPECT)
    assert (await outsider.get(path)).status_code == 404


async def test_an_inspector_signs_once(buying: Buying, orders_outbox: OutboxView) -> None:
    """Eight times at once: one signature, one acceptance, one event."""
    trade, delivery = await arrived(buying)
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    await orders_outbox.mark()
    [person] = trade.inspectors
    answers = await asyncio.gather(*(trade.sign(inspection, person) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already_signed"}
    assert len(await orders_outbox.events(DeliveryAccepted)) == 1
    [line] = (await trade.order())["lines"]
    assert line["accepted_quantity"] == "40"


async def test_three_sign_at_once(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, delivery = await arrived(buying, inspectors=3)
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    await orders_outbox.mark()
    answers = await asyncio.gather(*(trade.sign(inspection, each) for each in trade.inspectors))
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (await trade.read(delivery))["status"] == "accepted"
    assert len(await orders_outbox.events(DeliveryAccepted)) == 1


async def test_two_inspections_at_once(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, delivery = await arrived(buying, inspectors=3)
    results = (("40", "0"), ("30", "10"), ("0", "40"))
    answers = await asyncio.gather(
        *(
            trade.inspect(delivery, result, by=person)
            for result, person in zip(results, trade.inspectors, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already_inspected"}
    [kept] = [answer.json() for answer in answers if answer.status_code == 201]
    assert (await trade.read(delivery))["lines"] == kept["delivery"]["lines"]


async def test_signatures_of_others(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, delivery = await arrived(buying)
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    other = await trade.inspector()
    await orders_outbox.mark()
    path = f"{INSPECTIONS}/{inspection['id']}/signatures"
    assert (await buying.client.post(path, json={"agree": True})).status_code == 401
    answer = await trade.sign(inspection, other)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_an_appointed_inspector")
    for stranger in (await buying.organisation(), trade.seller.organisation_id):
        outsider = buying.person(stranger, Scope.INSPECT, Scope.APPROVE)
        assert (await trade.sign(inspection, outsider)).status_code == 404
        assert (await decide(outsider, inspection, "accept")).status_code == 404
    silent = await trade.sign(inspection, trade.inspectors[0], agree=False)
    assert (silent.status_code, silent.json()["code"]) == (422, "invalid_request")
    assert (await trade.read(delivery))["payment_locked"] is True
    await orders_outbox.assert_nothing()


async def test_a_dissent_goes_to_the_head(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, inspection = await disputed(buying)
    assert (inspection["status"], inspection["delivery"]["payment_locked"]) == ("disputed", True)
    notice = (await orders_outbox.events(OrdersNoticeRequested))[-1]
    assert (notice.template, notice.recipient.roles) == (
        "inspection_disputed",
        (Role.OWNER, Role.APPROVER),
    )
    await orders_outbox.mark()
    no = await decide(trade.requester, inspection, "accept")
    assert no.json()["code"] == "missing_scope"
    own = buying.person(
        trade.head.organisation_id,
        Scope.APPROVE,
        person_id=trade.inspectors[0].person_id,
    )
    answer = await decide(own, inspection, "accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "head_may_not_have_inspected")
    await orders_outbox.assert_nothing()

    answers = await asyncio.gather(*(decide(trade.head, inspection, "accept") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    final = good(next(answer for answer in answers if answer.status_code == 200))
    assert (final["status"], final["head_name"]) == ("accepted", "ผู้อำนวยการ")
    assert final["delivery"]["payable_satang"] == 360_000
    assert len(await orders_outbox.events(DeliveryAccepted)) == 1
    # What was rejected may be delivered again.
    [line] = (await trade.order())["lines"]
    assert (line["delivered_quantity"], line["accepted_quantity"]) == ("30", "30")


async def test_the_head_refuses(buying: Buying, orders_outbox: OutboxView) -> None:
    trade, inspection = await disputed(buying)
    await orders_outbox.mark()
    final = good(await decide(trade.head, inspection, "refuse"))
    assert (final["status"], final["delivery"]["status"]) == ("refused", "refused")
    assert final["delivery"]["payable_satang"] == 0
    assert final["delivery"]["rejected_satang"] == 480_000
    [event] = await orders_outbox.events(DeliveryAccepted)
    assert (event.payable_satang, str(event.lines[0].rejected)) == (0, "40")
    [line] = (await trade.order())["lines"]
    assert (line["delivered_quantity"], line["accepted_quantity"]) == ("0", "0")
    assert (await trade.order())["status"] == "confirmed"


async def test_no_decision_without_a_dissent(buying: Buying) -> None:
    trade, delivery = await arrived(buying, inspectors=3)
    inspection = good(await trade.inspect(delivery, ("40", "0")), 201)
    good(await trade.sign(inspection, trade.inspectors[0], agree=False, reason=DISSENT))
    early = await decide(trade.head, inspection, "accept")
    assert (early.status_code, early.json()["code"]) == (409, "inspection_not_disputed")


async def test_the_rest_is_delivered_again_until_the_order_is_complete(buying: Buying) -> None:
    trade, delivery = await arrived(buying, "40")
    await trade.accept(delivery, ("36.5", "3.5"))
    assert (await trade.order())["status"] == "confirmed"
    again = await trade.ship((await trade.lot("3.5"), "3.5"))
    final = await trade.accept(await trade.arrive(again, "3.5"), ("3.5", "0"))
    assert final["delivery"]["payable_satang"] == 42_000
    order = await trade.order()
    assert (order["status"], order["lines"][0]["accepted_quantity"]) == ("completed", "40")
    assert order["closed_at"] is not None


async def test_partial_amounts_sum_to_the_whole(buying: Buying) -> None:
    """Three thirds of a satang are one satang, whichever delivery they come with."""
    trade = await ordered(buying, "1", price_satang=100)
    await trade.appoint()
    lot = await trade.lot("2")
    amounts = []
    for part in ("0.335", "0.335", "0.33"):
        delivery = await trade.arrive(await trade.ship((lot, part)), part)
        final = await trade.accept(delivery, (part, "0"))
        amounts.append(final["delivery"]["payable_satang"])
    assert amounts == [34, 33, 33]


async def test_a_certificate_that_ended_before_it_arrived(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    await trade.appoint()
    today = bangkok_today()
    await buying.change(trade.product, marks=(mark(until_on=today),))
    delivery = await trade.ship((await trade.lot("40"), "40"))
    with time_machine.travel(bangkok_midnight(today + timedelta(days=1)), tick=False):
        delivery = await trade.arrive(delivery, "40")
        assert delivery["lines"][0]["certified"] is False
        await orders_outbox.mark()
        answer = await trade.inspect(delivery, ("0.001", "39.999"))
        await refused(
            trade,
            delivery,
            orders_outbox,
            answer,
            code="certificate_not_valid_on_delivery_date",
            status=422,
        )
        final = await trade.accept(delivery, ("0", "40"))
        assert final["delivery"]["payable_satang"] == 0


async def test_acceptance_dates_back_and_the_clock_counts_working_days(buying: Buying) -> None:
    friday = date(2027, 3, 5)
    with time_machine.travel(bangkok_midnight(friday) + timedelta(hours=20), tick=False) as clock:
        trade, delivery = await arrived(buying)
        clock.shift(timedelta(hours=12))  # Saturday
        inspection = good(await trade.inspect(delivery, ("39", "1")), 201)
        assert inspection["tell_seller_by_on"] == "2027-03-10"
        assert inspection["told_seller_at"] is not None
        clock.shift(timedelta(minutes=5))
        final = good(await trade.sign(inspection, trade.inspectors[0]))
    assert final["accepted_on"] == "2027-03-05"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE delivery_line SET accepted = 39 WHERE id = :line", "accepted_and_rejected"),
        (
            "UPDATE delivery_line SET arrived = 41, accepted = 41 WHERE id = :line",
            "arrived_no_more",
        ),
        ("UPDATE inspection_signature SET agree = false WHERE inspection_id = :id", "is final"),
        ("DELETE FROM inspection_signature WHERE inspection_id = :id", "is final"),
        (
            "UPDATE purchase_order_line SET delivered_quantity = 40.001 WHERE id = :order_line",
            "delivered_within_confirmed",
        ),
    ],
)
async def test_the_database_refuses_too(
    buying: Buying, orders_database: Database, statement: str, constraint: str
) -> None:
    trade, delivery = await arrived(buying)
    final = await trade.accept(delivery, ("40", "0"))
    values = {"line": delivery["lines"][0]["id"], "id": final["id"], "order_line": trade.line_id}
    used = {name: value for name, value in values.items() if f":{name}" in statement.split()}
    with pytest.raises(IntegrityError, match=constraint):
        async with orders_database.transaction() as session:
            await session.execute(text(statement), used)
