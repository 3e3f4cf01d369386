"""The inbox: an event's effect happens in the transaction that writes it down, so only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from opentelemetry import trace
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.events.context import caused_by
from kit.events.envelope import Envelope, Event, PoisonMessageError
from kit.events.subscription import Subscription
from kit.events.tables import INBOX

_tracer: Final = trace.get_tracer("talat")

_MARK: Final = insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id)

Handlers = Mapping[str, Sequence[Subscription]]


def handlers_by_type(subscriptions: Sequence[Subscription]) -> Handlers:
    """The subscriptions of each event type."""
    by_type: dict[str, list[Subscription]] = {}
    for subscription in subscriptions:
        by_type.setdefault(subscription.event.type, []).append(subscription)
    return by_type


def parse(
    handlers: Handlers, original: bytes
) -> tuple[Envelope, Sequence[tuple[Subscription, Event]]]:
    """The envelope, and each subscription with the event as its contract reads it.

    Raises:
        PoisonMessageError: not an envelope, a type or version that nobody here knows, or data
            that its contract refuses.
    """
    envelope = Envelope.from_bytes(original)
    subscriptions = handlers.get(envelope.type)
    if not subscriptions:
        raise PoisonMessageError(f"no handler for the type {envelope.type}")
    return envelope, [(each, each.event.read(envelope)) for each in subscriptions]


async def mark_handled(session: AsyncSession, envelope: Envelope) -> bool:
    """Write the event down; False when it was written before, so its effect is there already."""
    result = await session.execute(_MARK, {"id": envelope.id, "source": envelope.source})
    return result.one_or_none() is not None


async def apply_once(
    session: AsyncSession, envelope: Envelope, work: Sequence[tuple[Subscription, Event]]
) -> bool:
    """Run the handlers unless the event was handled before; whether they ran."""
    with (
        caused_by(
            event_id=str(envelope.id),
            correlation=envelope.correlationid,
            traceparent=envelope.traceparent,
        ),
        _tracer.start_as_current_span(f"handle {envelope.type}", kind=trace.SpanKind.CONSUMER),
    ):
        if not await mark_handled(session, envelope):
            return False
        for subscription, event in work:
            await subscription.handler(session, event, envelope)
    return True
