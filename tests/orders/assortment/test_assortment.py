"""The assortment: only what may come on the date, before VAT, with the reason."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from contracts.events.catalog import PriceTier, ProductStatus
from contracts.scopes import Scope
from contracts.types import Capability, OrganisationKind, OrganisationStatus, Scheme
from kit.ids import uuid7
from kit.time import bangkok_today
from services.orders.capacity.rules import monday_of, name_of
from tests.factories.buying import Buying, Person, Product, drafted, mark, refused, wanted
from tests.support.bus import OutboxView

PATH = "/orders/v1/assortment"
OWN = "/orders/v1/buyer-requirements"
DELIVERY = bangkok_today() + timedelta(days=10)


async def listed(person: Person, word: str, **values: Any) -> list[dict[str, Any]]:
    """What the buyer is shown of the products whose name contains the word."""
    answer = await person.get(PATH, deliver_on=values.pop("on", DELIVERY), q=word, **values)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def named(buying: Buying, seller: Any, *marks: Any, **values: Any) -> tuple[str, Product]:
    """(a word that no other test's product bears, a product with it in its name)."""
    word = uuid7().hex
    return word, await buying.product(seller, *marks, name_th=f"ปลาส้ม {word}", **values)


async def test_an_offer_with_price_tiers_and_reason(buying: Buying) -> None:
    tiers = (
        PriceTier(min_quantity=Decimal(40), price_satang=10_000),
        PriceTier(min_quantity=Decimal(10), price_satang=11_000),
    )
    seller = await buying.seller(vat_registered=True)
    bears = mark(number="15-0042/2569")
    word, product = await named(buying, seller, bears, tiers=tiers)
    requester = buying.requester(await buying.organisation())
    [item] = await listed(requester, word)
    assert item["variant_id"] == str(product.variant_id)
    assert (item["unit_price_satang"], item["vat_bps"]) == (11_215, 700)
    assert [(tier["min_quantity"], tier["unit_price_satang"]) for tier in item["tiers"]] == [
        ("10", 10_280),
        ("40", 9_346),
    ]
    assert (item["order_step"], item["lead_time_days"], item["available"]) == ("1", 1, None)
    assert item["week"] == name_of(monday_of(DELIVERY))
    assert "15-0042/2569" in item["safe_th"]
    assert item["safe_th"].startswith("ปลอดภัยสำหรับการส่งวันที่ ")
    assert f"{DELIVERY}, because TCPS 15-0042/2569" in item["safe_en"]
    assert item["marks"][0]["certificate_id"] == str(bears.certificate_id)


async def test_by_the_mark_on_the_delivery_date(buying: Buying) -> None:
    last = bangkok_today() + timedelta(days=10)
    word, _ = await named(buying, await buying.seller(), mark(until_on=last))
    requester = buying.requester(await buying.organisation())
    assert len(await listed(requester, word, on=last)) == 1
    assert await listed(requester, word, on=last + timedelta(days=1)) == []


async def test_by_lead_time_capacity_and_seller(buying: Buying) -> None:
    seller = await buying.seller()
    word, product = await named(buying, seller, mark())
    requester = buying.requester(await buying.organisation())
    assert await listed(requester, word, on=bangkok_today()) == []
    assert len(await listed(requester, word, on=bangkok_today() + timedelta(days=1))) == 1
    desk = buying.person(seller, Scope.SUPPLY)
    week = {"week": name_of(monday_of(DELIVERY))}
    path = f"/orders/v1/capacity/{product.variant_id}"
    assert (await desk.put(path, week | {"quantity": "2.5"})).status_code == 200
    [item] = await listed(requester, word)
    assert item["available"] == "2.5"
    assert (await desk.put(path, week | {"quantity": "0.5"})).status_code == 200
    assert await listed(requester, word) == []
    assert (await desk.put(path, week | {"quantity": "2"})).status_code == 200
    assert len(await listed(requester, word)) == 1
    await buying.organisation(
        OrganisationKind.COMMUNITY_ENTERPRISE,
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.SUSPENDED,
        organisation_id=seller,
        version=2,
    )
    assert await listed(requester, word) == []


async def test_neither_withdrawn_nor_without_a_rule_or_mark(buying: Buying) -> None:
    seller = await buying.seller()
    requester = buying.requester(await buying.organisation())
    word, product = await named(buying, seller, mark())
    await buying.change(product, status=ProductStatus.WITHDRAWN)
    assert await listed(requester, word) == []
    bare, _ = await named(buying, seller)
    assert await listed(requester, bare) == []
    unknown, _ = await named(buying, seller, mark(), category="weapon")
    assert await listed(requester, unknown) == []
    cloth, _ = await named(buying, seller, category="textile")
    [item] = await listed(requester, cloth)
    assert item["safe_en"].endswith("because this category needs no certificate")


async def test_filters_and_pages(buying: Buying) -> None:
    seller, word = await buying.seller(), uuid7().hex
    name = f"ผัก {word}"
    one = await buying.product(seller, mark(), name_th=name, category="food")
    two = await buying.product(
        seller, mark(scheme=Scheme.GAP_CROP), mark(), name_th=name, category="food.processed_fish"
    )
    three = await buying.product(seller, name_th=name, category="textile")
    requester = buying.requester(await buying.organisation())
    ids = [str(each.variant_id) for each in (three, two, one)]

    async def shown(**values: Any) -> list[str]:
        return [item["variant_id"] for item in await listed(requester, word, **values)]

    assert await shown() == ids
    assert await shown(category="food") == ids[1:]
    assert await shown(category="food.processed_fish") == ids[1:2]
    assert await shown(category="textile") == ids[:1]
    assert await shown(province="15") == ids
    assert await shown(province="10") == []
    assert await shown(scheme="gap_crop") == ids[1:2]
    first = (await requester.get(PATH, deliver_on=DELIVERY, q=word, limit=2)).json()
    rest = (
        await requester.get(PATH, deliver_on=DELIVERY, q=word, limit=2, cursor=first["next_cursor"])
    ).json()
    assert [item["variant_id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None
    assert await listed(requester, "100%") == []


async def test_what_is_shown_may_be_submitted_and_a_stricter_buyer_is_heeded(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    seller = await buying.seller()
    word, product = await named(buying, seller, mark())
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    other = buying.requester(await buying.organisation())
    body = {
        "category": "food",
        "any_of": ["organic_thailand", "gap_crop"],
        "from_on": DELIVERY.isoformat(),
        "reason": "ใช้เฉพาะอินทรีย์หรือ GAP",
    }
    made = await requester.post(OWN, body)
    assert made.status_code == 201, made.text
    assert await listed(requester, word) == []
    assert len(await listed(requester, word, on=DELIVERY - timedelta(days=1))) == 1
    assert len(await listed(other, word)) == 1
    path = await drafted(requester, wanted((product, "1"), need_by_on=DELIVERY))
    answer = await refused(
        requester, path, orders_outbox, status=422, code="certificate_not_valid_on_delivery_date"
    )
    assert answer.json()["accepted_schemes"] == ["gap_crop", "organic_thailand"]
    before = await drafted(
        requester, wanted((product, "1"), need_by_on=DELIVERY - timedelta(days=1))
    )
    assert (await requester.post(f"{before}/submit")).status_code == 200
    await buying.change(product, marks=(mark(), mark(scheme=Scheme.GAP_CROP)))
    assert len(await listed(requester, word)) == 1
    assert (await requester.post(f"{path}/submit")).status_code == 200


async def test_a_buyers_own_rule_opens_no_category(buying: Buying) -> None:
    word, _ = await named(buying, await buying.seller(), mark(), category="weapon")
    requester = buying.requester(await buying.organisation())
    body = {"category": "weapon", "any_of": ["tcps"], "from_on": "2026-01-01", "reason": "x"}
    assert (await requester.post(OWN, body)).status_code == 201
    assert await listed(requester, word) == []


async def test_own_requirements_end_and_are_private(buying: Buying) -> None:
    requester = buying.requester(await buying.organisation())
    stranger = buying.requester(await buying.organisation())
    body = {"category": "food", "any_of": ["gi"], "from_on": "2026-01-01", "reason": "GI"}
    made = (await requester.post(OWN, body)).json()
    end = {"until_on": "2026-06-30"}
    assert (await stranger.post(f"{OWN}/{made['id']}/end", end)).status_code == 404
    assert (await stranger.get(OWN)).json()["items"] == []
    ended = await requester.post(f"{OWN}/{made['id']}/end", end)
    assert ended.json() == made | end
    assert (await requester.get(OWN)).json()["items"] == [made | end]
    anonymous = await buying.client.post(OWN, json=body)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    reader = buying.person(requester.organisation_id, Scope.READ)
    assert (await reader.post(OWN, body)).json()["code"] == "missing_scope"
    wrong = await requester.post(OWN, body | {"any_of": []})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")


async def test_callers(buying: Buying) -> None:
    params = {"deliver_on": DELIVERY.isoformat()}
    anonymous = await buying.client.get(PATH, params=params)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    seller = buying.person(await buying.seller(), Scope.SELL)
    assert (await seller.get(PATH, **params)).json()["code"] == "missing_scope"
    reader = buying.person(await buying.seller(), Scope.READ)
    assert (await reader.get(PATH, **params)).json()["code"] == "buyer_not_approved"
    late = buying.requester(await buying.organisation())
    answer = await late.get(PATH, deliver_on=bangkok_today() - timedelta(days=1))
    assert (answer.status_code, answer.json()["code"]) == (422, "delivery_date_passed")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"deliver_on": "2569-12-01"},
        {"deliver_on": DELIVERY, "limit": 101},
        {"deliver_on": DELIVERY, "cursor": "x"},
        {"deliver_on": DELIVERY, "scheme": "x"},
        {"deliver_on": DELIVERY, "category": "';--"},
        {"deliver_on": DELIVERY, "unknown": "1"},
    ],
)
async def test_bad_input(buying: Buying, params: dict[str, Any]) -> None:
    requester = buying.requester(await buying.organisation())
    answer = await requester.get(PATH, **params)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
