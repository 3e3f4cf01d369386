"""What an event inherits from the request or message that caused it.

`correlation_id` names the whole chain (the request that began it), `causation_id` the event
being handled, `trace_parent` the W3C trace context of the current span.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from opentelemetry import context as otel_context
from opentelemetry import propagate

correlation_id: Final[ContextVar[str | None]] = ContextVar("correlation_id", default=None)
causation_id: Final[ContextVar[str | None]] = ContextVar("causation_id", default=None)


def trace_parent() -> str | None:
    """The current span as a W3C `traceparent`, or None outside any span."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def caused_by(*, event_id: str, correlation: str | None, traceparent: str | None) -> Iterator[None]:
    """Run a block as the effect of an event: what it publishes carries the chain on."""
    correlated = correlation_id.set(correlation or event_id)
    caused = causation_id.set(event_id)
    carrier = {"traceparent": traceparent} if traceparent else {}
    token = otel_context.attach(propagate.extract(carrier))
    try:
        yield
    finally:
        otel_context.detach(token)
        causation_id.reset(caused)
        correlation_id.reset(correlated)
