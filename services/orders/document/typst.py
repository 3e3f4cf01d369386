"""Printing with typst: a page of texts and a fixed set of templates in, a PDF/A-3b out.

The data reach the templates as JSON in ``sys.inputs``, where nothing of it is ever evaluated; the
templates' folder is the root that no path leaves; fonts are Sarabun alone, of ``fontpkg-sarabun``.
The same page gives the same bytes: dates come from the page, never from a clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import fontpkg_sarabun
import typst

from services.orders.document.rules import canonical

TEMPLATES: Final = Path(__file__).parent / "templates"
PRESENT_TEMPLATE: Final = "v1"
"""The set that new documents are printed with; older sets stay as they are, for older ones."""
_STANDARD: Final = "a-3b"
# Typst runs outside the interpreter's lock; more than the cores would only queue inside it.
_PRINTERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="typst")


@cache
def _fonts() -> typst.Fonts:
    """Sarabun and nothing that this machine happens to have."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[fontpkg_sarabun.ROOT / "files"],
    )


def inputs(page: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
    """What the templates read: the page, and the data that are attached for machines."""
    return {"page": canonical(page), "data": canonical(data)}


def compile_page(
    page: Mapping[str, Any],
    data: Mapping[str, Any],
    *,
    template: str = PRESENT_TEMPLATE,
    form: Literal["pdf", "png"] = "pdf",
    ppi: float = 96,
) -> bytes | list[bytes]:
    """Print now, in this thread; several PNG pages come as a list."""
    root = TEMPLATES / template
    issued = date.fromisoformat(str(page["issued_on"]))
    compiler = typst.Compiler(
        root / "main.typ",
        root=root,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs(page, data),
    )
    printed = compiler.compile(
        format=form,
        ppi=ppi if form == "png" else None,
        pdf_standards=[_STANDARD] if form == "pdf" else [],
        timestamp=datetime(issued.year, issued.month, issued.day, tzinfo=UTC),
    )
    if printed is None:
        raise TypeError("typst gave nothing back")
    return printed


async def print_pdf(page: Mapping[str, Any], data: Mapping[str, Any], *, template: str) -> bytes:
    """The PDF, printed in a thread of its own kind while this one serves others."""

    def work() -> bytes:
        printed = compile_page(page, data, template=template)
        if not isinstance(printed, bytes):
            raise TypeError("typst gave pages instead of a PDF")
        return printed

    return await asyncio.get_running_loop().run_in_executor(_PRINTERS, work)
