"""Numbers without gaps, documents that never change, replacement by a new one."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from services.orders.document import service
from services.orders.document.data import Line, PartyData, Receipt, Totals
from services.orders.document.errors import DocumentAlreadyEnded
from services.orders.document.schemas import Amendment, Draft, Relation
from services.orders.models.document import Document
from tests.factories.document_parties import DAY, GROUP, SHOPPER

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)


def receipt(issuer_id: UUID, **values: Any) -> Draft:
    """A receipt of 120 baht, for a cause of its own unless told."""
    line = Line(
        name="ปลาส้ม",
        quantity=Decimal(1),
        unit="กก.",
        unit_price_satang=12_000,
        amount_satang=12_000,
    )
    data = Receipt(
        seller=PartyData(name=GROUP.name),
        buyer=SHOPPER,
        lines=(line,),
        totals=Totals(exempt_satang=12_000, total_satang=12_000, vat_included=True),
        paid_on=DAY,
        payment_method="พร้อมเพย์",
    )
    given = {"cause": str(uuid7()), "file_id": uuid7(), "buyer_id": None, **values}
    return Draft(issuer_id=issuer_id, seller_id=issuer_id, data=data, **given)


async def issued(database: Database, draft: Draft, *, at: datetime = NOW) -> Document:
    """Issue in a transaction of its own."""
    async with database.transaction() as session:
        return await service.issue(session, draft, at=at)


async def numbers(database: Database, issuer_id: UUID) -> list[str]:
    """The issuer's numbers, in their order."""
    async with database.reading() as session:
        statement = text("SELECT number FROM document WHERE issuer_id = :id ORDER BY number")
        return list(await session.scalars(statement, {"id": issuer_id}))


async def test_twenty_at_once_leave_no_gap(orders_database: Database) -> None:
    issuer = uuid7()
    await asyncio.gather(*(issued(orders_database, receipt(issuer)) for _ in range(20)))
    assert await numbers(orders_database, issuer) == [f"RC2570-{n:06d}" for n in range(1, 21)]


async def test_twenty_at_once_for_one_cause_are_one(orders_database: Database) -> None:
    issuer, cause = uuid7(), str(uuid7())
    same = [receipt(issuer, cause=cause) for _ in range(20)]
    found = await asyncio.gather(*(issued(orders_database, draft) for draft in same))
    assert len({document.id for document in found}) == 1
    assert await numbers(orders_database, issuer) == ["RC2570-000001"]
    assert (await issued(orders_database, receipt(issuer))).number == "RC2570-000002"


async def test_several_issuers_at_once_do_not_wait_in_a_circle(orders_database: Database) -> None:
    one, two = uuid7(), uuid7()

    async def both(first: UUID, second: UUID) -> None:
        async with orders_database.transaction() as session:
            await service.issue_all(session, [receipt(first), receipt(second)], at=NOW)

    await asyncio.gather(*(both(*pair) for pair in [(one, two), (two, one)] * 6))
    wanted = [f"RC2570-{n:06d}" for n in range(1, 13)]
    assert await numbers(orders_database, one) == await numbers(orders_database, two) == wanted


async def test_a_rollback_gives_its_number_back(orders_database: Database) -> None:
    issuer = uuid7()
    await issued(orders_database, receipt(issuer))

    async def fails() -> None:
        async with orders_database.transaction() as session:
            document = await service.issue(session, receipt(issuer), at=NOW)
            assert document.number == "RC2570-000002"
            raise RuntimeError("the rest of the use case failed")

    with pytest.raises(RuntimeError):
        await fails()
    assert (await issued(orders_database, receipt(issuer))).number == "RC2570-000002"
    assert await numbers(orders_database, issuer) == ["RC2570-000001", "RC2570-000002"]


async def test_numbers_begin_again_with_the_fiscal_year(orders_database: Database) -> None:
    issuer = uuid7()
    last_second = datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC)
    first_second = datetime(2026, 9, 30, 17, 0, 0, tzinfo=UTC)
    found = [
        await issued(orders_database, receipt(issuer), at=at)
        for at in (last_second, last_second, first_second)
    ]
    assert [(each.number, each.issued_on.isoformat()) for each in found] == [
        ("RC2569-000001", "2026-09-30"),
        ("RC2569-000002", "2026-09-30"),
        ("RC2570-000001", "2026-10-01"),
    ]


async def test_dates_never_run_backwards_along_the_numbers(orders_database: Database) -> None:
    issuer = uuid7()
    await issued(orders_database, receipt(issuer), at=datetime(2026, 11, 22, 17, tzinfo=UTC))
    late = await issued(orders_database, receipt(issuer), at=NOW)
    assert (late.number, late.issued_on.isoformat()) == ("RC2570-000002", "2026-11-23")


async def test_a_given_number_takes_none_of_the_series(orders_database: Database) -> None:
    issuer = uuid7()
    document = await issued(orders_database, receipt(issuer, number="TEST-1"))
    assert (document.number, document.sequence, document.fiscal_year) == ("TEST-1", None, None)
    assert (await issued(orders_database, receipt(issuer))).number == "RC2570-000001"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE document SET number = 'RC2570-999999' WHERE id = :id",
        "UPDATE document SET data = '{}' WHERE id = :id",
        "UPDATE document SET retain_until_on = issued_on + 1 WHERE id = :id",
        "DELETE FROM document WHERE id = :id",
    ],
)
async def test_an_issued_document_cannot_change(orders_database: Database, change: str) -> None:
    document = await issued(orders_database, receipt(uuid7()))

    async def try_it() -> None:
        async with orders_database.transaction() as session:
            await session.execute(text(change), {"id": document.id})

    with pytest.raises(DBAPIError, match=f"document {document.number} is"):
        await try_it()
    async with orders_database.reading() as session:
        kept = await session.get_one(Document, document.id)
    assert (kept.number, kept.content_hash) == (document.number, document.content_hash)
    assert await service.render(kept) == await service.render(document)


async def test_what_is_not_what_was_issued_is_not_printed(orders_database: Database) -> None:
    document = await issued(orders_database, receipt(uuid7()))
    document.page = {**document.page, "words": "หนึ่งล้านบาทถ้วน"}
    with pytest.raises(service.DocumentDiffers):
        await service.render(document)


async def test_replaced_once_by_a_new_one_that_names_it(orders_database: Database) -> None:
    issuer = uuid7()
    old = await issued(orders_database, receipt(issuer))
    amends = Amendment(old.id, Relation.REPLACES, "ชื่อผู้ซื้อไม่ถูกต้อง")
    new = await issued(orders_database, receipt(issuer, amends=amends))
    assert (new.number, new.replaces_id, new.relation) == ("RC2570-000002", old.id, "replaces")
    assert new.page["notes"] == [
        "เป็นการยกเลิกและออกแทนเอกสารเลขที่ RC2570-000001 ลงวันที่ 22 พฤศจิกายน 2569 เนื่องจากชื่อผู้ซื้อไม่ถูกต้อง"
    ]
    for relation in (Relation.REPLACES, Relation.CANCELS):
        again = Amendment(old.id, relation, "อีกครั้ง")
        with pytest.raises(DocumentAlreadyEnded):
            await issued(orders_database, receipt(issuer, amends=again))
    stranger = receipt(uuid7(), amends=Amendment(new.id, Relation.CANCELS, "ของผู้อื่น"))
    with pytest.raises(NotFound):
        await issued(orders_database, stranger)
    assert await numbers(orders_database, issuer) == ["RC2570-000001", "RC2570-000002"]


async def test_of_two_replacements_at_once_one_succeeds(orders_database: Database) -> None:
    issuer = uuid7()
    old = await issued(orders_database, receipt(issuer))
    amends = Amendment(old.id, Relation.REPLACES, "แก้ไขที่อยู่")
    answers = await asyncio.gather(
        *(issued(orders_database, receipt(issuer, amends=amends)) for _ in range(5)),
        return_exceptions=True,
    )
    refused = [each for each in answers if isinstance(each, DocumentAlreadyEnded)]
    assert len(refused) == 4
    assert await numbers(orders_database, issuer) == ["RC2570-000001", "RC2570-000002"]
