"""The papers of an approved requisition: the report for the buyer, an order for each seller."""

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.scopes import Scope
from contracts.types import OrganisationKind
from kit.db import Database
from kit.time import bangkok_today
from services.orders.document.rules import fiscal_year, thai_date
from tests.factories.buying import Buying, Person, mark, submitted, wanted

DOCUMENTS = "/orders/v1/documents"
ORDERS = "/orders/v1/purchase-orders"


async def approved(
    buying: Buying, *, kind: OrganisationKind = OrganisationKind.HOSPITAL, sellers: int = 1
) -> tuple[Person, list[dict[str, Any]]]:
    """A requisition of one product of each seller, approved; its orders."""
    products = [await buying.product(await buying.seller(), mark()) for _ in range(sellers)]
    buyer = await buying.organisation(kind)
    requester = buying.requester(buyer)
    private = kind in {OrganisationKind.HOTEL, OrganisationKind.RESTAURANT}
    lines = [(product, "40") for product in products]
    body = wanted(*lines, method="direct" if private else "specific")
    path = await submitted(requester, body)
    answer = await buying.approver(buyer).post(f"{path}/approve")
    assert answer.status_code == 200, answer.text
    return requester, answer.json()["purchase_orders"]


async def page(database: Database, document_id: str) -> dict[str, Any]:
    """What is printed of a document."""
    async with database.reading() as session:
        statement = text("SELECT page FROM document WHERE id = :id")
        found: dict[str, Any] = (
            await session.execute(statement, {"id": UUID(document_id)})
        ).scalar_one()
    return found


async def test_the_buyers_file_has_the_report_and_the_order(
    buying: Buying, orders_database: Database
) -> None:
    requester, [order] = await approved(buying)
    year = fiscal_year(bangkok_today())
    file = (await requester.get(f"{ORDERS}/{order['id']}/documents")).json()["items"]
    assert [(each["kind"], each["number"]) for each in file] == [
        ("requisition_report", f"RQ-{year}-0001"),
        ("purchase_order", f"PO-{year}-0001"),
    ]
    for each in file:
        answer = await requester.get(each["path"])
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")
    zipped = await requester.get(f"{ORDERS}/{order['id']}/documents.zip")
    assert (zipped.status_code, zipped.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as archive:
        assert archive.namelist() == [
            f"01-requisition_report-RQ-{year}-0001.pdf",
            f"02-purchase_order-PO-{year}-0001.pdf",
        ]
        assert archive.read(archive.namelist()[1]) == answer.content
    again = await requester.get(f"{ORDERS}/{order['id']}/documents.zip")
    assert again.content == zipped.content
    report = await page(orders_database, file[0]["id"])
    assert report["signatures"][0]["name"] == "นักโภชนาการ"
    assert report["signatures"][1]["name"] == "ผู้อำนวยการ"
    assert report["words"] == "สี่พันแปดร้อยบาทถ้วน"
    ordered = await page(orders_database, file[1]["id"])
    assert ordered["facts"][1] == {"label": "วันที่", "value": thai_date(bangkok_today())}
    assert ordered["rows"][0][2]["text"] == "40"
    assert "15-0001/2569" in ordered["rows"][0][1]["sub"]


async def test_the_seller_reads_the_order_and_not_the_report(buying: Buying) -> None:
    requester, [order, other] = await approved(buying, sellers=2)
    seller = buying.person(UUID(order["seller_id"]), Scope.SELL)
    file = (await seller.get(f"{ORDERS}/{order['id']}/documents")).json()["items"]
    assert [each["kind"] for each in file] == ["purchase_order"]
    assert (await seller.get(file[0]["path"])).status_code == 200
    everything = (await seller.get(DOCUMENTS)).json()["items"]
    assert [each["id"] for each in everything] == [file[0]["id"]]

    whole = (await requester.get(f"{ORDERS}/{order['id']}/documents")).json()["items"]
    theirs = (await requester.get(f"{ORDERS}/{other['id']}/documents")).json()["items"]
    hidden_file = f"{ORDERS}/{other['id']}/documents"
    for hidden in (whole[0]["path"], theirs[1]["path"], hidden_file, f"{hidden_file}.zip"):
        assert (await seller.get(hidden)).status_code == 404


async def test_strangers_and_nobody(buying: Buying) -> None:
    _, [order] = await approved(buying)
    path = f"{ORDERS}/{order['id']}/documents"
    assert (await buying.client.get(path)).status_code == 401
    assert (await buying.client.get(f"{path}.zip")).status_code == 401
    for stranger in (
        buying.requester(await buying.organisation()),
        buying.person(await buying.seller(), Scope.SELL),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(DOCUMENTS)).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("kind", [OrganisationKind.HOTEL, OrganisationKind.RESTAURANT])
async def test_private_buyers_need_no_report(buying: Buying, kind: OrganisationKind) -> None:
    requester, [order] = await approved(buying, kind=kind)
    file = (await requester.get(f"{ORDERS}/{order['id']}/documents")).json()["items"]
    assert [each["kind"] for each in file] == ["purchase_order"]


async def test_what_is_refused_leaves_no_paper(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    path = await submitted(requester, wanted((product, "40")))
    await buying.change(product, marks=())
    answer = await buying.approver(buyer).post(f"{path}/approve")
    assert answer.status_code == 422
    assert (await requester.get(DOCUMENTS)).json()["items"] == []
    reason = {"reason": "ไม่มีงบประมาณ"}
    assert (await buying.approver(buyer).post(f"{path}/reject", reason)).status_code == 200
    assert (await requester.get(DOCUMENTS)).json()["items"] == []
