"""Lists given back in the columns of an import, and products as linked data."""

from io import BytesIO

import openpyxl

from contracts.scopes import Scope
from kit.ids import uuid7
from tests.catalog.importing.test_imports import BASKET, PLASOM, counts
from tests.factories.catalogue import Catalogue
from tests.support.importing import XLSX, Desk, sheet


async def test_an_export_comes_back_unchanged(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    await desk.brought_in(shop, sheet(PLASOM, BASKET, "F-1,=1+1,อาหาร,1,ชิ้น,,,,ร่าง"))
    before = await desk.products(shop)
    assert before[2]["name_th"] == "=1+1"
    answer = await shop.call("GET", "/catalog/v1/exports")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "'=1+1" in answer.text
    assert ",=1+1" not in answer.text
    assert "22/11/2564" in answer.text
    again = await desk.brought_in(shop, answer.content)
    assert counts(again) == (0, 0, 3, 0)
    book = await shop.call("GET", "/catalog/v1/exports?format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(book.content)).worksheets[0].values)
    assert [len(rows), rows[0][0], rows[1][0]] == [4, "รหัสสินค้า", "PS-1"]
    from_book = await desk.brought_in(shop, book.content, content_type=XLSX)
    assert counts(from_book) == (0, 0, 3, 0)
    assert await desk.products(shop) == before


async def test_who_may_export(catalogue: Catalogue) -> None:
    shop, other = await catalogue.shop(), await catalogue.shop()
    await shop.product()
    assert (await catalogue.anonymous().call("GET", "/catalog/v1/exports")).status_code == 401
    assert (await catalogue.officer().call("GET", "/catalog/v1/exports")).status_code == 403
    theirs = await other.call("GET", "/catalog/v1/exports")
    assert len(theirs.text.splitlines()) == 1
    headers = catalogue.member(shop.organisation_id, Scope.READ)
    ours = await catalogue.client.get("/catalog/v1/exports", headers=headers)
    assert len(ours.text.splitlines()) == 2


async def test_a_product_as_json_ld(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    product, case = await catalogue.certified(shop, number="อท 99/2569")
    path = f"/storefront/v1/products/{product['id']}/jsonld"
    answer = await catalogue.anonymous().call("GET", path)
    assert answer.headers["content-type"] == "application/ld+json"
    told = answer.json()
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Product")
    assert told["name"] == "ปลาส้มตำบลชะไว"
    (offer,) = told["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("180", "THB")
    assert offer["availability"] == "https://schema.org/OutOfStock"
    (mark,) = told["hasCertification"]
    assert mark["certificationIdentification"] == "อท 99/2569"
    assert mark["url"].endswith(f"/storefront/v1/certificates/{case['id']}")
    for hidden in ((await shop.product())["id"], str(uuid7())):
        refused = await catalogue.anonymous().call(
            "GET", f"/storefront/v1/products/{hidden}/jsonld"
        )
        assert (refused.status_code, refused.json()["code"]) == (404, "product_not_found")
