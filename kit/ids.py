"""Identifiers: uuid version 7, whose order is the order of creation."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat


def uuid7() -> UUID:
    """A new time-ordered identifier (RFC 9562), rising within one process."""
    return uuid_utils.compat.uuid7()
