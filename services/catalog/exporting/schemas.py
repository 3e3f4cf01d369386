"""What an export can be."""

from __future__ import annotations

from enum import StrEnum


class ExportFormat(StrEnum):
    """How a list is given back."""

    CSV = "csv"
    XLSX = "xlsx"
