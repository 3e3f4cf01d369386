"""Chains by amount and unit, delegation and substitution, private buyers' short path."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.events.orders import OrdersNoticeRequested, PurchaseOrderPlaced
from contracts.scopes import Role, Scope
from contracts.types import OrganisationKind
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.factories.buying import Buying, Person, drafted, mark, submitted, wanted
from tests.support.bus import OutboxView

CHAINS = "/orders/v1/approval-chains"
DELEGATIONS = "/orders/v1/approval-delegations"
REASON = {"reason": "แพงเกินไป"}


def manager(buying: Buying, buyer: UUID) -> Person:
    """A member who manages the organisation."""
    return buying.person(buyer, Scope.ORGANISATION, Scope.READ, name="ผู้ดูแลโรงพยาบาล")


def chain(*steps: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The body of a chain from today on."""
    return {"from_on": bangkok_today().isoformat(), "steps": list(steps), **values}


async def set_chain(buying: Buying, buyer: UUID, *steps: dict[str, Any], **values: Any) -> None:
    answer = await manager(buying, buyer).post(CHAINS, chain(*steps, **values))
    assert answer.status_code == 201, answer.text


async def approving(buying: Buying, buyer: UUID, *roles: Role) -> Person:
    """An approver whom auth told us of."""
    person = buying.approver(buyer)
    await buying.member(person, *(roles or (Role.APPROVER,)))
    return person


async def asked(buying: Buying, requester: Person, baht: int = 100, **values: Any) -> str:
    """The path of a requisition over so many baht that waits."""
    product = await buying.product(await buying.seller(), mark(), price_satang=100)
    return await submitted(requester, wanted((product, str(baht))) | values)


def stands_in(giver: Person, taker: Person, **values: Any) -> dict[str, Any]:
    """The body of a delegation for today."""
    today = bangkok_today()
    return {
        "kind": "delegation",
        "from_person_id": str(giver.person_id),
        "to_person_id": str(taker.person_id),
        "from_on": today.isoformat(),
        "until_on": today.isoformat(),
        "reason": "ไปราชการ",
        **values,
    }


async def test_two_steps_by_amount(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    head, director = await approving(buying, buyer), await approving(buying, buyer, Role.OWNER)
    await set_chain(
        buying,
        buyer,
        {"from_satang": 0, "role": "approver"},
        {"from_satang": 1_000_000, "person_id": str(director.person_id)},
    )
    requester = buying.requester(buyer)
    await orders_outbox.mark()
    large, small = await asked(buying, requester, 10_000), await asked(buying, requester, 9_999)
    first = await orders_outbox.events(OrdersNoticeRequested)
    assert [notice.recipient.roles for notice in first] == [(Role.APPROVER,)] * 2

    placed = await head.post(f"{small}/approve")
    assert (placed.json()["status"], len(placed.json()["purchase_orders"])) == ("approved", 1)

    await orders_outbox.mark()
    half = (await head.post(f"{large}/approve")).json()
    assert (half["status"], half["purchase_orders"]) == ("submitted", [])
    assert [step["outcome"] for step in half["approvals"]] == ["approved", None]
    assert half["approvals"][0]["decided_by_name"] == "ผู้อำนวยการ"
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert notice.recipient.person_id == director.person_id
    assert await orders_outbox.events(PurchaseOrderPlaced) == []

    again = await head.post(f"{large}/approve")
    assert (again.status_code, again.json()["code"]) == (403, "step_already_decided_by_you")
    colleague = await approving(buying, buyer)
    other = await colleague.post(f"{large}/approve")
    assert (other.status_code, other.json()["code"]) == (403, "not_an_approver")
    done = (await director.post(f"{large}/approve")).json()
    assert (done["status"], len(done["purchase_orders"])) == ("approved", 1)
    assert done["decided_by"] == str(director.person_id)


async def test_the_second_step_may_reject(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    head, director = await approving(buying, buyer), await approving(buying, buyer, Role.OWNER)
    steps = ({"from_satang": 0, "role": "approver"}, {"from_satang": 0, "role": "owner"})
    await set_chain(buying, buyer, *steps)
    path = await asked(buying, buying.requester(buyer))
    assert (await head.post(f"{path}/approve")).status_code == 200
    answer = (await director.post(f"{path}/reject", REASON)).json()
    assert (answer["status"], answer["purchase_orders"]) == ("rejected", [])
    assert [step["outcome"] for step in answer["approvals"]] == ["approved", "rejected"]
    assert answer["approvals"][1]["reason"] == REASON["reason"]
    await orders_outbox.mark()
    late = await head.post(f"{path}/approve")
    assert late.json()["code"] == "requisition_not_waiting"
    await orders_outbox.assert_nothing()


async def test_a_units_own_chain_comes_first_and_the_latest_counts(buying: Buying) -> None:
    buyer = await buying.organisation()
    owner, approver = await approving(buying, buyer, Role.OWNER), await approving(buying, buyer)
    yesterday = (bangkok_today() - timedelta(days=1)).isoformat()
    tomorrow = (bangkok_today() + timedelta(days=1)).isoformat()
    by = {role: {"from_satang": 0, "role": role} for role in ("owner", "approver")}
    await set_chain(buying, buyer, by["owner"])
    await set_chain(buying, buyer, by["owner"], unit="งานครัว", from_on=yesterday)
    await set_chain(buying, buyer, by["approver"], unit="งานครัว")
    await set_chain(buying, buyer, by["owner"], unit="งานครัว", from_on=tomorrow)
    requester = buying.requester(buyer)
    kitchen = await asked(buying, requester, unit="งานครัว")
    other = await asked(buying, requester, unit="งานพัสดุ")
    assert (await approver.post(f"{other}/approve")).json()["code"] == "not_an_approver"
    assert (await owner.post(f"{kitchen}/approve")).json()["code"] == "not_an_approver"
    assert (await owner.post(f"{other}/approve")).status_code == 200
    assert (await approver.post(f"{kitchen}/approve")).status_code == 200


async def test_a_later_chain_changes_nothing_that_waits(buying: Buying) -> None:
    buyer = await buying.organisation()
    approver = await approving(buying, buyer)
    path = await asked(buying, buying.requester(buyer))
    await set_chain(buying, buyer, {"from_satang": 0, "role": "owner"})
    assert (await approver.post(f"{path}/approve")).status_code == 200


async def test_nobody_approves_their_own_at_any_step(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    buyer = await buying.organisation()
    director = buying.person(buyer, Scope.BUY, Scope.APPROVE, Scope.READ)
    deputy = await approving(buying, buyer)
    await buying.member(director, Role.OWNER)
    await set_chain(buying, buyer, {"from_satang": 0, "person_id": str(director.person_id)})
    answer = await director.post(DELEGATIONS, stands_in(director, deputy))
    assert answer.status_code == 201, answer.text
    path = await asked(buying, director)
    await orders_outbox.mark()
    own = await director.post(f"{path}/approve")
    assert (own.status_code, own.json()["code"]) == (403, "self_approval_not_allowed")
    by_deputy = await deputy.post(f"{path}/approve")
    assert (by_deputy.status_code, by_deputy.json()["code"]) == (403, "not_an_approver")
    assert (await director.get(path)).json()["status"] == "submitted"
    await orders_outbox.assert_nothing()


async def test_delegation_within_its_dates_and_limit(buying: Buying) -> None:
    buyer = await buying.organisation()
    director = await approving(buying, buyer, Role.OWNER)
    deputy = await approving(buying, buyer)
    await set_chain(buying, buyer, {"from_satang": 0, "person_id": str(director.person_id)})
    requester = buying.requester(buyer)
    path, dear = await asked(buying, requester), await asked(buying, requester, 1_001)
    tomorrow = (bangkok_today() + timedelta(days=1)).isoformat()
    later = stands_in(director, deputy, from_on=tomorrow, until_on=tomorrow)
    assert (await director.post(DELEGATIONS, later)).status_code == 201
    early = await deputy.post(f"{path}/approve")
    assert (early.status_code, early.json()["code"]) == (403, "not_an_approver")

    made = await director.post(DELEGATIONS, stands_in(director, deputy, up_to_satang=100_000))
    over = await deputy.post(f"{dear}/approve")
    assert (over.status_code, over.json()["code"]) == (403, "not_an_approver")
    body = (await deputy.post(f"{path}/approve")).json()
    [step] = body["approvals"]
    assert (body["status"], step["on_behalf_of"]) == ("approved", str(director.person_id))
    assert step["decided_by"] == str(deputy.person_id)

    ended = await director.post(f"{DELEGATIONS}/{made.json()['id']}/revoke")
    assert ended.status_code == 200
    twice = await director.post(f"{DELEGATIONS}/{made.json()['id']}/revoke")
    assert (twice.status_code, twice.json()["code"]) == (409, "delegation_already_revoked")
    third = await asked(buying, requester)
    assert (await deputy.post(f"{third}/approve")).json()["code"] == "not_an_approver"


async def test_a_substitute_is_told_and_decides(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    director = await approving(buying, buyer, Role.OWNER)
    deputy = await approving(buying, buyer)
    await set_chain(buying, buyer, {"from_satang": 0, "role": "owner"})
    body = stands_in(director, deputy, kind="substitution")
    refused = await deputy.post(DELEGATIONS, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "delegation_not_yours")
    assert (await manager(buying, buyer).post(DELEGATIONS, body)).status_code == 201
    await orders_outbox.mark()
    path = await asked(buying, buying.requester(buyer))
    told = [notice.recipient for notice in await orders_outbox.events(OrdersNoticeRequested)]
    assert [(each.roles, each.person_id) for each in told] == [
        ((Role.OWNER,), None),
        ((), deputy.person_id),
    ]
    assert (await deputy.post(f"{path}/approve")).status_code == 200


async def test_two_approvers_of_two_steps_at_once(buying: Buying) -> None:
    buyer = await buying.organisation()
    persons = [await approving(buying, buyer) for _ in range(3)]
    await set_chain(buying, buyer, *({"from_satang": 0, "role": "approver"} for _ in range(2)))
    path = await asked(buying, buying.requester(buyer))
    answers = await asyncio.gather(*(person.post(f"{path}/approve") for person in persons))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    found = (await persons[0].get(path)).json()
    assert (found["status"], len(found["purchase_orders"])) == ("approved", 1)
    assert len({step["decided_by"] for step in found["approvals"]}) == 2


async def test_a_private_buyer_orders_by_rule(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation(OrganisationKind.HOTEL)
    requester, approver = buying.requester(buyer), await approving(buying, buyer)
    step = {"from_satang": 0, "role": "approver"}
    await set_chain(buying, buyer, step, automatic_up_to_satang=500_000)
    product = await buying.product(await buying.seller(), mark(), price_satang=100)
    await orders_outbox.mark()
    path = await drafted(requester, wanted((product, "5000"), method="direct"))
    body = (await requester.post(f"{path}/submit")).json()
    assert (body["status"], body["approval_basis"], body["approvals"]) == ("approved", "rule", [])
    assert body["decided_by_name"] == "ผู้ดูแลโรงพยาบาล"
    assert len(await orders_outbox.events(PurchaseOrderPlaced)) == 1
    over = await submitted(requester, wanted((product, "5001"), method="direct"))
    assert (await requester.get(over)).json()["status"] == "submitted"
    assert (await approver.post(f"{over}/approve")).json()["approval_basis"] == "decision"


async def test_a_private_owner_orders_at_once(buying: Buying) -> None:
    buyer = await buying.organisation(OrganisationKind.RESTAURANT)
    owner = buying.person(buyer, Scope.BUY, Scope.APPROVE, Scope.READ)
    product = await buying.product(await buying.seller(), mark())
    path = await submitted(owner, wanted((product, "1"), method="direct"))
    body = (await owner.get(path)).json()
    assert (body["status"], body["approval_basis"]) == ("approved", "at_once")
    assert len(body["purchase_orders"]) == 1
    cook = buying.requester(buyer)
    waits = await submitted(cook, wanted((product, "1"), method="direct"))
    assert (await cook.get(waits)).json()["status"] == "submitted"


async def test_an_agency_cannot_approve_by_rule(buying: Buying) -> None:
    buyer = await buying.organisation()
    body = chain({"from_satang": 0, "role": "owner"}, automatic_up_to_satang=1)
    answer = await manager(buying, buyer).post(CHAINS, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "automatic_approval_not_allowed")
    assert (await manager(buying, buyer).get(CHAINS)).json()["items"] == []


@pytest.mark.parametrize("basis", ["rule", "at_once", "urgent"])
async def test_the_database_itself_wants_a_second_person_of_an_agency(
    buying: Buying, orders_database: Database, basis: str
) -> None:
    requester = buying.requester(await buying.organisation())
    path = await asked(buying, requester)
    statement = text(
        "UPDATE requisition SET status = 'approved', decided_at = now(), approval_basis = :basis,"
        " decided_by = requester_id, decided_by_name = 'x' WHERE id = :id"
    )
    with pytest.raises(IntegrityError):
        async with orders_database.transaction() as session:
            await session.execute(statement, {"id": path.rsplit("/", 1)[1], "basis": basis})
    assert (await requester.get(path)).json()["status"] == "submitted"


async def test_urgent_orders_first(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    await orders_outbox.mark()
    path = await asked(buying, requester, urgent_reason="น้ำท่วมครัว ของสดเสียหายหมด")
    body = (await requester.get(path)).json()
    assert (body["status"], body["approval_basis"]) == ("approved", "urgent")
    assert len(await orders_outbox.events(PurchaseOrderPlaced)) == 1
    product = await buying.product(await buying.seller(), mark(), price_satang=100)
    other = await drafted(
        requester, wanted((product, "1"), method="selection") | {"urgent_reason": "ด่วน"}
    )
    answer = await requester.post(f"{other}/submit")
    assert (answer.status_code, answer.json()["code"]) == (422, "urgent_purchase_not_allowed")


async def test_callers(buying: Buying) -> None:
    buyer = await buying.organisation()
    head, taker = await approving(buying, buyer), await approving(buying, buyer)
    body = chain({"from_satang": 0, "role": "owner"})
    anonymous = await buying.client.post(CHAINS, json=body)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    for scope in (Scope.BUY, Scope.APPROVE, Scope.FINANCE, Scope.READ):
        answer = await buying.person(buyer, scope).post(CHAINS, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")
    await set_chain(buying, buyer, {"from_satang": 0, "role": "owner"})
    again = await manager(buying, buyer).post(CHAINS, body)
    assert (again.status_code, again.json()["code"]) == (409, "approval_chain_exists")
    made = (await head.post(DELEGATIONS, stands_in(head, taker))).json()
    stranger = manager(buying, await buying.organisation())
    for path in (CHAINS, DELEGATIONS):
        assert (await stranger.get(path)).json()["items"] == []
        assert len((await head.get(path)).json()["items"]) == 1
    assert (await stranger.post(f"{DELEGATIONS}/{made['id']}/revoke")).status_code == 404
    foreign = await stranger.post(DELEGATIONS, stands_in(head, taker))
    assert (foreign.status_code, foreign.json()["code"]) == (422, "not_a_member")


@pytest.mark.parametrize(
    "change",
    [
        {"steps": []},
        {"steps": [{"from_satang": 0}]},
        {"steps": [{"from_satang": 0, "role": "owner", "person_id": str(uuid7())}]},
        {"steps": [{"from_satang": -1, "role": "owner"}]},
        {"steps": [{"from_satang": 0, "role": "viewer"}]},
        {"until_on": "2020-01-01"},
        {"from_on": "2569-10-01"},
    ],
)
async def test_bad_input(buying: Buying, change: dict[str, Any]) -> None:
    person = manager(buying, await buying.organisation())
    answer = await person.post(CHAINS, chain({"from_satang": 0, "role": "owner"}) | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await person.get(CHAINS)).json()["items"] == []
