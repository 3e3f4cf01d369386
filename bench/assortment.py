"""How fast a buyer's assortment is: `python -m bench.assortment [--products N] [--seconds S]`.

Fills an embedded PostgreSQL with generated offers by COPY (a quarter of them bear a mark, as food
does in the country; the rest are textiles and utensils, which need none, or food without one) and
asks for pages of 24 in turns: the use case, with rules, wording and prices before VAT, and the
same SQL prepared on one bare asyncpg connection. Printed are the medians of the rounds, their
ratio, a deep page beside the first, and the plans.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from kit.db import Database
from kit.ids import uuid7
from kit.pagination import PageParams
from kit.time import bangkok_today
from services.orders.assortment import queries, service
from services.orders.assortment.schemas import AssortmentQuery
from services.orders.capacity.rules import monday_of
from talat import migrate
from talat.stack import postgres
from talat.stack.home import temporary_home

ROUNDS = 5
PAGE = 24
SEED = 176_622
CATEGORIES = ("food", "utensil", "textile", "herb", "drink")
WEIGHTS = (38, 28, 23, 6, 5)
BUYER = uuid7()
QUESTIONS: dict[str, dict[str, str]] = {
    "all": {},
    "food": {"category": "food"},
    "food in one province": {"category": "food", "province": "15"},
    "by name": {"q": "ปลาส้ม 12"},
    "by mark": {"scheme": "gap_crop"},
}
PARTY = (
    "id", "kind", "name_th", "province_code", "capabilities", "status", "vat_registered",
    "payee_ready", "version", "applied_at",
)  # fmt: skip
OFFER = (
    "variant_id", "product_id", "seller_id", "name_th", "variant_name_th", "sku", "category",
    "status", "withdrawn", "unit", "pack_size", "order_step", "price_satang", "tiers", "tax_class",
    "crop", "temperature_class", "lead_time_days", "seasons", "province_code", "flags",
    "income_shares", "marks", "version", "applied_at",
)  # fmt: skip


def party(party_id: UUID, kind: str, capability: str, province: str) -> tuple[Any, ...]:
    """A row of PARTY."""
    at = datetime.now(UTC)
    return (party_id, kind, f"กลุ่ม {party_id}", province, [capability], "active", False, True, 1, at)


def offer(
    dice: random.Random, number: int, seller: tuple[Any, ...], today: date
) -> tuple[Any, ...]:
    """A row of OFFER."""
    [category] = dice.choices(CATEGORIES, WEIGHTS)
    mark = {
        "scheme": dice.choice(("tcps", "fda", "gap_crop")),
        "certificate_id": str(uuid7()),
        "number": f"15-{number}/2569",
        "from_on": (today - timedelta(days=300)).isoformat(),
        "until_on": (today + timedelta(days=dice.randint(-30, 700))).isoformat(),
    }
    tiers = [{"min_quantity": "40", "price_satang": 9_000}]
    marks = [mark] if dice.random() < (0.5 if category in ("food", "drink", "herb") else 0) else []
    return (
        uuid7(), uuid7(), seller[0], f"ปลาส้ม {number}", "แพ็ก 1 กก.", "1", category, "published",
        False, "กก.", Decimal(1), Decimal(1), dice.randint(2_000, 90_000), json.dumps(tiers),
        "standard", False, "ambient", dice.randint(0, 5), [], seller[3], [], "[]",
        json.dumps(marks), 1, datetime.now(UTC),
    )  # fmt: skip


async def fill(connection: asyncpg.Connection[Any], products: int) -> None:
    """The buyer, half as many sellers as products, and the offers, by COPY."""
    dice = random.Random(SEED)
    today = bangkok_today()
    sellers = [
        party(uuid7(), "community_enterprise", "sell", str(dice.randint(10, 86)))
        for _ in range(max(1, products // 2))
    ]
    buyer = party(BUYER, "hospital", "buy", "15")
    await connection.copy_records_to_table("party", records=[buyer, *sellers], columns=PARTY)
    offers = [offer(dice, number, dice.choice(sellers), today) for number in range(products)]
    await connection.copy_records_to_table("offer", records=offers, columns=OFFER)
    await connection.execute("VACUUM ANALYZE")


async def rate(ask: Callable[[], Awaitable[object]], seconds: float) -> float:
    """Questions answered in a second, one after the other."""
    asked, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        await ask()
        asked += 1
    return asked / (time.perf_counter() - began)


class Bare:
    """The same SQL, prepared, with the same values, on one connection."""

    def __init__(self, connection: asyncpg.Connection[Any], wanted: AssortmentQuery) -> None:
        self._connection = connection
        self._wanted = wanted

    async def prepare(self, after: UUID | None) -> None:
        """Number the parameters of the statement in the order in which they stand."""
        wanted = self._wanted
        filters: dict[str, Any] = {} if after is None else {"after": after}
        if wanted.category is not None:
            filters |= {"root": wanted.category, "category": wanted.category, "bears_marks": True}
        if wanted.province is not None:
            filters["province"] = wanted.province
        if wanted.q is not None:
            filters["q"] = f"%{wanted.q}%"
        if wanted.scheme is not None:
            filters |= {"scheme": wanted.scheme.value, "bears_marks": True}
        days = (wanted.deliver_on - bangkok_today()).days
        values = filters | {
            "buyer_kind": "hospital",
            "buyer_id": BUYER,
            "deliver_on": wanted.deliver_on,
            "week_on": monday_of(wanted.deliver_on),
            "days_ahead": days,
            "month": wanted.deliver_on.month,
            "limit": PAGE + 1,
        }
        sql = queries.sql(frozenset(filters))
        used = [name for name in values if f":{name}" in sql]
        self.text = re.sub(r"(?<!:):([a-z_]+)", lambda m: f"${used.index(m[1]) + 1}", sql)
        self.values = [values[name] for name in used]
        self._statement = await self._connection.prepare(self.text)

    async def ask(self) -> list[Any]:
        """The page's rows."""
        rows: list[Any] = await self._statement.fetch(*self.values)
        return rows

    async def plan(self) -> str:
        """How PostgreSQL answers it."""
        rows = await self._connection.fetch(
            f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON) {self.text}", *self.values
        )
        return "\n".join(row[0] for row in rows)


async def measure(
    database: Database, connection: asyncpg.Connection[Any], name: str, seconds: float
) -> None:
    """Ask one question both ways in turns, and print it."""
    wanted = AssortmentQuery.model_validate(
        {"deliver_on": bangkok_today() + timedelta(days=10), **QUESTIONS[name]}
    )
    bare = Bare(connection, wanted)

    async def ours(cursor: str | None = None) -> str | None:
        async with database.reading() as session:
            _, following = await service.page_of(
                session, database, buyer_id=BUYER, wanted=wanted, page=PageParams(PAGE, cursor)
            )
        return following

    await bare.prepare(None)
    deep = None
    for _ in range(100):
        following = await ours(deep)
        if following is None:
            break
        deep = following
    rounds = [
        (
            await rate(ours, seconds),
            await rate(bare.ask, seconds),
            await rate(lambda: ours(deep), seconds),
        )
        for _ in range(ROUNDS)
    ]
    use_case, same_sql, deep_page = (
        statistics.median(values) for values in zip(*rounds, strict=True)
    )
    print(
        f"{name:22} {use_case:8.0f}/s   bare SQL {same_sql:8.0f}/s"
        f"   ratio {use_case / same_sql:5.2f}   deep page {deep_page / use_case:5.2f} of the first"
    )
    print("\n".join(f"    {line}" for line in (await bare.plan()).splitlines()), "\n")


async def main(products: int, seconds: float) -> None:
    """Fill and measure."""
    with temporary_home() as home, postgres.running(home) as server:
        server.create_service_database("orders")
        url = server.url("talat_orders")
        await migrate.upgrade("orders", url)
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await fill(connection, products)
        database = Database(url, pool_size=2)
        print(f"{products:,} offers; pages of {PAGE}; medians of {ROUNDS} rounds of {seconds} s\n")
        for name in QUESTIONS:
            await measure(database, connection, name, seconds)
        await database.close()
        await connection.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="how fast a buyer's assortment is")
    arguments.add_argument("--products", type=int, default=SEED)
    arguments.add_argument("--seconds", type=float, default=1.0)
    given = arguments.parse_args()
    asyncio.run(main(given.products, given.seconds))
