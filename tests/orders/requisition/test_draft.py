"""Drafts: who may write, change and read them."""

from datetime import timedelta

import pytest

from contracts.scopes import Scope
from contracts.types import Capability, OrganisationKind, OrganisationStatus
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.factories.buying import Buying, drafted, mark, wanted
from tests.support.bus import OutboxView

PATH = "/orders/v1/requisitions"


async def test_a_draft_holds_what_was_asked(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer, product = await buying.organisation(), await buying.product(await buying.seller())
    requester = buying.requester(buyer)
    need_by_on = bangkok_today() + timedelta(days=3)
    answer = await requester.post(PATH, wanted((product, "40"), need_by_on=need_by_on))
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    body = answer.json()
    assert answer.headers["Location"] == f"{PATH}/{body['id']}"
    assert body["status"] == "draft"
    assert body["number"] is None
    assert body["need_by_on"] == need_by_on.isoformat()
    assert body["requester_id"] == str(requester.person_id)
    assert body["total_satang"] == 0
    [line] = body["lines"]
    assert (line["line_no"], line["variant_id"]) == (1, str(product.variant_id))
    assert (line["quantity"], line["unit_price_satang"]) == ("40", None)
    assert (await requester.get(f"{PATH}/{body['id']}")).json() == body
    await orders_outbox.assert_nothing()


@pytest.mark.parametrize(
    ("capabilities", "status"),
    [
        ((), OrganisationStatus.ACTIVE),
        ((Capability.SELL,), OrganisationStatus.ACTIVE),
        ((Capability.BUY,), OrganisationStatus.SUSPENDED),
        ((Capability.BUY,), OrganisationStatus.CLOSED),
    ],
)
async def test_only_an_approved_active_buyer(
    buying: Buying, capabilities: tuple[Capability, ...], status: OrganisationStatus
) -> None:
    buyer = await buying.organisation(capabilities=capabilities, status=status)
    product = await buying.product(await buying.seller())
    requester = buying.requester(buyer)
    answer = await requester.post(PATH, wanted((product, "1")))
    assert (answer.status_code, answer.json()["code"]) == (403, "buyer_not_approved")
    assert (await requester.get(PATH)).json()["items"] == []


async def test_an_organisation_that_is_not_known_here_may_not_buy(buying: Buying) -> None:
    product = await buying.product(await buying.seller())
    answer = await buying.requester(uuid7()).post(PATH, wanted((product, "1")))
    assert (answer.status_code, answer.json()["code"]) == (403, "buyer_not_approved")


async def test_callers(buying: Buying) -> None:
    buyer, product = await buying.organisation(), await buying.product(await buying.seller())
    body = wanted((product, "1"))
    path = await drafted(buying.requester(buyer), body)

    anonymous = await buying.client.post(PATH, json=body)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    nobody = buying.person(None, Scope.BUY)
    assert (await nobody.post(PATH, body)).json()["code"] == "no_organisation"
    for scope in (Scope.SELL, Scope.READ, Scope.APPROVE, Scope.ORGANISATION):
        answer = await buying.person(buyer, scope).post(PATH, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")
    assert (await buying.person(buyer, Scope.SELL).get(path)).status_code == 403
    assert (await buying.person(buyer, Scope.READ).get(path)).status_code == 200

    stranger = buying.requester(await buying.organisation())
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.patch(path, {"note": "x"}, If_Match='"1"')).status_code == 404
    assert (await stranger.post(f"{path}/submit")).status_code == 404
    assert (await stranger.get(PATH)).json()["items"] == []


async def test_a_change_needs_the_version_that_was_read(buying: Buying) -> None:
    seller = await buying.seller()
    one, two = await buying.product(seller), await buying.product(seller)
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((one, "1")))

    assert (await requester.patch(path, {"note": "x"})).status_code == 428
    lines = wanted((two, "3"), (one, "2.5"))["lines"]
    changed = await requester.patch(path, {"lines": lines, "note": "ด่วน"}, If_Match='"1"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert [(each["line_no"], each["quantity"]) for each in changed.json()["lines"]] == [
        (1, "3"),
        (2, "2.5"),
    ]
    late = await requester.patch(path, {"note": "สาย"}, If_Match='"1"')
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    assert (await requester.get(path)).json() == changed.json()
    cleared = await requester.patch(path, {"note": None}, If_Match='"2"')
    assert cleared.json()["note"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"lines": [{"variant_id": "no", "quantity": "1"}]},
        {"method": "bribe"},
        {"need_by_on": "31/12/2569"},
        {"price_satang": 1},
        {"need_by_on": None},
        {"need_by_on": "2569-12-01"},
        {"note": "a\x00b"},
        {"note": "ก" * 2_001},
    ],
)
async def test_bad_input(buying: Buying, change: dict[str, object]) -> None:
    buyer, product = await buying.organisation(), await buying.product(await buying.seller())
    requester = buying.requester(buyer)
    answer = await requester.post(PATH, {**wanted((product, "1")), **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await requester.get(PATH)).json()["items"] == []


@pytest.mark.parametrize("quantity", ["0", "-1", "1.0001", "NaN", "1e30", "สิบ"])
async def test_bad_quantities(buying: Buying, quantity: str) -> None:
    buyer, product = await buying.organisation(), await buying.product(await buying.seller())
    answer = await buying.requester(buyer).post(PATH, wanted((product, quantity)))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_variant_stands_in_one_line(buying: Buying) -> None:
    buyer, product = await buying.organisation(), await buying.product(await buying.seller())
    answer = await buying.requester(buyer).post(PATH, wanted((product, "1"), (product, "2")))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_list_is_newest_first_in_pages_and_by_status(buying: Buying) -> None:
    buyer = await buying.organisation(OrganisationKind.SCHOOL)
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(buyer)
    paths = [await drafted(requester, wanted((product, "1"))) for _ in range(3)]
    assert (await requester.post(f"{paths[1]}/submit")).status_code == 200

    first = (await requester.get(PATH, limit=2)).json()
    rest = (await requester.get(PATH, limit=2, cursor=first["next_cursor"])).json()
    shown = [f"{PATH}/{item['id']}" for item in first["items"] + rest["items"]]
    assert shown == paths[::-1]
    assert rest["next_cursor"] is None
    waiting = (await requester.get(PATH, status="submitted")).json()["items"]
    assert [f"{PATH}/{item['id']}" for item in waiting] == [paths[1]]
