"""Approving and rejecting: never one's own, once, and only what was submitted."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.events.catalog import ProductStatus
from contracts.events.orders import OrdersNoticeRequested, PurchaseOrderPlaced
from contracts.scopes import Role, Scope
from contracts.types import OrganisationKind, OrganisationStatus
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.factories.buying import Buying, Person, Product, drafted, mark, submitted, wanted
from tests.support.bus import OutboxView

ORDERS = "/orders/v1/purchase-orders"
REASON = {"reason": "งบประมาณหมดแล้ว"}


async def waiting(buying: Buying, **values: object) -> tuple[Person, Person, str, Product]:
    """A hospital's requester and approver, and a requisition of one line that waits."""
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation(OrganisationKind.HOSPITAL)
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    path = await submitted(requester, wanted((product, "40"), **values))  # type: ignore[arg-type]
    return requester, approver, path, product


async def assert_still_waits(
    reader: Person, path: str, outbox: OutboxView, answer: httpx.Response, *, status: int, code: str
) -> None:
    """The decision was refused, the requisition waits as before, nothing was published."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    found = (await reader.get(path)).json()
    assert (found["status"], found["version"], found["purchase_orders"]) == ("submitted", 2, [])
    assert (await reader.get(ORDERS)).json()["items"] == []
    await outbox.assert_nothing()


async def test_approval_places_one_order_per_seller(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    first, second = sorted(
        [await buying.seller(), await buying.seller(vat_registered=True)], key=str
    )
    one, two = await buying.product(first, mark()), await buying.product(second, mark())
    three = await buying.product(first, mark(), price_satang=500)
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    path = await submitted(requester, wanted((one, "40"), (two, "10"), (three, "2")))
    before = (await requester.get(path)).json()
    await orders_outbox.mark()

    answer = await approver.post(f"{path}/approve")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["status"], body["version"]) == ("approved", 3)
    assert body["decided_by"] == str(approver.person_id)
    assert body["decided_by_name"] == "ผู้อำนวยการ"
    assert (body["content_hash"], body["lines"]) == (before["content_hash"], before["lines"])
    assert [order["seller_id"] for order in body["purchase_orders"]] == [str(first), str(second)]
    assert [order["number"][-4:] for order in body["purchase_orders"]] == ["0001", "0002"]
    assert sum(order["total_satang"] for order in body["purchase_orders"]) == body["total_satang"]

    placed = await orders_outbox.events(PurchaseOrderPlaced)
    assert [event.seller_id for event in placed] == [first, second]
    assert [len(event.lines) for event in placed] == [2, 1]
    assert sum(event.total_satang for event in placed) == body["net_satang"]
    notices = await orders_outbox.events(OrdersNoticeRequested)
    assert [(notice.template, notice.recipient.organisation_id) for notice in notices] == [
        ("purchase_order_received", first),
        ("purchase_order_received", second),
        ("requisition_approved", None),
    ]
    assert notices[2].recipient.person_id == requester.person_id
    assert notices[0].data["number"] == body["purchase_orders"][0]["number"]


async def test_what_is_ordered_is_what_was_approved(buying: Buying) -> None:
    requester, approver, path, product = await waiting(buying)
    approved = (await requester.get(path)).json()
    await buying.change(product, price_satang=99_900, name_th="ชื่อใหม่")
    [placed] = (await approver.post(f"{path}/approve")).json()["purchase_orders"]
    order = (await requester.get(f"{ORDERS}/{placed['id']}")).json()
    assert order["content_hash"] == approved["content_hash"]
    assert order["need_by_on"] == approved["need_by_on"]
    assert order["total_satang"] == approved["total_satang"] == 480_000
    [line], [wanted_line] = order["lines"], approved["lines"]
    assert order["seller_id"] == wanted_line.pop("seller_id")
    assert {name: line[name] for name in wanted_line} == wanted_line


async def test_self_approval_is_refused(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark())
    owner = buying.person(await buying.organisation(), Scope.BUY, Scope.APPROVE, Scope.READ)
    path = await submitted(owner, wanted((product, "1")))
    await orders_outbox.mark()
    for answer in (
        await owner.post(f"{path}/approve"),
        await owner.post(f"{path}/reject", REASON),
    ):
        await assert_still_waits(
            owner, path, orders_outbox, answer, status=403, code="self_approval_not_allowed"
        )


async def test_whoever_submits_a_colleagues_draft_may_not_approve_it(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    owner = buying.person(buyer, Scope.BUY, Scope.APPROVE, Scope.READ)
    path = await drafted(buying.requester(buyer), wanted((product, "1")))
    assert (await owner.post(f"{path}/submit")).status_code == 200
    await orders_outbox.mark()
    answer = await owner.post(f"{path}/approve")
    await assert_still_waits(
        owner, path, orders_outbox, answer, status=403, code="self_approval_not_allowed"
    )


async def test_callers(buying: Buying, orders_outbox: OutboxView) -> None:
    requester, approver, path, _ = await waiting(buying)
    await orders_outbox.mark()
    anonymous = await buying.client.post(f"{path}/approve", headers={"Idempotency-Key": "x"})
    assert anonymous.status_code == 401
    other = buying.approver(await buying.organisation())
    assert (await other.post(f"{path}/approve")).status_code == 404
    assert (await other.post(f"{path}/reject", REASON)).status_code == 404
    unable = buying.requester(approver.organisation_id or uuid7())
    answer = await unable.post(f"{path}/approve")
    await assert_still_waits(
        requester, path, orders_outbox, answer, status=403, code="missing_scope"
    )


async def test_a_role_that_was_taken_away_counts_at_once(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, approver, path, _ = await waiting(buying)
    await buying.member(approver, Role.VIEWER)
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/approve")
    await assert_still_waits(
        requester, path, orders_outbox, answer, status=403, code="not_an_approver"
    )
    colleague = buying.approver(approver.organisation_id or uuid7())
    await buying.member(colleague, Role.APPROVER)
    assert (await colleague.post(f"{path}/approve")).status_code == 200


async def test_two_approvers_at_once_place_one_set_of_orders(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, approver, path, _ = await waiting(buying)
    colleagues = [buying.approver(approver.organisation_id or uuid7()) for _ in range(3)]
    await orders_outbox.mark()
    answers = await asyncio.gather(
        *(person.post(f"{path}/approve") for person in (approver, *colleagues))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    codes = {answer.json().get("code") for answer in answers if answer.status_code == 409}
    assert codes == {"requisition_not_waiting"}
    assert len((await requester.get(ORDERS)).json()["items"]) == 1
    assert len(await orders_outbox.events(PurchaseOrderPlaced)) == 1


async def test_approving_and_rejecting_at_once_ends_in_one_of_them(buying: Buying) -> None:
    requester, approver, path, _ = await waiting(buying)
    colleague = buying.approver(approver.organisation_id or uuid7())
    approved, rejected = await asyncio.gather(
        approver.post(f"{path}/approve"), colleague.post(f"{path}/reject", REASON)
    )
    assert sorted([approved.status_code, rejected.status_code]) == [200, 409]
    found = (await requester.get(path)).json()
    assert found["status"] == ("approved" if approved.status_code == 200 else "rejected")
    assert len(found["purchase_orders"]) == (1 if approved.status_code == 200 else 0)


async def test_the_same_key_approves_once(buying: Buying, orders_outbox: OutboxView) -> None:
    _, approver, path, _ = await waiting(buying)
    await orders_outbox.mark()
    first = await approver.post(f"{path}/approve", key="lost answer")
    again = await approver.post(f"{path}/approve", key="lost answer")
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(await orders_outbox.events(PurchaseOrderPlaced)) == 1
    other = await approver.post(f"{path}/approve")
    assert (other.status_code, other.json()["code"]) == (409, "requisition_not_waiting")
    assert other.json()["current_status"] == "approved"


async def test_a_rejected_requisition_is_dead(buying: Buying, orders_outbox: OutboxView) -> None:
    requester, approver, path, _ = await waiting(buying)
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/reject", REASON)
    assert answer.status_code == 200
    rejected = answer.json()
    assert (rejected["status"], rejected["rejection_reason"]) == ("rejected", REASON["reason"])
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert (notice.template, notice.data["reason"]) == ("requisition_rejected", REASON["reason"])
    await orders_outbox.mark()

    for person, action, code in (
        (requester, "submit", "requisition_not_draft"),
        (approver, "approve", "requisition_not_waiting"),
    ):
        late = await person.post(f"{path}/{action}")
        assert (late.status_code, late.json()["code"]) == (409, code)
    change = await requester.patch(path, {"note": "x"}, If_Match='"3"')
    assert (change.status_code, change.json()["code"]) == (409, "requisition_not_draft")
    assert (await requester.get(path)).json() == rejected
    assert (await requester.get(ORDERS)).json()["items"] == []
    await orders_outbox.assert_nothing()


async def test_a_draft_cannot_be_decided(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    path = await drafted(requester, wanted((product, "1")))
    await orders_outbox.mark()
    for answer in (
        await approver.post(f"{path}/approve"),
        await approver.post(f"{path}/reject", REASON),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "requisition_not_waiting")
    assert (await requester.get(path)).json()["status"] == "draft"
    await orders_outbox.assert_nothing()


async def test_a_rejection_needs_a_reason(buying: Buying, orders_outbox: OutboxView) -> None:
    requester, approver, path, _ = await waiting(buying)
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/reject", {"reason": "  "})
    await assert_still_waits(
        requester, path, orders_outbox, answer, status=422, code="invalid_request"
    )


async def test_suspended_between_submission_and_approval(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, approver, path, product = await waiting(buying)
    kept = product.marks
    await buying.change(product, marks=())
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/approve")
    await assert_still_waits(
        requester,
        path,
        orders_outbox,
        answer,
        status=422,
        code="certificate_not_valid_on_delivery_date",
    )
    await buying.change(product, marks=kept)
    assert (await approver.post(f"{path}/approve")).status_code == 200


async def test_a_renewed_certificate_stands_in_the_order(buying: Buying) -> None:
    requester, approver, path, product = await waiting(buying)
    await buying.change(product, marks=(mark(number="15-0099/2570"),))
    [placed] = (await approver.post(f"{path}/approve")).json()["purchase_orders"]
    [line] = (await requester.get(f"{ORDERS}/{placed['id']}")).json()["lines"]
    assert line["mark_number"] == "15-0099/2570"


async def test_shortened_to_before_the_delivery_date(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    need_by_on = bangkok_today() + timedelta(days=5)
    requester, approver, path, product = await waiting(buying, need_by_on=need_by_on)
    await buying.change(product, marks=(mark(until_on=need_by_on - timedelta(days=1)),))
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/approve")
    await assert_still_waits(
        requester,
        path,
        orders_outbox,
        answer,
        status=422,
        code="certificate_not_valid_on_delivery_date",
    )


async def test_withdrawn_between_submission_and_approval(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, approver, path, product = await waiting(buying)
    await buying.change(product, status=ProductStatus.WITHDRAWN)
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/approve")
    await assert_still_waits(
        requester, path, orders_outbox, answer, status=422, code="offer_not_available"
    )


async def test_a_buyer_who_was_suspended_orders_nothing(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    requester, approver, path, _ = await waiting(buying)
    await buying.organisation(
        status=OrganisationStatus.SUSPENDED, organisation_id=requester.organisation_id, version=2
    )
    await orders_outbox.mark()
    answer = await approver.post(f"{path}/approve")
    await assert_still_waits(
        requester, path, orders_outbox, answer, status=403, code="buyer_not_approved"
    )


FORGED = """
    INSERT INTO purchase_order (
        id, requisition_id, requisition_status, content_hash, buyer_id, buyer_kind, buyer_name_th,
        seller_id, seller_name_th, fiscal_year, sequence, number, method, need_by_on, net_satang,
        vat_satang, total_satang, placed_at
    )
    SELECT uuidv7(), id, coalesce(:status, status), coalesce(:hash, content_hash), buyer_id,
        'hospital', 'x', uuidv7(), 'x', 2570, 9999, 'PO-2570-9999', method, need_by_on, 0, 0, 0,
        now()
    FROM requisition WHERE id = :id
"""


@pytest.mark.parametrize(
    ("decision", "status", "content"),
    [
        (None, "approved", None),
        (None, None, None),
        ("reject", "approved", None),
        ("reject", None, None),
        ("approve", "approved", "0" * 64),
    ],
)
async def test_the_database_itself_refuses_an_order_of_anything_else(
    buying: Buying,
    orders_database: Database,
    decision: str | None,
    status: str | None,
    content: str | None,
) -> None:
    requester, approver, path, _ = await waiting(buying)
    if decision is not None:
        body = REASON if decision == "reject" else None
        assert (await approver.post(f"{path}/{decision}", body)).status_code == 200
    forged = {"id": path.rsplit("/", 1)[1], "status": status, "hash": content}
    with pytest.raises(IntegrityError):
        async with orders_database.transaction() as session:
            await session.execute(text(FORGED), forged)
    assert len((await requester.get(ORDERS)).json()["items"]) == (decision == "approve")
