"""Committees, splitting, urgent reports and the e-GP number."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role, Scope
from contracts.types import OrganisationKind
from kit.db import Database
from kit.time import bangkok_midnight, bangkok_today
from services.orders.procurement import service as procurement_service
from tests.factories.budgets import committees
from tests.factories.buying import Buying, Person, drafted, mark, refused, submitted, wanted
from tests.support.bus import OutboxView

REQUISITIONS = "/orders/v1/requisitions"


async def body_of(buying: Buying, baht: int, method: str = "specific") -> dict[str, Any]:
    """The body of a requisition over so many baht."""
    product = await buying.product(await buying.seller(), mark(), price_satang=100)
    return wanted((product, str(baht)), method=method)


async def test_450_000_with_two_inspectors_is_refused_and_with_three_accepted(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    body = await body_of(buying, 450_000)
    none = await drafted(requester, body)
    await refused(requester, none, orders_outbox, status=422, code="committee_too_small")
    two = await committees(buying, buyer, inspectors=2, panel=0)
    few = await drafted(requester, body | two)
    await refused(requester, few, orders_outbox, status=422, code="committee_too_small")
    three = await committees(buying, buyer, inspectors=3, panel=0)
    version = (await requester.get(few)).json()["version"]
    changed = await requester.patch(few, three, If_Match=f'"{version}"')
    assert changed.status_code == 200, changed.text
    assert [each["chair"] for each in changed.json()["appointees"]] == [True, False, False]
    assert (await requester.post(f"{few}/submit")).status_code == 200
    [order] = (await approver.post(f"{few}/approve")).json()["purchase_orders"]
    seen = await requester.get(f"/orders/v1/purchase-orders/{order['id']}/committee")
    members = seen.json()["members"]
    assert {each["person_id"] for each in members} == {
        each["person_id"] for each in three["inspectors"]
    }
    assert (members[0]["duty"], members[0]["chair"]) == ("inspection", True)


async def test_one_inspector_up_to_100_000(buying: Buying) -> None:
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    one = await committees(buying, buyer, inspectors=1, panel=0)
    path = await submitted(requester, await body_of(buying, 100_000, "small") | one)
    [order] = (await approver.post(f"{path}/approve")).json()["purchase_orders"]
    seen = await requester.get(f"/orders/v1/purchase-orders/{order['id']}/committee")
    assert [each["person_id"] for each in seen.json()["members"]] == [
        one["inspectors"][0]["person_id"]
    ]


async def test_above_500_000_a_panel_too(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    body = await body_of(buying, 500_001, "selection")
    path = await drafted(requester, body | await committees(buying, buyer, panel=0))
    await refused(requester, path, orders_outbox, status=422, code="committee_too_small")
    path = await drafted(requester, body | await committees(buying, buyer, panel=3))
    assert (await requester.post(f"{path}/submit")).status_code == 200


async def test_who_may_be_named(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    body = await body_of(buying, 100)
    named = await committees(buying, buyer, inspectors=1, panel=0)
    both = body | named | {"panel": named["inspectors"]}
    answer = await requester.post(REQUISITIONS, both)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    foreign = await committees(buying, await buying.organisation(), inspectors=1, panel=0)
    path = await drafted(requester, body | foreign)
    await refused(requester, path, orders_outbox, status=422, code="not_an_inspector")


async def test_the_database_itself_freezes_who_is_named(
    buying: Buying, orders_database: Database
) -> None:
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    named = await committees(buying, buyer, inspectors=1, panel=0)
    path = await submitted(requester, await body_of(buying, 100) | named)
    before = (await requester.get(path)).json()
    with pytest.raises(IntegrityError):
        async with orders_database.transaction() as session:
            await session.execute(
                text("DELETE FROM requisition_appointee WHERE requisition_id = :id"),
                {"id": before["id"]},
            )
    assert (await requester.get(path)).json() == before


async def test_splitting_is_a_warning_to_the_approver(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    first = await submitted(requester, await body_of(buying, 60_000, "small"))
    assert (await requester.get(first)).json()["warnings"] == []
    await orders_outbox.mark()
    second = await submitted(requester, await body_of(buying, 40_001, "small"))
    [warning] = (await requester.get(second)).json()["warnings"]
    number = (await requester.get(first)).json()["number"]
    assert (warning["category"], warning["sum_satang"]) == ("food", 10_000_100)
    assert (warning["ceiling_satang"], warning["numbers"]) == (10_000_000, [number])
    templates = [each.template for each in await orders_outbox.events(OrdersNoticeRequested)]
    assert templates == ["requisition_splitting_warning", "requisition_waiting_approval"]
    assert (await approver.post(f"{second}/approve")).status_code == 200


async def test_no_splitting_over_months_or_of_a_private_buyer(buying: Buying) -> None:
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    later = bangkok_midnight(bangkok_today() + timedelta(days=31))
    await submitted(requester, await body_of(buying, 60_000, "small"))
    with time_machine.travel(later, tick=True):
        path = await submitted(requester, await body_of(buying, 60_000, "small"))
        assert (await requester.get(path)).json()["warnings"] == []
    hotel = buying.requester(await buying.organisation(OrganisationKind.HOTEL))
    for _ in range(2):
        path = await submitted(hotel, await body_of(buying, 600_000, "direct"))
    assert (await hotel.get(path)).json()["warnings"] == []


async def urgent(buying: Buying) -> tuple[Person, Person, str]:
    """(requester, approver, path) of an urgent purchase that went out."""
    buyer = await buying.organisation()
    body = await body_of(buying, 5_000) | {"urgent_reason": "น้ำท่วมครัว"}
    requester = buying.requester(buyer)
    return requester, buying.approver(buyer), await submitted(requester, body)


async def test_urgent_buys_first_and_reports_after(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    await orders_outbox.mark()
    requester, approver, path = await urgent(buying)
    body = (await requester.get(path)).json()
    assert (body["status"], body["approval_basis"]) == ("approved", "urgent")
    assert len(body["purchase_orders"]) == 1
    report = body["urgent_report"]
    assert (report["reported_at"], report["overdue"], report["outcome"]) == (None, False, None)
    assert report["due_on"] > bangkok_today().isoformat()
    told = [each.template for each in await orders_outbox.events(OrdersNoticeRequested)]
    assert told == ["purchase_order_received", "urgent_purchase_made", "requisition_approved"]

    early = await approver.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert (early.status_code, early.json()["code"]) == (409, "urgent_report_not_waiting")
    made = await requester.post(f"{path}/urgent-report", {"report": "ของสดเสียหายหมด"})
    assert made.status_code == 201, made.text
    again = await requester.post(f"{path}/urgent-report", {"report": "ของสดเสียหายหมด"})
    assert (again.status_code, again.json()["code"]) == (409, "urgent_report_made")
    silent = await approver.post(f"{path}/urgent-report/decision", {"outcome": "not_agreed"})
    assert silent.status_code == 422
    done = await approver.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert (done.json()["outcome"], done.json()["decided_by_name"]) == ("agreed", "ผู้อำนวยการ")
    late = await approver.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert (late.status_code, late.json()["code"]) == (409, "urgent_report_not_waiting")


async def test_nobody_agrees_with_their_own_report(buying: Buying) -> None:
    buyer = await buying.organisation()
    head = buying.person(buyer, Scope.BUY, Scope.APPROVE, Scope.READ)
    body = await body_of(buying, 5_000) | {"urgent_reason": "น้ำท่วมครัว"}
    path = await submitted(head, body)
    colleague = buying.requester(buyer)
    assert (await colleague.post(f"{path}/urgent-report", {"report": "x"})).status_code == 201
    own = await head.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert (own.status_code, own.json()["code"]) == (403, "self_approval_not_allowed")
    viewer = buying.approver(buyer)
    await buying.member(viewer, Role.VIEWER)
    answer = await viewer.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_an_approver")
    assert (await head.get(path)).json()["urgent_report"]["outcome"] is None


async def test_a_late_report_is_reminded_of_once(
    buying: Buying, orders_database: Database, orders_outbox: OutboxView
) -> None:
    requester, _, path = await urgent(buying)
    due_on = (await requester.get(path)).json()["urgent_report"]["due_on"]
    after = bangkok_midnight(bangkok_today() + timedelta(days=60))
    with time_machine.travel(after, tick=True):
        assert (await requester.get(path)).json()["urgent_report"]["overdue"] is True
        await orders_outbox.mark()
        while await procurement_service.remind_overdue(orders_database):
            pass
        assert await procurement_service.remind_overdue(orders_database) is False
    id_ = path.rsplit("/", 1)[1]
    told = [
        each
        for each in await orders_outbox.events(OrdersNoticeRequested)
        if each.data.get("requisition_id") == id_
    ]
    assert [each.template for each in told] == ["urgent_report_overdue"] * 2
    assert told[0].data["due_on"] == due_on
    assert told[1].recipient.person_id == requester.person_id


async def test_egp_number_and_callers(buying: Buying) -> None:
    requester, approver, path = await urgent(buying)
    number = {"project_number": "๖๙๑๑ 9012345"}
    assert (await requester.put(f"{path}/egp", number)).status_code == 204
    assert (await requester.get(path)).json()["egp_project_number"] == "69119012345"
    again = await requester.put(f"{path}/egp", {"project_number": "69/2"})
    assert again.status_code == 204
    anonymous = await buying.client.put(f"{path}/egp", json=number)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    assert (await approver.put(f"{path}/egp", number)).json()["code"] == "missing_scope"
    buyer: UUID = await buying.organisation()
    stranger, chief = buying.requester(buyer), buying.approver(buyer)
    assert (await stranger.put(f"{path}/egp", number)).status_code == 404
    assert (await stranger.post(f"{path}/urgent-report", {"report": "x"})).status_code == 404
    foreign = await chief.post(f"{path}/urgent-report/decision", {"outcome": "agreed"})
    assert foreign.status_code == 404
    plain = await submitted(stranger, await body_of(buying, 1))
    answer = await stranger.post(f"{plain}/urgent-report", {"report": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "no_urgent_report")
    assert (await requester.get(path)).json()["egp_project_number"] == "69/2"
