"""Lots: recorded with their code, raising stock; what goes in is used up; blocked ones stay."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.scopes import Scope
from contracts.tokens import OfficerRights
from contracts.types import Agency, Scheme
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from tests.factories.buying import Buying
from tests.factories.supply import LOTS, Trade, good, ordered
from tests.support.bus import OutboxView

DAY = f"{bangkok_today():%y%m%d}"


async def refused(
    trade: Trade, outbox: OutboxView, *, status: int, code: str, **values: Any
) -> Any:
    """Recording was refused with this code and nothing happened."""
    before = (await trade.seller.get(LOTS)).json()
    await outbox.mark()
    answer = await trade.record(values.pop("quantity", "1"), **values)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert (await trade.seller.get(LOTS)).json() == before
    await outbox.assert_nothing()
    return answer.json()


async def test_codes_count_per_product_and_day(buying: Buying) -> None:
    trade = await ordered(buying)
    first, second = await trade.lot("10"), await trade.lot("2.5")
    other = await buying.product(trade.product.seller_id, name_th="ปลาส้มสมุนไพร")
    third = await trade.lot("1", variant_id=str(other.variant_id))
    yesterday = bangkok_today() - timedelta(days=1)
    fourth = await trade.lot("1", produced_on=None, harvested_on=yesterday.isoformat())
    producer = first["code"].split("-")[0]
    assert first["code"] == f"{producer}-PLAT-{DAY}-01"
    assert second["code"] == f"{producer}-PLAT-{DAY}-02"
    assert third["code"] == f"{producer}-PLAT2-{DAY}-01"
    assert fourth["code"] == f"{producer}-PLAT-{yesterday:%y%m%d}-01"
    assert (first["kind"], fourth["kind"]) == ("produced", "harvested")
    listed = (await trade.seller.get(LOTS)).json()["items"]
    assert [each["id"] for each in listed] == [
        each["id"] for each in (fourth, third, second, first)
    ]
    only = (await trade.seller.get(LOTS, variant_id=str(other.variant_id))).json()["items"]
    assert [each["id"] for each in only] == [third["id"]]
    assert good(await trade.seller.get(f"{LOTS}/{first['id']}")) == first


async def test_a_lot_raises_stock(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying)
    await orders_outbox.mark()
    await trade.lot("12.5")
    stock = await trade.stock()
    assert (stock["on_hand"], stock["reserved"], stock["band"]) == ("12.5", "0", "plenty")
    assert await orders_outbox.types() == ["talat.orders.stock.changed.v1"]
    await trade.lot("0.5")
    assert (await trade.stock())["on_hand"] == "13"


async def test_what_goes_in_is_used_up_and_the_loss_is_kept(buying: Buying) -> None:
    trade = await ordered(buying)
    fish = await buying.product(trade.product.seller_id, name_th="ปลาตะเพียน")
    raw = await trade.lot("50", variant_id=str(fish.variant_id))
    made = await trade.lot("40", inputs=[{"lot_id": raw["id"], "quantity": "45"}], added_kg="6.5")
    assert (made["input_kg"], made["added_kg"]) == ("45", "6.5")
    assert (made["mass_kg"], made["loss_kg"]) == ("40", "11.5")
    assert made["inputs"] == [{"input_lot_id": raw["id"], "quantity": "45"}]
    left = good(await trade.seller.get(f"{LOTS}/{raw['id']}"))
    assert (left["consumed"], left["remaining"]) == ("45", "5")
    of_fish = good(await trade.seller.get(f"/orders/v1/stock/{fish.variant_id}"))
    assert (of_fish["on_hand"], (await trade.stock())["on_hand"]) == ("5", "40")


async def test_split_and_merge_of_one_product(buying: Buying) -> None:
    trade = await ordered(buying)
    one, two = await trade.lot("10"), await trade.lot("20")
    merged = await trade.lot(
        "30",
        inputs=[
            {"lot_id": one["id"], "quantity": "10"},
            {"lot_id": two["id"], "quantity": "20"},
        ],
    )
    assert merged["loss_kg"] == "0"
    assert (await trade.stock())["on_hand"] == "30"


async def test_refusals(buying: Buying, orders_outbox: OutboxView) -> None:
    trade = await ordered(buying)
    raw = await trade.lot("10")
    others = await (await ordered(buying)).lot("10")

    async def refuse(code: str, status: int = 422, **values: Any) -> Any:
        return await refused(trade, orders_outbox, status=status, code=code, **values)

    part = {"lot_id": raw["id"], "quantity": "10"}
    tomorrow = (bangkok_today() + timedelta(days=1)).isoformat()
    await refuse("lot_date_in_future", produced_on=tomorrow)
    said = await refuse("lot_mass_not_conserved", quantity="10.001", inputs=[part])
    assert "10.001" in said["detail"]
    await refuse("lot_exhausted", 409, inputs=[{**part, "quantity": "10.001"}])
    await refuse("lot_not_found", inputs=[{**part, "lot_id": others["id"]}])
    await refuse("not_found", 404, variant_id=str(uuid7()))
    await refuse("invalid_request", inputs=[part, part])
    await refuse("invalid_request", produced_on=None)
    await refuse("invalid_request", harvested_on=bangkok_today().isoformat())
    await refuse("invalid_request", quantity="0")
    await refuse("invalid_request", produced_on="2569-11-20")
    await refuse("stock_too_large", 409, quantity="999999999.999")
    assert (await trade.stock())["on_hand"] == "10"


async def test_a_unit_without_weight_needs_the_mass(
    buying: Buying, orders_outbox: OutboxView, orders_database: Database
) -> None:
    trade = await ordered(buying)
    async with orders_database.transaction() as session:
        await session.execute(
            text("UPDATE offer SET unit = 'ถุง' WHERE variant_id = :id"),
            {"id": trade.product.variant_id},
        )
    raw = await trade.lot("10")
    assert raw["mass_kg"] is None
    part = {"lot_id": raw["id"], "quantity": "5"}
    await refused(
        trade, orders_outbox, status=422, code="lot_mass_unknown", inputs=[part], mass_kg="1"
    )
    weighed = await trade.lot("10", mass_kg="8")
    made = await trade.lot("3", inputs=[{"lot_id": weighed["id"], "quantity": "5"}], mass_kg="3.5")
    assert (made["input_kg"], made["loss_kg"]) == ("4", "0.5")


async def test_who_may(buying: Buying) -> None:
    trade = await ordered(buying)
    lot = await trade.lot("10")
    body = {
        "variant_id": str(trade.product.variant_id),
        "quantity": "1",
        "produced_on": bangkok_today().isoformat(),
    }
    assert (await buying.client.post(LOTS, json=body)).status_code == 401
    assert (await buying.client.get(LOTS)).status_code == 401
    stranger = buying.person(await buying.seller(), Scope.SUPPLY)
    assert (await stranger.post(LOTS, body)).status_code == 404
    assert (await stranger.get(f"{LOTS}/{lot['id']}")).status_code == 404
    assert (await stranger.get(LOTS)).json()["items"] == []
    assert (await stranger.post(f"{LOTS}/{lot['id']}/block", {"reason": "ก"})).status_code == 404
    assert (await trade.requester.post(LOTS, body)).json()["code"] == "missing_scope"
    assert (await trade.requester.get(LOTS)).json()["code"] == "missing_scope"


async def test_a_blocked_lot_neither_ships_nor_goes_into_another(
    buying: Buying, orders_outbox: OutboxView, orders_database: Database
) -> None:
    trade = await ordered(buying)
    lot = await trade.lot("40")
    blocked = good(await trade.seller.post(f"{LOTS}/{lot['id']}/block", {"reason": "พบสารตกค้าง"}))
    assert blocked["block_reason"] == "พบสารตกค้าง"
    again = await trade.seller.post(f"{LOTS}/{lot['id']}/block", {"reason": "อื่น"})
    assert (again.status_code, again.json()["code"]) == (409, "lot_already_blocked")
    await refused(
        trade,
        orders_outbox,
        status=409,
        code="lot_blocked",
        inputs=[{"lot_id": lot["id"], "quantity": "1"}],
    )
    answer = await trade.send((lot, "1"))
    assert (answer.status_code, answer.json()["code"]) == (409, "lot_blocked")
    assert (await trade.stock())["on_hand"] == "40"
    with pytest.raises(IntegrityError, match="is blocked"):
        async with orders_database.transaction() as session:
            await session.execute(
                text("UPDATE lot SET shipped = 1 WHERE id = :id"), {"id": lot["id"]}
            )


async def test_an_officer_of_food_safety_blocks_in_their_province(buying: Buying) -> None:
    trade = await ordered(buying)
    lot = await trade.lot("40")
    path = f"{LOTS}/{lot['id']}/block"

    async def block(agency: Agency, *provinces: str, scopes: tuple[Scope, ...] = (Scope.OFFICER,)):  # type: ignore[no-untyped-def]
        rights = OfficerRights(
            agency=agency, provinces=frozenset(provinces), schemes=frozenset[Scheme]()
        )
        headers = buying.tokens.headers(scopes=scopes, officer=rights)
        return await buying.client.post(path, json={"reason": "ไม่ปลอดภัย"}, headers=headers)

    assert (await buying.client.post(path, json={"reason": "ก"})).status_code == 401
    for wrong in (
        await block(Agency.PUBLIC_HEALTH, "17"),
        await block(Agency.INDUSTRY, "15"),
    ):
        assert (wrong.status_code, wrong.json()["code"]) == (403, "officer_not_competent")
        assert wrong.json()["province_code"] == "15"
    unscoped = await block(Agency.PUBLIC_HEALTH, "15", scopes=())
    assert unscoped.json()["code"] == "no_organisation"
    assert good(await trade.seller.get(f"{LOTS}/{lot['id']}"))["blocked_at"] is None
    assert (await block(Agency.PUBLIC_HEALTH, "15")).status_code == 200
    assert good(await trade.seller.get(f"{LOTS}/{lot['id']}"))["blocked_at"] is not None


async def test_concurrent_lots_get_codes_of_their_own(buying: Buying) -> None:
    trade = await ordered(buying)
    answers = await asyncio.gather(*(trade.record("1") for _ in range(8)))
    codes = sorted(good(answer, 201)["code"][-2:] for answer in answers)
    assert codes == [f"{number:02d}" for number in range(1, 9)]
    assert (await trade.stock())["on_hand"] == "8"


async def test_concurrent_use_of_one_lot_takes_no_more_than_there_is(buying: Buying) -> None:
    trade = await ordered(buying)
    raw = await trade.lot("10")
    part = {"lot_id": raw["id"], "quantity": "3"}
    answers = await asyncio.gather(*(trade.record("3", inputs=[part]) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3
    left = good(await trade.seller.get(f"{LOTS}/{raw['id']}"))
    assert (left["consumed"], left["remaining"]) == ("9", "1")
    assert (await trade.stock())["on_hand"] == "10"


async def test_the_same_key_records_once(buying: Buying) -> None:
    trade = await ordered(buying)
    body = {
        "variant_id": str(trade.product.variant_id),
        "quantity": "7",
        "produced_on": bangkok_today().isoformat(),
    }
    answers = [await trade.seller.post(LOTS, body, key="lot") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await trade.stock())["on_hand"] == "7"
