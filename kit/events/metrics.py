"""Prometheus metrics of the bus."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

_LATENCY: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600)

PUBLISHED: Final = Counter("talat_bus_published", "Events acknowledged by the bus", ["service"])
PUBLISH_FAILED: Final = Counter(
    "talat_bus_publish_failed", "Attempts to publish that failed", ["service"]
)
HANDLED: Final = Counter(
    "talat_bus_handled",
    "Messages settled, by outcome: applied, repeated, retried, dead",
    ["service", "type", "outcome"],
)
HANDLE_SECONDS: Final = Histogram(
    "talat_bus_handle_seconds", "Time to handle one message", ["service"], buckets=_LATENCY
)
EFFECT_SECONDS: Final = Histogram(
    "talat_bus_effect_seconds",
    "From the source's transaction to the effect in this service",
    ["service"],
    buckets=_LATENCY,
)
UNPUBLISHED: Final = Gauge("talat_bus_unpublished", "Events waiting in the outbox", ["service"])
OLDEST_UNPUBLISHED_SECONDS: Final = Gauge(
    "talat_bus_oldest_unpublished_seconds", "Age of the oldest waiting event", ["service"]
)
DEAD_LETTERS: Final = Gauge("talat_bus_dead_letters", "Dead letters not resolved", ["service"])
PART_FAILED: Final = Counter(
    "talat_worker_part_failed", "Crashes of a part of the worker", ["service", "part"]
)
