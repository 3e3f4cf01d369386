"""Lists from the file to the products, and what is refused on the way."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from contracts.events.catalog import ProductChanged
from contracts.scopes import Scope
from contracts.types import OrganisationStatus
from kit.ids import uuid7
from kit.time import now
from services.catalog.intake import service as intake_service
from services.catalog.models import ImportJob
from tests.factories.catalogue import JSON, Catalogue
from tests.support.bus import OutboxView
from tests.support.importing import XLSX, Desk, sheet

PLASOM = "PS-1,ปลาส้มตำบลชะไว,ปลาแปรรูป,๑๘๐.๕๐,กก.,จ.อ่างทอง,ชะไว,22/11/2564,เผยแพร่"
BASKET = 'JS-1,ตะกร้าผักตบชวา,จักสาน,"1,250",ใบ,อ่างทอง,,๑ ม.ค. ๒๕๖๕,ร่าง'


def counts(job: JSON) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    names = ("created_count", "updated_count", "unchanged_count", "rejected_count")
    return tuple(job[name] for name in names)


async def test_a_list_becomes_products_and_again_changes_nothing(
    desk: Desk, catalog_outbox: OutboxView
) -> None:
    shop = await desk.catalogue.shop()
    job = await desk.brought_in(shop, sheet(PLASOM, BASKET))
    assert (job["status"], counts(job), job["rows_total"]) == ("done", (2, 0, 0, 0), 2)
    assert job["headings"]["ราคา (บาท)"] == "price"
    sour_fish, basket = await desk.products(shop)
    assert (sour_fish["status"], basket["status"]) == ("published", "draft")
    assert (sour_fish["category"], basket["category"]) == (
        "food.processed_fish",
        "utensil.basketry",
    )
    assert sour_fish["subdistrict_code"] == "150208"
    assert [pack["price_satang"] for pack in sour_fish["variants"]] == [18_050]
    assert [pack["price_satang"] for pack in basket["variants"]] == [125_000]
    (told,) = await catalog_outbox.events(ProductChanged)
    assert (str(told.product_id), told.version) == (sour_fish["id"], 1)
    assert (await desk.catalogue.shown(sour_fish["id"]))["name_th"] == "ปลาส้มตำบลชะไว"

    await catalog_outbox.mark()
    again = await desk.brought_in(shop, sheet(PLASOM, BASKET) + "\n")
    assert (again["id"] != job["id"], counts(again)) == (True, (0, 0, 2, 0))
    assert await desk.products(shop) == [sour_fish, basket]
    await catalog_outbox.assert_nothing()

    changed = await desk.brought_in(shop, sheet(PLASOM.replace("๑๘๐.๕๐", "199")))
    assert counts(changed) == (0, 1, 0, 0)
    assert (await desk.products(shop))[0]["variants"][0]["price_satang"] == 19_900
    (told,) = await catalog_outbox.events(ProductChanged)
    assert (told.version, told.variants[0].price_satang) == (2, 19_900)


async def test_a_dry_run_writes_nothing(desk: Desk, catalog_outbox: OutboxView) -> None:
    shop = await desk.catalogue.shop()
    job = await desk.brought_in(shop, sheet(PLASOM, BASKET, "X,,อาหาร,1,กก."), dry_run=True)
    assert (job["status"], counts(job)) == ("done", (2, 0, 0, 1))
    assert await desk.products(shop) == []
    await catalog_outbox.assert_nothing()


async def test_the_same_file_is_the_same_job(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    upload_id = await desk.upload(shop, sheet(PLASOM).encode())
    first = await shop.call("POST", "/catalog/v1/imports", {"upload_id": upload_id})
    second = await shop.call("POST", "/catalog/v1/imports", {"upload_id": upload_id})
    assert first.json()["id"] == second.json()["id"]
    await desk.work()
    assert len(await desk.products(shop)) == 1


async def test_bad_rows_come_back_to_be_mended_and_sent_again(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    bad = "=cmd|'/c calc'!A1,ของแปลก,ไม่มีหมวดนี้,สิบบาท,ชิ้น,ดาวอังคาร,,1/1/65,"
    job = await desk.brought_in(shop, sheet(PLASOM, bad, PLASOM))
    assert counts(job) == (1, 0, 0, 2)
    answer = await shop.call("GET", f"/catalog/v1/imports/{job['id']}/errors.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.text.removeprefix("\ufeff")
    lines = text.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("แถวเดิม,ข้อผิดพลาด,รหัสสินค้า,")
    assert lines[1].startswith("3,")
    for said in ("ไม่มีหมวดสินค้านี้", "ปีไม่ชัดว่า", "ไม่พบสถานที่นี้", "'=cmd|"):
        assert said in lines[1]
    assert lines[2].startswith("4,")
    assert "รหัสนี้มีแล้วในไฟล์" in lines[2]
    mended = text.replace("'=cmd|'/c calc'!A1", "OK-1").replace("ไม่มีหมวดนี้", "ของใช้")
    mended = mended.replace("สิบบาท", "10").replace("ดาวอังคาร", "สิงห์บุรี").replace("1/1/65", "")
    again = await desk.brought_in(shop, mended)
    assert counts(again) == (1, 0, 1, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
async def test_every_encoding_that_offices_use(desk: Desk, encoding: str) -> None:
    shop = await desk.catalogue.shop()
    titled = "รายการสินค้า ปี ๒๕๖๙\n\n" + sheet(PLASOM, BASKET)
    job = await desk.brought_in(shop, titled.encode(encoding))
    assert (job["status"], counts(job)) == ("done", (2, 0, 0, 0))
    assert (await desk.products(shop))[0]["name_th"] == "ปลาส้มตำบลชะไว"


def workbook(rows: list[list[Any]]) -> bytes:
    """A workbook as an office would save it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


async def test_a_workbook_with_numbers_dates_and_formulas(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    rows: list[list[Any]] = [
        ["ทะเบียนสินค้า"],
        ["รหัสสินค้า", "ชื่อสินค้า", "ประเภท", "ราคา", "หน่วย", "วันที่ขึ้นทะเบียน"],
        [1001, "ปลาส้ม", "อาหาร", 120.5, "กก.", now().replace(tzinfo=None)],
        [1002, "=1+1", "อาหาร", 99, "กก.", "22 พ.ย. 2564"],
    ]
    job = await desk.brought_in(shop, workbook(rows), content_type=XLSX)
    # A formula that no spreadsheet has computed has no value, so the name is missing.
    assert (job["status"], counts(job)) == ("done", (1, 0, 0, 1))
    (made,) = await desk.products(shop)
    assert (made["name_th"], made["variants"][0]["price_satang"]) == ("ปลาส้ม", 12_050)


async def test_packs_of_one_product(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    head = "รหัสสินค้า,SKU,ชื่อสินค้า,ประเภท,ราคา,หน่วย,ขนาดบรรจุ"
    rows = ["A,A-1,ปลาส้ม,อาหาร,100,ถุง,1", "A,A-3,ปลาส้ม,อาหาร,280,ถุง,3"]
    job = await desk.brought_in(shop, "\n".join([head, *rows]))
    assert counts(job) == (2, 0, 0, 0)
    (made,) = await desk.products(shop)
    assert [pack["sku"] for pack in made["variants"]] == ["A-1", "A-3"]
    more = await desk.brought_in(shop, f"{head}\nA,A-9,ปลาส้ม,อาหาร,800,ถุง,9")
    assert counts(more) == (0, 1, 0, 0)
    (made,) = await desk.products(shop)
    assert [pack["sku"] for pack in made["variants"] if not pack["withdrawn"]] == [
        *("A-1", "A-3", "A-9")
    ]


async def test_a_shop_that_may_not_sell_brings_in_drafts_only(
    desk: Desk, catalog_outbox: OutboxView
) -> None:
    shop = await desk.catalogue.shop(status=OrganisationStatus.SUSPENDED)
    job = await desk.brought_in(shop, sheet(PLASOM, BASKET))
    assert counts(job) == (1, 0, 0, 1)
    assert [each["status"] for each in await desk.products(shop)] == ["draft"]
    await catalog_outbox.assert_nothing()


async def test_a_lost_lease_writes_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_service, "CHUNK", 2)
    monkeypatch.setattr(intake_service, "SLICE_SECONDS", 1e-9)
    shop = await desk.catalogue.shop()
    rows = [f"R-{n},ปลาส้ม,อาหาร,1,กก.,,,,ร่าง" for n in range(6)]
    job = await desk.queued(shop, sheet(*rows).encode())
    path = f"/catalog/v1/imports/{job['id']}"
    assert await desk.importer.run(desk.database)
    halfway = await shop.get(path)
    assert (halfway["status"], halfway["rows_done"], halfway["rows_total"]) == ("running", 2, 6)
    # Another worker takes the job over; the first still has its rows in hand.
    other = intake_service.Importer(desk.importer._store)
    assert await other.run(desk.database)
    assert (await shop.get(path))["rows_done"] == 4
    async with desk.database.transaction() as session:
        taken = update(ImportJob).values(leased_until=now().replace(year=2099))
        await session.execute(taken.where(ImportJob.id == job["id"]))
    assert not await desk.importer.run(desk.database)
    async with desk.database.transaction() as session:
        free = update(ImportJob).values(leased_until=None)
        await session.execute(free.where(ImportJob.id == job["id"]))
    await desk.work()
    done = await shop.get(path)
    assert (done["status"], counts(done)) == ("done", (6, 0, 0, 0))
    assert len(await desk.products(shop)) == 6


async def test_who_may_import(desk: Desk) -> None:
    shop, other = await desk.catalogue.shop(), await desk.catalogue.shop()
    upload_id = await desk.upload(shop, sheet(PLASOM).encode())
    body = {"upload_id": upload_id}
    reader = desk.catalogue.member(shop.organisation_id, Scope.READ)
    for headers, status, code in (
        ({}, 401, "unauthenticated"),
        (reader, 403, "missing_scope"),
        (other.headers, 404, "upload_not_found"),
    ):
        answer = await shop.client.post("/catalog/v1/imports", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    unknown = await shop.call("POST", "/catalog/v1/imports", {"upload_id": str(uuid7())})
    assert unknown.status_code == 404
    made = await shop.call("POST", "/catalog/v1/imports", body)
    job_id = made.json()["id"]
    for path in ("", "/events", "/errors.csv"):
        refused = await other.call("GET", f"/catalog/v1/imports/{job_id}{path}")
        assert (refused.status_code, refused.json()["code"]) == (404, "import_not_found")
        nobody = await desk.catalogue.anonymous().call("GET", f"/catalog/v1/imports/{job_id}{path}")
        assert nobody.status_code == 401
    assert (await other.get("/catalog/v1/imports"))["items"] == []
    assert [each["id"] for each in (await shop.get("/catalog/v1/imports"))["items"]] == [job_id]
    await desk.work()


async def test_progress_ends_by_itself(desk: Desk) -> None:
    shop = await desk.catalogue.shop()
    job = await desk.brought_in(shop, sheet(PLASOM))
    answer = await shop.call("GET", f"/catalog/v1/imports/{job['id']}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: done" in answer.text
    assert '"rows_done":1' in answer.text


async def test_a_store_that_is_down_refuses_at_once(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    form = await shop.post(
        "/catalog/v1/uploads",
        {
            "purpose": "import",
            "content_type": "text/csv",
            "size_bytes": 10,
            "file_name": "x.csv",
        },
    )
    answer = await shop.call("POST", "/catalog/v1/imports", {"upload_id": form["id"]})
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert (await shop.get("/catalog/v1/imports"))["items"] == []
