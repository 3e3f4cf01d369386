"""Snapshots equal what was published; the invariants hold; the schema is the models'."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from contracts.events.catalog import ProductChanged
from kit.db import Database
from kit.events.rebuild import read_snapshots
from services.catalog.doctor import CHECKS
from services.catalog.snapshots import SNAPSHOTS
from services.catalog.worker import PROJECTIONS, SUBSCRIPTIONS
from tests.factories.catalogue import Catalogue
from tests.support.bus import OutboxView


async def test_a_snapshot_is_the_last_event(
    catalogue: Catalogue, catalog_database: Database, catalog_outbox: OutboxView
) -> None:
    shop = await catalogue.shop()
    certified, _ = await catalogue.certified(shop)
    withdrawn = await shop.published()
    await shop.post(f"/catalog/v1/products/{withdrawn['id']}/withdraw")
    draft = await shop.product()
    last = {event.product_id: event for event in await catalog_outbox.events(ProductChanged)}
    reader = SNAPSHOTS[ProductChanged.type]
    found = {UUID(e.subject()): (e, v) async for e, v in read_snapshots(catalog_database, reader)}
    assert UUID(draft["id"]) not in found
    for product_id in (UUID(certified["id"]), UUID(withdrawn["id"])):
        event, version = found[product_id]
        assert event == last[product_id]
        assert version == event.version


async def test_the_invariants_hold_after_work(
    catalogue: Catalogue, catalog_database: Database
) -> None:
    shop = await catalogue.shop()
    _, case = await catalogue.certified(shop)
    officer = catalogue.officer()
    await officer.move(case["id"], "suspended", reason="ตรวจซ้ำ")
    for check in CHECKS:
        async with catalog_database.reading() as session:
            broken = (await session.execute(text(check.violations))).scalar_one()
        assert broken == 0, check.name


async def test_a_broken_invariant_is_found(
    catalogue: Catalogue, catalog_database: Database
) -> None:
    shop = await catalogue.shop()
    product, _ = await catalogue.certified(shop)
    named = {check.name: check.violations for check in CHECKS}
    check = named["a listing shows exactly the marks that were judged"]
    async with catalog_database.transaction() as session:
        await session.execute(
            text("DELETE FROM product_mark WHERE product_id = :id"), {"id": UUID(product["id"])}
        )
        assert (await session.execute(text(check))).scalar_one() == 1
        await session.rollback()


async def test_publishing_while_the_certificate_is_cancelled(
    catalogue: Catalogue, catalog_outbox: OutboxView
) -> None:
    for _ in range(3):
        shop = await catalogue.shop()
        product = await shop.product()
        case = await shop.case(product["id"])
        officer = catalogue.officer()
        await officer.certify(case["id"])
        await asyncio.gather(
            shop.post(f"/catalog/v1/products/{product['id']}/publish"),
            officer.move(case["id"], "cancelled", reason="พร้อมกัน"),
        )
        assert await catalogue.marks_shown(product["id"]) == []
        events = [
            event
            for event in await catalog_outbox.events(ProductChanged)
            if str(event.product_id) == product["id"]
        ]
        assert max(events, key=lambda event: event.version).marks == ()


async def test_edits_at_once_one_wins(catalogue: Catalogue, catalog_outbox: OutboxView) -> None:
    shop = await catalogue.shop()
    product = await shop.published()
    await catalog_outbox.mark()
    path = f"/catalog/v1/products/{product['id']}"
    answers = await asyncio.gather(
        *(shop.call("PATCH", path, {"name_th": f"ชื่อ {n}"}, if_match=2) for n in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    (event,) = await catalog_outbox.events(ProductChanged)
    assert event.version == 3


def test_what_the_worker_keeps() -> None:
    assert [projection.name for projection in PROJECTIONS] == ["shop", "stock_level"]
    assert [each.event.type for each in SUBSCRIPTIONS] == [
        "talat.auth.organisation.changed.v1",
        "talat.orders.stock.changed.v1",
        "talat.auth.person.export_requested.v1",
        "talat.auth.person.erasure_requested.v1",
    ]
