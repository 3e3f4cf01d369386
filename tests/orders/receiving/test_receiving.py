"""Receiving sites and windows: stated by the buyer, booked by sellers, never beyond capacity."""

import asyncio
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.scopes import Scope
from kit.db import Database
from kit.time import bangkok_today
from services.orders.receiving.rules import instant
from tests.factories.buying import Buying, Person
from tests.factories.supply import Trade, good, ordered
from tests.support.bus import OutboxView

SITES = "/orders/v1/receiving-sites"
DAY = bangkok_today() + timedelta(days=3)


def site(*windows: dict[str, Any], name_th: str = "โรงครัว") -> dict[str, Any]:
    """The body of a site."""
    return {"name_th": name_th, "address": "โรงพยาบาลอ่างทอง", "windows": list(windows)}


def window(
    capacity: int = 1,
    *,
    on: date = DAY,
    opens: str = "06:00:00",
    closes: str = "08:00:00",
) -> dict[str, Any]:
    """A window on the weekday of the date."""
    return {"weekday": on.isoweekday(), "opens": opens, "closes": closes, "capacity": capacity}


async def put(person: Person, path: str, body: Any, version: str | None) -> Any:
    """Replace a site."""
    headers = {**person._headers(), **({"If-Match": version} if version else {})}
    return await person.client.put(path, json=body, headers=headers)


async def with_window(buying: Buying, capacity: int, **values: Any) -> tuple[Trade, str]:
    """An order of a buyer who receives in one window; the window's id."""
    trade = await ordered(buying, need_by_on=DAY)
    made = good(await trade.requester.post(SITES, site(window(capacity, **values))), 201)
    return trade, made["windows"][0]["id"]


async def free(trade: Trade, on: date = DAY) -> Any:
    """What the seller sees of the buyer's windows."""
    return good(await trade.seller.get(f"{trade.path}/receiving-windows", on=on.isoformat()))


async def test_a_site_is_stated_and_changed(buying: Buying) -> None:
    requester = buying.requester(await buying.organisation())
    answer = await requester.post(SITES, site(window(2)))
    made = good(answer, 201)
    path = f"{SITES}/{made['id']}"
    assert (answer.headers["ETag"], answer.headers["Location"]) == ('"1"', path)
    [kept] = made["windows"]
    assert {key: kept[key] for key in window(2)} == window(2)
    changed = site(window(5), window(1, opens="13:00:00", closes="15:00:00"), name_th="คลังพัสดุ")
    assert (await put(requester, path, changed, None)).status_code == 428
    assert (await put(requester, path, changed, '"9"')).status_code == 412
    assert good(await requester.get(path)) == made
    replaced = good(await put(requester, path, changed, '"1"'))
    assert (replaced["name_th"], replaced["version"]) == ("คลังพัสดุ", 2)
    assert [each["capacity"] for each in replaced["windows"]] == [5, 1]
    assert replaced["windows"][0]["id"] == kept["id"]
    assert (await requester.get(SITES)).json()["items"] == [replaced]
    emptied = good(await put(requester, path, site(name_th="คลังพัสดุ"), '"2"'))
    assert emptied["windows"] == []


async def test_names_are_taken_once(buying: Buying) -> None:
    requester = buying.requester(await buying.organisation())
    answers = await asyncio.gather(*(requester.post(SITES, site()) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    other = good(await requester.post(SITES, site(name_th="ตึกใหม่")), 201)
    renamed = await put(requester, f"{SITES}/{other['id']}", site(), '"1"')
    assert (renamed.status_code, renamed.json()["code"]) == (409, "receiving_site_name_taken")


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 0},
        {"weekday": 8},
        {"capacity": 0},
        {"opens": "08:00:00", "closes": "08:00:00"},
        {"opens": "06:00:00+07:00"},
    ],
)
async def test_impossible_windows(buying: Buying, wrong: dict[str, Any]) -> None:
    requester = buying.requester(await buying.organisation())
    assert (await requester.post(SITES, site({**window(), **wrong}))).status_code == 422
    assert (await requester.post(SITES, site(window(), window(2)))).status_code == 422
    assert (await requester.get(SITES)).json()["items"] == []


async def test_who_may(buying: Buying) -> None:
    trade, _ = await with_window(buying, 1)
    [mine] = (await trade.requester.get(SITES)).json()["items"]
    path = f"{SITES}/{mine['id']}"
    windows = f"{trade.path}/receiving-windows"
    for url in (SITES, path, f"{windows}?on={DAY}"):
        assert (await buying.client.get(url)).status_code == 401
    assert (await buying.client.post(SITES, json=site())).status_code == 401
    assert (await buying.client.put(path, json=site())).status_code == 401
    stranger = buying.person(await buying.organisation(), Scope.BUY, Scope.SELL)
    assert (await stranger.get(path)).status_code == 404
    assert (await put(stranger, path, site(), '"1"')).status_code == 404
    assert (await stranger.get(windows, on=str(DAY))).status_code == 404
    assert (await stranger.get(SITES)).json()["items"] == []
    assert (await trade.seller.get(path)).status_code == 404
    assert (await trade.seller.post(SITES, site())).json()["code"] == "missing_scope"


async def test_a_window_is_booked_freed_and_required(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    trade, window_id = await with_window(buying, 2)
    lot = await trade.lot("40")
    shown = await free(trade)
    assert shown["required"] is True
    [open_window] = shown["windows"]
    assert (open_window["window_id"], open_window["left"]) == (window_id, 2)
    assert open_window["opens_at"] == instant(DAY, time(6)).isoformat().replace("+00:00", "Z")
    assert (await free(trade, DAY + timedelta(days=1)))["windows"] == []

    await orders_outbox.mark()
    for values, code in (
        ({}, "receiving_window_required"),
        (
            {"window_id": window_id, "deliver_on": (DAY + timedelta(days=1)).isoformat()},
            "receiving_window_not_open",
        ),
        ({"window_id": trade.line_id}, "receiving_window_not_open"),
    ):
        answer = await trade.send((lot, "1"), **values)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    await orders_outbox.assert_nothing()
    assert (await trade.stock())["on_hand"] == "40"

    first = await trade.ship((lot, "1"), window_id=window_id)
    await trade.ship((lot, "1"), window_id=window_id)
    assert (await free(trade))["windows"][0]["left"] == 0
    full = await trade.send((lot, "1"), window_id=window_id)
    assert (full.status_code, full.json()["code"]) == (409, "receiving_window_full")
    good(
        await trade.seller.post(f"/orders/v1/deliveries/{first['id']}/cancel", {"reason": "รถเสีย"})
    )
    assert (await free(trade))["windows"][0]["left"] == 1
    await trade.ship((lot, "1"), window_id=window_id)


async def test_a_smaller_capacity_keeps_what_is_booked(buying: Buying) -> None:
    trade, window_id = await with_window(buying, 3)
    lot = await trade.lot("40")
    for _ in range(2):
        await trade.ship((lot, "1"), window_id=window_id)
    [mine] = (await trade.requester.get(SITES)).json()["items"]
    path = f"{SITES}/{mine['id']}"
    good(await put(trade.requester, path, site(window(1)), '"1"'))
    assert (await free(trade))["windows"][0]["left"] == 0
    full = await trade.send((lot, "1"), window_id=window_id)
    assert full.json()["code"] == "receiving_window_full"
    good(await put(trade.requester, path, site(window(3)), '"2"'))
    await trade.ship((lot, "1"), window_id=window_id)


async def test_race_for_the_last_places(buying: Buying, orders_database: Database) -> None:
    """Eight sellers of one hospital want three places: three get one, stock tells the same."""
    first, window_id = await with_window(buying, 3)
    buyer = (first.requester, first.head)
    trades = [first, *[await ordered(buying, need_by_on=DAY, buyer=buyer) for _ in range(7)]]
    lots = [await trade.lot("40") for trade in trades]
    answers = await asyncio.gather(
        *(
            trade.send((lot, "40"), window_id=window_id)
            for trade, lot in zip(trades, lots, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    left = [(await trade.stock())["on_hand"] for trade in trades]
    assert sorted(left) == ["0"] * 3 + ["40"] * 5
    with pytest.raises(IntegrityError, match="booked_within_capacity"):
        async with orders_database.transaction() as session:
            await session.execute(
                text("UPDATE receiving_slot SET booked = 4 WHERE window_id = :id"),
                {"id": window_id},
            )
