"""Where the request being handled comes from, for the audit log."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

caller_address: Final[ContextVar[str | None]] = ContextVar("caller_address", default=None)
"""The caller's network address; None in the worker and in the operator's command."""
