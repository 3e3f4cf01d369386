"""Use cases of exports."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from uuid import UUID

from kit.db import Database
from services.catalog.exporting import queries, rules
from services.catalog.exporting.errors import ExportTooLarge
from services.catalog.sheet import openpyxl
from services.catalog.sheet.rules import BYTE_ORDER_MARK, csv_text

MOST_XLSX_ROWS: Final = 20_000
_BATCH: Final = 500


async def as_csv(database: Database, *, shop_id: UUID) -> AsyncIterator[str]:
    """The shop's whole list as CSV (UTF-8 with its mark), piece by piece."""
    yield BYTE_ORDER_MARK + csv_text([rules.TITLES])
    async for rows in _batches(database, shop_id):
        yield csv_text(rows)


async def as_xlsx(database: Database, *, shop_id: UUID) -> bytes:
    """The shop's whole list as a workbook.

    Raises:
        ExportTooLarge: more products than one workbook is made for.
    """
    async with database.reading() as session:
        if await queries.count_products(session, shop_id=shop_id) > MOST_XLSX_ROWS:
            raise ExportTooLarge(max_rows=MOST_XLSX_ROWS)
    rows: list[list[str]] = [list(rules.TITLES)]
    async for batch in _batches(database, shop_id):
        rows += batch
    return await asyncio.to_thread(_workbook, rows)


def _workbook(rows: list[list[str]]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="talat-export-") as folder:
        path = Path(folder) / "export.xlsx"
        openpyxl.write(path, rows)
        return path.read_bytes()


async def _batches(database: Database, shop_id: UUID) -> AsyncIterator[list[list[str]]]:
    async with database.reading() as session:
        async for found in queries.shop_products(session, shop_id=shop_id, batch=_BATCH):
            yield [row for each in found for row in rules.rows(*each)]
