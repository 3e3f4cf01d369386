"""A paid order's papers: what is issued, who reads it, that it is printed the same each time."""

import re
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.scopes import Scope
from kit.doctor import Check
from kit.time import bangkok_today
from services.orders.document.invariants import CHECKS
from services.orders.document.rules import fiscal_year
from tests.factories.shop import Guest, Seller, Shop

DOCUMENTS = "/orders/v1/documents"


async def bought(shop: Shop, *sellers: Seller) -> tuple[Guest, str]:
    """One guest who paid for one thing of each seller; the group's id."""
    lines = [(await shop.product(seller), "1") for seller in sellers]
    guest = await shop.guest(*lines)
    answer = await guest.placed()
    await shop.paid(answer)
    return guest, answer["order_group_id"]


def papers(group_id: str) -> str:
    """Where a shopper finds the papers of a group."""
    return f"/storefront/v1/orders/{group_id}/documents"


async def test_paid_order_has_a_confirmation_and_a_tax_invoice(shop: Shop) -> None:
    seller = await shop.seller(vat_registered=True)
    guest, group_id = await bought(shop, seller)
    year = fiscal_year(bangkok_today())
    listed = (await guest.client.get(papers(group_id), headers=guest.headers)).json()["items"]
    assert [(each["kind"], each["number"]) for each in listed] == [
        ("order_confirmation", f"OC{year}-000001"),
        ("tax_invoice", f"IV{year}-000001"),
    ]
    for each in listed:
        answer = await guest.client.get(each["path"], headers=guest.headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == f'inline; filename="{each["number"]}.pdf"'
        assert answer.content.startswith(b"%PDF-1.7")
        assert b"<pdfaid:part>3</pdfaid:part>" in answer.content
        assert re.search(rb"/Count 1\b", answer.content)
        again = await guest.client.get(each["path"], headers=guest.headers)
        assert again.content == answer.content


async def test_who_is_not_registered_gives_a_receipt_without_vat(shop: Shop) -> None:
    seller = await shop.seller(vat_registered=False)
    guest, group_id = await bought(shop, seller)
    listed = (await guest.client.get(papers(group_id), headers=guest.headers)).json()["items"]
    assert [each["kind"] for each in listed] == ["order_confirmation", "receipt"]
    page = await shop.scalar(
        "SELECT page FROM document WHERE file_id = :id AND kind = 'receipt'", id=group_id
    )
    assert page["title_th"] == "ใบเสร็จรับเงิน / บิลเงินสด"
    assert [each["label"] for each in page["sums"]] == ["จำนวนเงินรวมทั้งสิ้น"]
    assert page["words"] == "หนึ่งพันเจ็ดสิบบาทถ้วน"


async def test_each_seller_has_own_papers_and_numbers(shop: Shop) -> None:
    first, second = await shop.seller(), await shop.seller()
    guest, group_id = await bought(shop, first, second)
    await bought(shop, first)
    year = fiscal_year(bangkok_today())
    listed = (await guest.client.get(papers(group_id), headers=guest.headers)).json()["items"]
    assert len(listed) == 4
    for seller, numbers in ((first, ["000002", "000001"]), (second, ["000001"])):
        own = await seller.desk.get(DOCUMENTS, kind="order_confirmation")
        shown = [each["number"] for each in own.json()["items"]]
        assert shown == [f"OC{year}-{number}" for number in numbers]


async def test_news_of_the_payment_twice_issues_once(shop: Shop) -> None:
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    await shop.paid(answer)
    await shop.deliver(*await shop.bank.events(answer))
    await shop.follow_up()
    listed = (await seller.desk.get(DOCUMENTS)).json()["items"]
    assert len(listed) == 2


async def test_nothing_is_issued_before_it_is_paid(shop: Shop) -> None:
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    listed = await guest.client.get(papers(answer["order_group_id"]), headers=guest.headers)
    assert listed.json() == {"items": []}
    assert (await seller.desk.get(DOCUMENTS)).json()["items"] == []


async def test_nobody_else_reads_them(shop: Shop) -> None:
    seller, stranger = await shop.seller(), await shop.seller()
    guest, group_id = await bought(shop, seller)
    [document, _] = (await seller.desk.get(DOCUMENTS)).json()["items"]
    path = document["path"]

    assert (await seller.desk.get(path)).status_code == 200
    assert (await shop.client.get(path)).status_code == 401
    assert (await shop.client.get(DOCUMENTS)).status_code == 401
    assert (await stranger.desk.get(path)).status_code == 404
    assert (await stranger.desk.get(DOCUMENTS)).json()["items"] == []
    unscoped = shop.buying.person(seller.organisation_id, Scope.CATALOGUE)
    assert (await unscoped.get(path)).json()["code"] == "missing_scope"
    assert (await shop.buying.person(None, Scope.SELL).get(path)).json()["code"] == (
        "no_organisation"
    )

    other, other_group = await bought(shop, stranger)
    mine = f"{papers(group_id)}/{document['id']}.pdf"
    assert (await guest.client.get(mine, headers=guest.headers)).status_code == 200
    assert (await guest.client.get(mine)).status_code == 422
    for theirs in (papers(group_id), mine, f"{papers(other_group)}/{document['id']}.pdf"):
        assert (await other.client.get(theirs, headers=other.headers)).status_code == 404
    missing = await seller.desk.get(f"{DOCUMENTS}/{group_id}.pdf")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"


async def test_list_in_pages_by_kind_and_file(shop: Shop) -> None:
    seller = await shop.seller()
    groups = [(await bought(shop, seller))[1] for _ in range(2)]
    first = (await seller.desk.get(DOCUMENTS, limit=3)).json()
    rest = (await seller.desk.get(DOCUMENTS, limit=3, cursor=first["next_cursor"])).json()
    shown = [each["id"] for each in first["items"] + rest["items"]]
    assert len(shown) == len(set(shown)) == 4
    assert shown == sorted(shown, reverse=True)
    assert rest["next_cursor"] is None
    filed = (await seller.desk.get(DOCUMENTS, file_id=groups[0])).json()["items"]
    assert {each["file_id"] for each in filed} == {groups[0]}
    assert (await seller.desk.get(DOCUMENTS, kind="credit_note")).json()["items"] == []
    assert (await seller.desk.get(DOCUMENTS, kind="poem")).status_code == 422


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
async def test_doctor_finds_nothing_and_finds_what_is_wrong(shop: Shop, check: Check) -> None:
    seller = await shop.seller()
    _, group_id = await bought(shop, seller)
    assert await shop.scalar(check.violations) == 0
    wrong = {
        "the numbers": "UPDATE document_series SET last = last + 1 WHERE issuer_id = :seller",
        "each paid": "UPDATE shop_order SET group_id = group_id, total_satang = total_satang + 1,"
        " net_satang = net_satang + 1, seller_satang = seller_satang + 1 WHERE group_id = :group",
    }
    [statement] = [change for start, change in wrong.items() if check.name.startswith(start)]
    values = {"seller": seller.organisation_id, "group": UUID(group_id)}
    async with shop.database.engine.connect() as connection:
        used = {name: value for name, value in values.items() if f":{name}" in statement}
        changed = await connection.execute(text(statement), used)
        assert changed.rowcount >= 1
        assert (await connection.execute(text(check.violations))).scalar_one() >= 1
        await connection.rollback()
