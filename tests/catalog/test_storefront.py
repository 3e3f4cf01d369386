"""The shop front: search, filters, pages, tags, stock and the day's badges."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.events.orders import StockChanged
from contracts.types import AvailabilityBand
from kit.time import BANGKOK, bangkok_today
from services.catalog.listing.schemas import ProductPage
from services.catalog.storefront.schemas import ProductList
from tests.factories.catalogue import JSON, Catalogue, Shop
from tests.support.bus import Deliver

LIST = "/storefront/v1/products"


async def ids(catalogue: Catalogue, query: str) -> list[str]:
    """The products of a whole list, page by page."""
    found: list[str] = []
    path = f"{LIST}?{query}"
    while True:
        page = await catalogue.anonymous().get(path)
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return found
        path = f"{LIST}?{query}&cursor={page['next_cursor']}"


async def test_search_finds_by_any_spelling_and_place(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product = await shop.published(name_th="น้ํา\u200bพริกปลาส้มสูตร๑")
    for asked in ("น้ำพริก", "ปลาส้ม", "ปลา", "ชะไว", "ปลาส้มชะไว", "สูตร 1", "Ang Thong", "SOUR"):
        query = f"shop={shop.organisation_id}&q={quote(asked)}"
        assert await ids(catalogue, query) == [product["id"]], asked
    for asked in ("กุ้ง", "ปลาส้ม กุ้ง", "!!!"):
        query = f"shop={shop.organisation_id}&q={quote(asked)}"
        assert await ids(catalogue, query) == [], asked


@pytest.mark.parametrize(
    "asked", ["' | 'x':*", "a & !b", "ปลา\x01ส้ม", "😀" * 50, "); DROP TABLE listing; --", "\\"]
)
async def test_hostile_queries_are_only_text(catalogue: Catalogue, asked: str) -> None:
    answer = await catalogue.anonymous().call("GET", f"{LIST}?q={quote(asked)}")
    assert answer.status_code == 200


async def test_filters_hold_together(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    fish = await shop.published()
    mat = await shop.published(
        name_th="เสื่อกก",
        category="utensil.basketry",
        variants=[{"sku": "M", "unit": "ผืน", "price_satang": 60_000}],
    )
    far = await shop.published(name_th="ปลาส้มสิงห์บุรี", subdistrict_code=None, province_code="17")
    base = f"shop={shop.organisation_id}"
    assert await ids(catalogue, base) == [far["id"], mat["id"], fish["id"]]
    assert await ids(catalogue, f"{base}&category=food") == [far["id"], fish["id"]]
    assert await ids(catalogue, f"{base}&category=utensil.basketry") == [mat["id"]]
    assert await ids(catalogue, f"{base}&category=food&province=15") == [fish["id"]]
    assert await ids(catalogue, f"{base}&min_price=20000") == [mat["id"]]
    assert await ids(catalogue, f"{base}&max_price=18000&province=17") == [far["id"]]
    assert await ids(catalogue, f"{base}&sort=price") == [fish["id"], far["id"], mat["id"]]
    assert await ids(catalogue, f"{base}&sort=-price") == [mat["id"], far["id"], fish["id"]]
    assert await ids(catalogue, f"{base}&scheme=tcps") == []


async def test_the_scheme_filter_is_todays(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    today = bangkok_today()
    valid, _ = await catalogue.certified(shop)
    await catalogue.certified(
        shop, from_on=today - timedelta(days=30), until_on=today - timedelta(days=1)
    )
    await catalogue.certified(shop, from_on=today + timedelta(days=1))
    query = f"shop={shop.organisation_id}&scheme=tcps"
    assert await ids(catalogue, query) == [valid["id"]]


async def test_a_badge_ends_at_midnight_in_bangkok(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    last_day = bangkok_today() + timedelta(days=3)
    product, case = await catalogue.certified(shop, until_on=last_day)
    midnight = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), BANGKOK)
    query = f"shop={shop.organisation_id}&scheme=tcps"
    certificate = f"/storefront/v1/certificates/{case['id']}"
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert await catalogue.marks_shown(product["id"]) == ["tcps"]
        assert await ids(catalogue, query) == [product["id"]]
        assert (await catalogue.anonymous().get(certificate))["standing"] == "valid"
    with time_machine.travel(midnight, tick=False):
        assert datetime.now(UTC).hour == 17
        assert await catalogue.marks_shown(product["id"]) == []
        assert await ids(catalogue, query) == []
        assert (await catalogue.anonymous().get(certificate))["standing"] == "expired"


async def test_the_tag_changes_with_stock_badges_and_the_day(
    catalogue: Catalogue, deliver_to_catalog: Deliver
) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    path = f"{LIST}/{product['id']}"

    async def tag() -> str:
        answer = await catalogue.client.get(path)
        assert answer.headers["cache-control"] == "no-cache"
        return str(answer.headers["etag"])

    async def kept(known: str) -> tuple[int, bytes]:
        answer = await catalogue.client.get(path, headers={"If-None-Match": known})
        return answer.status_code, answer.content

    first = await tag()
    assert await kept(first) == (304, b"")
    assert await kept(f'"other", W/{first}') == (304, b"")
    assert (await kept('"other"'))[0] == 200
    await deliver_to_catalog(_stock(product, AvailabilityBand.LOW, 1))
    assert (await kept(first))[0] == 200
    second = await tag()
    case = await shop.case(product["id"])
    await catalogue.officer().certify(case["id"])
    assert (await kept(second))[0] == 200


def _stock(product: JSON, band: AvailabilityBand, version: int) -> StockChanged:
    return StockChanged(
        version=version,
        variant_id=UUID(product["variants"][0]["id"]),
        product_id=UUID(product["id"]),
        band=band,
    )


async def test_stock_bands_newest_wins(catalogue: Catalogue, deliver_to_catalog: Deliver) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    in_stock = f"shop={shop.organisation_id}&in_stock=true"
    assert await ids(catalogue, in_stock) == []
    await deliver_to_catalog(_stock(product, AvailabilityBand.PLENTY, 2))
    await deliver_to_catalog(_stock(product, AvailabilityBand.NONE, 1))
    shown = await catalogue.shown(product["id"])
    assert shown["availability"] == shown["variants"][0]["availability"] == "plenty"
    assert await ids(catalogue, in_stock) == [product["id"]]
    (card,) = (await catalogue.anonymous().get(f"{LIST}?{in_stock}"))["items"]
    assert card["availability"] == "plenty"
    assert card["shop_id"] == str(shop.organisation_id)
    assert card["variants"][0]["id"] == product["variants"][0]["id"]
    await deliver_to_catalog(_stock(product, AvailabilityBand.NONE, 3))
    assert await ids(catalogue, in_stock) == []


async def _shelf(catalogue: Catalogue, prices: list[int]) -> tuple[Shop, list[JSON]]:
    shop = await catalogue.shop()
    made = [
        await shop.published(
            name_th=f"ปลา {n}",
            variants=[{"sku": "A", "unit": "ถุง", "price_satang": price}],
        )
        for n, price in enumerate(prices)
    ]
    return shop, made


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(prices=st.lists(st.integers(0, 3), max_size=7), limit=st.integers(1, 4))
async def test_pages_never_repeat_or_drop(
    catalogue: Catalogue, prices: list[int], limit: int
) -> None:
    shop, made = await _shelf(catalogue, prices)
    newest = [product["id"] for product in reversed(made)]
    keyed = sorted((price, product["id"]) for price, product in zip(prices, made, strict=True))
    base = f"shop={shop.organisation_id}&limit={limit}"
    assert await ids(catalogue, base) == newest
    assert await ids(catalogue, f"{base}&q={quote('ปลา')}") == newest
    assert await ids(catalogue, f"{base}&sort=price") == [key for _, key in keyed]
    assert await ids(catalogue, f"{base}&sort=-price") == [key for _, key in reversed(keyed)]


async def test_a_page_stays_right_while_rows_come_and_go(catalogue: Catalogue) -> None:
    shop, made = await _shelf(catalogue, [1, 2, 3, 4])
    base = f"{LIST}?shop={shop.organisation_id}&limit=2"
    first = await catalogue.anonymous().get(base)
    await shop.published(name_th="มาใหม่")
    await shop.post(f"/catalog/v1/products/{made[2]['id']}/withdraw")
    second = await catalogue.anonymous().get(f"{base}&cursor={first['next_cursor']}")
    assert [item["id"] for item in second["items"]] == [made[1]["id"], made[0]["id"]]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "cursor=nonsense",
        "cursor=WyJzYWJjIl0",
        "cursor=WyJpOTk5OTk5OTk5OTk5OTk5OTk5OTk5IiwidTAxYTIwMmM2LTJjYzAtNzEyYy04ODE0LTUwNGVjYWQxZjZjMCJd&sort=price",
        "sort=name",
        "province=99x",
        "scheme=none",
        "shop=1",
        "category=%00",
        "min_price=-1",
        "max_price=99999999999999999999",
        "unknown=1",
        f"q={'a' * 201}",
    ],
)
async def test_what_a_list_refuses(catalogue: Catalogue, query: str) -> None:
    answer = await catalogue.anonymous().call("GET", f"{LIST}?{query}")
    assert answer.status_code == 422, answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == "invalid_request"
    assert problem["errors"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "product_id", ["1", "%00", "not-a-uuid", "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908"]
)
async def test_no_such_product(catalogue: Catalogue, product_id: str) -> None:
    answer = await catalogue.anonymous().call("GET", f"{LIST}/{product_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")


async def test_categories_parents_first(catalogue: Catalogue) -> None:
    tree = (await catalogue.anonymous().get("/storefront/v1/categories"))["items"]
    roots = [node["code"] for node in tree if node["parent_code"] is None]
    assert roots == ["food", "drink", "textile", "utensil", "herb"]
    assert [node["code"] for node in tree[:5]] == roots
    assert {node["parent_code"] for node in tree[5:]} <= set(roots)


async def test_a_shops_page(catalogue: Catalogue) -> None:
    shop = await catalogue.shop(name_th="กลุ่มหน้าร้าน", subdistrict_code="150208")
    page = await catalogue.anonymous().get(f"/storefront/v1/shops/{shop.organisation_id}")
    assert page["name_th"] == "กลุ่มหน้าร้าน"
    assert page["place"]["subdistrict_th"] == "ชะไว"
    assert (page["marks"], page["demo_label_th"]) == ([], None)


async def test_demo_rows_say_so(catalogue: Catalogue) -> None:
    shop = await catalogue.shop(provenance="synthetic")
    product = await shop.published()
    assert product["provenance"] == "synthetic"
    assert (await catalogue.shown(product["id"]))["demo_label_th"] == "ข้อมูลสาธิต"


async def test_the_document_describes_the_hot_reads(catalogue: Catalogue) -> None:
    document = await catalogue.anonymous().get("/catalog/openapi.json")
    for path, model in ((LIST, "ProductList"), (f"{LIST}/{{product_id}}", "ProductPage")):
        answer = document["paths"][path]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith(model)


async def test_the_hot_reads_answer_as_documented(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product, _ = await catalogue.certified(shop)
    page = await catalogue.client.get(f"{LIST}/{product['id']}")
    assert ProductPage.model_validate_json(page.content).marks[0].scheme == "tcps"
    listed = await catalogue.client.get(f"{LIST}?shop={shop.organisation_id}")
    assert ProductList.model_validate_json(listed.content).items[0].marks[0].scheme == "tcps"
