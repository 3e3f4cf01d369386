"""Who may inspect: how many by the dated rules, with a chair, and nobody of the panel."""

from datetime import date
from typing import Any

import pytest

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role, Scope
from contracts.types import OrganisationKind
from kit.ids import uuid7
from services.orders.acceptance.rules import Rule, required
from tests.factories.buying import Buying, Person
from tests.factories.supply import Trade, good, ordered
from tests.support.bus import OutboxView


def people(*persons: Person, chair: Person | None = None) -> list[dict[str, Any]]:
    """Persons as they are appointed."""
    return [{"person_id": str(each.person_id), "chair": each is chair} for each in persons]


async def refused(
    trade: Trade, outbox: OutboxView, body: dict[str, Any], *, code: str, status: int = 422
) -> Any:
    """The appointment was refused with this code; it is as before and nobody is told."""
    before = good(await trade.head.get(f"{trade.path}/committee"))
    await outbox.mark()
    answer = await trade.head.post(f"{trade.path}/committee", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert good(await trade.head.get(f"{trade.path}/committee")) == before
    await outbox.assert_nothing()
    return answer.json()


async def large(buying: Buying, quantity: str) -> Trade:
    """An order above 100,000 baht or near it, whose requisition names three inspectors."""
    buyer = await buying.organisation()
    inspectors = []
    for _ in range(3):
        person = buying.person(buyer, Scope.INSPECT, Scope.READ, name="ผู้ตรวจรับ")
        await buying.member(person, Role.INSPECTOR)
        inspectors.append(person)
    both = (buying.requester(buyer), buying.approver(buyer))
    return await ordered(buying, quantity, buyer=both, inspectors=inspectors)


async def test_450_000_baht_needs_three_with_a_chair(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await large(buying, "3750")
    assert (await trade.order())["total_satang"] == 45_000_000
    a, b, c = [await trade.inspector() for _ in range(3)]
    needed = good(await trade.head.get(f"{trade.path}/committee"))
    assert (needed["inspectors_needed"], needed["panel_needed"]) == (3, 0)
    named = {each["person_id"] for each in needed["members"]}
    assert named == {str(each.person_id) for each in trade.inspectors}
    two = {"inspectors": people(a, b, chair=a)}
    said = await refused(trade, orders_outbox, two, code="committee_too_small")
    assert (said["needed"], said["given"], said["total_baht"]) == (3, 2, "450,000.00")
    assert "ข้อ 26" in said["detail"]
    headless = {"inspectors": people(a, b, c)}
    await refused(trade, orders_outbox, headless, code="committee_chair_required")
    all_chairs = {"inspectors": [{**each, "chair": True} for each in people(a, b, c)]}
    await refused(trade, orders_outbox, all_chairs, code="committee_chair_required")

    three = {"inspectors": people(a, b, c, chair=b)}
    appointed = good(await trade.head.post(f"{trade.path}/committee", three))
    assert appointed["members"][0]["person_id"] == str(b.person_id)
    assert [each["chair"] for each in appointed["members"]].count(True) == 1
    told = await orders_outbox.events(OrdersNoticeRequested)
    assert {each.recipient.person_id for each in told} == {a.person_id, b.person_id, c.person_id}
    assert {each.template for each in told} == {"inspector_appointed"}
    assert good(await trade.requester.get(f"{trade.path}/committee")) == appointed


@pytest.mark.parametrize(("quantity", "needed"), [("833.333", 1), ("833.334", 3)])
async def test_the_sum_of_100_000_baht(buying: Buying, quantity: str, needed: int) -> None:
    trade = await large(buying, quantity)
    found = good(await trade.head.get(f"{trade.path}/committee"))
    assert found["inspectors_needed"] == needed


async def test_a_private_buyer_needs_one(buying: Buying) -> None:
    trade = await ordered(buying, "3750", kind=OrganisationKind.HOTEL, method="direct")
    await trade.appoint(1)


async def test_a_panel_member_may_not_inspect(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying, "40")
    a, b = [await trade.inspector() for _ in range(2)]
    body = {"inspectors": people(a), "panel": people(b, a)}
    said = await refused(trade, orders_outbox, body, code="panel_member_may_not_inspect")
    assert "ข้อ 26" in said["detail"]
    body = {"inspectors": people(a), "panel": people(b)}
    members = good(await trade.head.post(f"{trade.path}/committee", body))["members"]
    assert [each["duty"] for each in members] == ["inspection", "procurement"]
    swapped = {"inspectors": people(b), "panel": people(a)}
    members = good(await trade.head.post(f"{trade.path}/committee", swapped))["members"]
    assert members[0]["person_id"] == str(b.person_id)


async def test_only_members_of_the_buyer_with_the_role(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade = await ordered(buying, "40")
    viewer = await trade.inspector(Role.VIEWER)
    foreign = await (await ordered(buying)).inspector()
    for person in (viewer, foreign):
        body = {"inspectors": people(person)}
        await refused(trade, orders_outbox, body, code="not_an_inspector")
    unknown = {"inspectors": [{"person_id": str(uuid7())}]}
    await refused(trade, orders_outbox, unknown, code="not_an_inspector")
    mine = await trade.inspector()
    await refused(trade, orders_outbox, {"inspectors": people(mine, mine)}, code="invalid_request")
    await refused(trade, orders_outbox, {"inspectors": []}, code="invalid_request")


async def test_who_may(buying: Buying) -> None:
    trade = await ordered(buying, "40")
    person = await trade.inspector()
    body = {"inspectors": people(person)}
    path = f"{trade.path}/committee"
    assert (await buying.client.post(path, json=body)).status_code == 401
    assert (await buying.client.get(path)).status_code == 401
    assert (await trade.requester.post(path, body)).json()["code"] == "missing_scope"
    for stranger in (await buying.organisation(), trade.seller.organisation_id):
        other = buying.person(stranger, Scope.APPROVE, Scope.BUY)
        assert (await other.post(path, body)).status_code == 404
        assert (await other.get(path)).status_code == 404
    good(await trade.seller.post(f"{trade.path}/decline", {"reason": "ก"}), 409)


async def test_nobody_is_appointed_for_an_order_that_is_over(buying: Buying) -> None:
    trade = await ordered(buying, "40", confirm=False)
    person = await trade.inspector()
    good(await trade.seller.post(f"{trade.path}/decline", {"reason": "ก"}))
    answer = await trade.head.post(f"{trade.path}/committee", {"inspectors": people(person)})
    assert (answer.status_code, answer.json()["code"]) == (409, "purchase_order_closed")


def test_dated_rules_by_sum_buyer_and_method() -> None:
    def rule(above: int, persons: int, *methods: str, **dates: date) -> Rule:
        return Rule(
            duty="inspection",
            buyer_kinds=frozenset({"school"}),
            methods=frozenset(methods),
            above_satang=above,
            persons=persons,
            chair=False,
            from_on=dates.get("from_on", date(2020, 1, 1)),
            until_on=dates.get("until_on"),
            source_th="",
            source_en="",
        )

    rules = [
        rule(0, 1),
        rule(100, 3, until_on=date(2026, 12, 31)),
        rule(100, 5, from_on=date(2027, 1, 1)),
        rule(1_000, 7, "selection"),
    ]

    def persons(total: int, on: date, *, kind: str = "school", method: str = "specific") -> int:
        found = required(
            rules, duty="inspection", buyer_kind=kind, method=method, total=total, on=on
        )
        return found.persons if found else 0

    today, later = date(2026, 12, 31), date(2027, 1, 1)
    assert [persons(total, today) for total in (0, 1, 100, 101, 1_001)] == [0, 1, 1, 3, 3]
    assert persons(101, later) == 5
    assert persons(1_001, today, method="selection") == 7
    assert persons(101, today, kind="hotel") == 0
