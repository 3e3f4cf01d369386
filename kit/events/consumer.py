"""Handling events: once in effect, with backoff, and dead letters for what cannot be handled."""

from __future__ import annotations

from kit.events.subscription import Handler, Subscription

__all__ = ["Handler", "Subscription"]
