"""How fast ageing is: `python -m bench.ageing`.

100,000 invoices by COPY, a third of them open, of 20 sellers to 200 buyers. Prints the plan of
one seller's ageing (it must read the index of open invoices alone), its time through the feature
beside the bare statement in the same run, and the time of the whole answer.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.orders.receivable import queries, service
from talat import migrate
from talat.stack import postgres
from talat.stack.home import temporary_home

INVOICES, SELLERS, BUYERS, ROUNDS = 100_000, 20, 200, 200
COLUMNS = (
    "id",
    "purchase_order_id",
    "order_number",
    "delivery_id",
    "delivery_number",
    "seller_id",
    "seller_name_th",
    "buyer_id",
    "buyer_kind",
    "buyer_name_th",
    "number",
    "document_id",
    "basis",
    "version",
    "issued_on",
    "issued_at",
    "credit_days",
    "due_on",
    "remind_on",
    "net_satang",
    "vat_satang",
    "total_satang",
    "credited_net_satang",
    "credited_vat_satang",
    "accepted_net_satang",
    "accepted_vat_satang",
    "accepted_at",
    "fine_satang",
    "withheld_satang",
    "paid_satang",
    "ref1",
    "ref2",
)


def _records(sellers: list[UUID], buyers: list[UUID]) -> Iterator[tuple[Any, ...]]:
    chance, today, at = random.Random(6), bangkok_today(), now()
    for number in range(INVOICES):
        net = chance.randrange(10_000, 5_000_000)
        issued = today - timedelta(days=chance.randrange(400))
        due = issued + timedelta(days=30)
        paid = 0 if chance.random() < 1 / 3 else net
        seller, buyer = sellers[number % SELLERS], chance.choice(buyers)
        yield (
            *(uuid7(), uuid7(), "PO", uuid7(), "D", seller, "ผู้ขาย", buyer, "hospital"),
            *("ผู้ซื้อ", f"BL{number}", uuid7(), "accepted", 1, issued, at, 30, due, due),
            *(net, 0, net, 0, 0, net, 0, at, 0, 0, paid, f"T{number}", "PO"),
        )


async def _fill(url: str, sellers: list[UUID], buyers: list[UUID]) -> float:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    # Orders, deliveries and documents are not measured: their keys are not looked up.
    await connection.execute("SET session_replication_role = replica")
    began = time.perf_counter()
    await connection.copy_records_to_table(
        "invoice", records=_records(sellers, buyers), columns=COLUMNS
    )
    seconds = time.perf_counter() - began
    await connection.execute("VACUUM ANALYZE invoice")
    await connection.close()
    return seconds


async def _median_ms(work: Callable[[], Awaitable[object]]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        times.append((time.perf_counter() - began) * 1_000)
    return statistics.median(times)


async def run(admin_url: str, url: str) -> None:
    """Fill, explain, measure."""
    await migrate.upgrade("orders", url)
    sellers, buyers = ([uuid7() for _ in range(count)] for count in (SELLERS, BUYERS))
    print(f"COPY of {INVOICES:,} invoices: {await _fill(admin_url, sellers, buyers):.1f} s")
    pool = await asyncpg.create_pool(url.replace("+asyncpg", ""), min_size=1, max_size=1)
    bare = queries.AGEING["seller"].text.replace(":party_id", "$1").replace(":today", "$2")
    today = bangkok_today()
    for row in await pool.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {bare}", sellers[0], today):
        print("   ", row[0])
    database = Database(url)

    async def feature() -> None:
        async with database.reading() as session:
            await service.ageing(session, party_id=sellers[0], side="seller")

    async def statement() -> None:
        await pool.fetch(bare, sellers[0], today)

    bare_ms, whole_ms = await _median_ms(statement), await _median_ms(feature)
    print(f"bare statement {bare_ms:.2f} ms · whole answer {whole_ms:.2f} ms", end=" · ")
    print(f"ratio {bare_ms / whole_ms:.2f} (medians of {ROUNDS})")
    await pool.close()
    await database.close()


def main() -> None:
    """Start a server, measure, print."""
    with temporary_home() as home, postgres.running(home) as server:
        server.create_service_database("orders")
        admin = server.url("talat_orders", postgres.ADMIN)
        uvloop.run(run(admin, server.url("talat_orders", "talat_orders")))


if __name__ == "__main__":
    main()
