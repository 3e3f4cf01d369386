"""Products: who may do what, what is published, what a refusal leaves."""

from typing import Any

import httpx
import pytest

from contracts.events.catalog import CatalogNoticeRequested, ProductChanged, ProductStatus
from contracts.scopes import Scope
from contracts.types import Capability, OrganisationStatus
from kit.ids import uuid7
from tests.factories.catalogue import Caller, Catalogue, product_body
from tests.support.bus import OutboxView

PRODUCTS = "/catalog/v1/products"


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_draft_is_not_public(catalogue: Catalogue, catalog_outbox: OutboxView) -> None:
    shop = await catalogue.shop()
    answer = await shop.call("POST", PRODUCTS, product_body())
    draft = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"{PRODUCTS}/{draft['id']}"
    assert (draft["status"], draft["version"], draft["province_code"]) == ("draft", 1, "15")
    assert draft["variants"][0]["name_th"] == "1 กก."
    gone = await catalogue.anonymous().call("GET", f"/storefront/v1/products/{draft['id']}")
    assert code(gone) == (404, "product_not_found")
    await catalog_outbox.assert_nothing()


async def test_publishing_tells_the_whole_product(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    (event,) = await catalog_outbox.events(ProductChanged)
    assert event.version == product["version"] == 2
    assert event.status is ProductStatus.PUBLISHED
    assert (event.shop_id, event.category) == (shop.organisation_id, "food.processed_fish")
    assert (event.province_code, event.subdistrict_code) == ("15", "150208")
    assert event.variants[0].price_satang == 18_000
    assert event.variants[0].tiers[0].price_satang == 16_500
    assert event.marks == ()
    shown = await catalogue.shown(product["id"])
    assert shown["name_th"] == "ปลาส้มตำบลชะไว"
    assert shown["place"]["subdistrict_th"] == "ชะไว"
    assert shown["category"]["name_th"] == "ปลาแปรรูป"
    assert shown["variants"][0]["availability"] == "none"


async def test_publishing_twice_tells_once(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    again = await shop.post(f"{PRODUCTS}/{product['id']}/publish")
    assert again["version"] == product["version"]
    assert await catalog_outbox.types() == [ProductChanged.type]


async def test_withdrawing_hides_and_publishing_shows_again(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    path = f"{PRODUCTS}/{product['id']}"
    assert (await shop.post(f"{path}/withdraw"))["status"] == "withdrawn"
    gone = await catalogue.anonymous().call("GET", f"/storefront/v1/products/{product['id']}")
    assert gone.status_code == 404
    await shop.post(f"{path}/publish")
    await catalogue.shown(product["id"])
    events = await catalog_outbox.events(ProductChanged)
    assert [(e.version, e.status.value) for e in events] == [
        (2, "published"),
        (3, "withdrawn"),
        (4, "published"),
    ]


@pytest.mark.parametrize(
    "facts",
    [{"capabilities": (Capability.BUY,)}, {"status": OrganisationStatus.SUSPENDED}],
)
async def test_only_an_approved_shop_publishes(
    catalogue: Catalogue, catalog_outbox: OutboxView, facts: dict[str, Any]
) -> None:
    shop = await catalogue.shop(**facts)
    draft = await shop.product()
    answer = await shop.call("POST", f"{PRODUCTS}/{draft['id']}/publish")
    assert code(answer) == (409, "shop_not_approved")
    assert (await shop.get(f"{PRODUCTS}/{draft['id']}"))["status"] == "draft"
    await catalog_outbox.assert_nothing()


async def test_a_shop_that_is_not_known_yet_is_told_to_wait(catalogue: Catalogue) -> None:
    answer = await catalogue.stranger().call("POST", PRODUCTS, product_body())
    assert code(answer) == (409, "shop_not_known_yet")
    assert answer.headers["retry-after"] == "1"


async def test_a_suspended_shop_is_hidden_at_once(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    await shop.change(status=OrganisationStatus.SUSPENDED)
    for path in (f"products/{product['id']}", f"shops/{shop.organisation_id}"):
        answer = await catalogue.anonymous().call("GET", f"/storefront/v1/{path}")
        assert answer.status_code == 404
    listed = await catalogue.anonymous().get(f"/storefront/v1/products?shop={shop.organisation_id}")
    assert listed["items"] == []
    await shop.change(status=OrganisationStatus.ACTIVE, name_th="กลุ่มใหม่")
    assert (await catalogue.shown(product["id"]))["shop"]["name_th"] == "กลุ่มใหม่"


async def test_editing_needs_the_version_that_was_read(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    await catalog_outbox.mark()
    path = f"{PRODUCTS}/{product['id']}"
    missing = await shop.call("PATCH", path, {"name_th": "ใหม่"})
    assert code(missing) == (428, "precondition_required")
    stale = await shop.call("PATCH", path, {"name_th": "ใหม่"}, if_match=1)
    assert code(stale) == (412, "precondition_failed")
    assert (await shop.get(path))["name_th"] == "ปลาส้มตำบลชะไว"
    await catalog_outbox.assert_nothing()
    done = await shop.call("PATCH", path, {"name_th": "ปลาส้มใหม่", "name_en": None}, if_match=2)
    assert (done.status_code, done.headers["etag"]) == (200, '"3"')
    assert done.json()["name_en"] is None
    assert done.json()["description_th"] == "หมักข้าวและเกลือ"
    (event,) = await catalog_outbox.events(ProductChanged)
    assert (event.version, event.name_th) == (3, "ปลาส้มใหม่")
    assert (await catalogue.shown(product["id"]))["name_th"] == "ปลาส้มใหม่"


async def test_a_sku_left_out_is_withdrawn_and_comes_back_as_itself(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    path = f"{PRODUCTS}/{product['id']}"
    kilo = product["variants"][0]
    half = {"sku": "HALF", "unit": "ถุง", "pack_size": "0.5", "price_satang": 9_500}
    answer = await shop.call("PATCH", path, {"variants": [half]}, if_match=2)
    states = {v["sku"]: v["withdrawn"] for v in answer.json()["variants"]}
    assert states == {"KG": True, "HALF": False}
    shown = await catalogue.shown(product["id"])
    assert [v["sku"] for v in shown["variants"]] == ["HALF"]
    assert shown["price_from_satang"] == 9_500
    back = {"sku": "KG", "unit": "กก.", "price_satang": 17_000}
    answer = await shop.call("PATCH", path, {"variants": [back, half]}, if_match=3)
    found = {v["sku"]: v["id"] for v in answer.json()["variants"]}
    assert found["KG"] == kilo["id"]


@pytest.mark.parametrize(
    ("changes", "status", "expected"),
    [
        ({"category": "food.unknown"}, 422, "unknown_category"),
        ({"subdistrict_code": "159999"}, 422, "unknown_place"),
        ({"province_code": "17"}, 422, "unknown_place"),
        ({"unknown": 1}, 422, "invalid_request"),
        ({"name_th": "ก\x00ข"}, 422, "invalid_request"),
        ({"variants": []}, 422, "invalid_request"),
        ({"variants": [{"sku": "A", "unit": "x", "price_satang": -1}]}, 422, "invalid_request"),
        (
            {"variants": [{"sku": "A", "unit": "x", "price_satang": 1}] * 2},
            422,
            "invalid_request",
        ),
    ],
)
async def test_what_is_refused_leaves_nothing(
    catalogue: Catalogue, changes: dict[str, Any], status: int, expected: str
) -> None:
    shop = await catalogue.shop()
    answer = await shop.call("POST", PRODUCTS, product_body(**changes))
    assert code(answer) == (status, expected)
    assert (await shop.get(PRODUCTS))["items"] == []


async def test_each_kind_of_caller(catalogue: Catalogue, catalog_outbox: OutboxView) -> None:
    shop, other = await catalogue.shop(), await catalogue.shop()
    draft = await shop.product()
    path = f"{PRODUCTS}/{draft['id']}"
    viewer = Caller(catalogue.client, catalogue.member(shop.organisation_id, Scope.READ))
    outsider = Caller(catalogue.client, catalogue.member(shop.organisation_id, Scope.BUY))
    for method, route, body in (
        ("POST", PRODUCTS, product_body()),
        ("PATCH", path, {"name_th": "ก"}),
        ("POST", f"{path}/publish", None),
        ("POST", f"{path}/withdraw", None),
        ("POST", f"{path}/images", {"upload_id": str(uuid7())}),
    ):
        anonymous = await catalogue.anonymous().call(method, route, body, if_match=1)
        assert code(anonymous) == (401, "unauthenticated")
        assert code(await viewer.call(method, route, body, if_match=1)) == (403, "missing_scope")
        officer = await catalogue.officer().call(method, route, body, if_match=1)
        assert code(officer) == (403, "no_organisation")
        if route not in {PRODUCTS, f"{path}/images"}:
            wrong = await other.call(method, route, body, if_match=1)
            assert code(wrong) == (404, "product_not_found")
    assert code(await other.call("GET", path)) == (404, "product_not_found")
    assert code(await outsider.call("GET", path)) == (403, "missing_scope")
    assert (await viewer.get(path))["version"] == 1
    assert (await other.get(PRODUCTS))["items"] == []
    await catalog_outbox.assert_nothing()


async def test_a_draft_cannot_be_withdrawn(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    draft = await shop.product()
    answer = await shop.call("POST", f"{PRODUCTS}/{draft['id']}/withdraw")
    assert code(answer) == (409, "product_not_published")


async def test_own_products_newest_first_in_pages(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    made = [(await shop.product(name_th=f"สินค้า {n}"))["id"] for n in range(5)]
    seen: list[str] = []
    path = f"{PRODUCTS}?limit=2"
    while path:
        page = await shop.get(path)
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        path = f"{PRODUCTS}?limit=2&cursor={cursor}" if cursor else ""
    assert seen == list(reversed(made))
    assert (await shop.get(f"{PRODUCTS}?status=published"))["items"] == []


async def test_nobody_is_told_of_a_product_by_mail(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    await (await catalogue.shop()).published()
    assert await catalog_outbox.events(CatalogNoticeRequested) == []
