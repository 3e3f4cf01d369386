"""Invariants as SQL that finds who breaks them; `talat doctor` runs every service's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant of a service's own database.

    ``name`` states it as a fact ("reserved stock is at most what is on hand"). ``violations`` is
    one SELECT that returns a single row with a single integer: how many rows break it. It runs
    as the service's role in a read-only transaction with the usual statement timeout.

    A service lists its checks in ``services/<name>/doctor.py`` as ``CHECKS: tuple[Check, ...]``.
    """

    name: str
    violations: str
