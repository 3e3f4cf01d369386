"""What a service does with the events of one type."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from kit.events.envelope import Envelope, Event, EventT
from kit.events.projection import Projection

Handler = Callable[[AsyncSession, EventT, Envelope], Awaitable[None]]


@dataclass(frozen=True, slots=True, init=False)
class Subscription:
    """A handler for events of one type; all handlers of an event share one transaction.

    The handler gets `(session, event, envelope)`. It runs once in effect for each event; what it
    publishes through the session carries the event's trace, correlation and causation on. It
    must not call the outside world (Stripe, S3, mail): it commits an intent for the due loop.
    """

    event: type[Event]
    handler: Handler[Any]

    def __init__(self, event: type[EventT], handler: Handler[EventT]) -> None:
        if not event.type:
            raise TypeError(f"{event.__name__} has no type")
        object.__setattr__(self, "event", event)
        object.__setattr__(self, "handler", cast(Handler[Any], handler))

    @classmethod
    def projection(cls, projection: Projection[EventT]) -> Subscription:
        """A subscription that keeps a projection."""

        async def apply(session: AsyncSession, event: EventT, envelope: Envelope) -> None:
            await projection.apply(session, event, envelope.version)

        return Subscription(projection.event, apply)
