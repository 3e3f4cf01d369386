"""Publishing in the transaction of the change."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from sqlalchemy import select

from kit.db import Database
from kit.events import context
from kit.events.envelope import EPOCH_SIZE
from kit.events.outbox import current_epoch, publish, raise_epoch
from kit.events.tables import OUTBOX
from tests.kit.events.samples import thing
from tests.support.bus import outbox


async def test_a_commit_publishes_and_a_rollback_does_not(source: Database) -> None:
    event = thing()

    async def publish_and_fail() -> None:
        async with source.transaction() as session:
            await publish(session, thing("ไม่ขาย"))
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await publish_and_fail()
    assert await outbox(source) == []

    async with source.transaction() as session:
        event_id = await publish(session, event)
    (row,) = await outbox(source)
    assert row.id == event_id
    assert (row.type, row.subject) == (event.type, str(event.thing_id))
    assert row.data == event.model_dump(mode="json")
    assert (row.version, row.published_at) == (1, None)
    assert (row.correlation_id, row.causation_id) == (str(event_id), None)


async def test_the_epoch_stands_in_front_of_the_version(source: Database) -> None:
    async with source.transaction() as session:
        assert await current_epoch(session) == 0
        first = await raise_epoch(session)
    async with source.transaction() as session:
        second = await raise_epoch(session)
        assert await current_epoch(session) == second > first > 0
        await publish(session, thing(version=9))
    (row,) = await outbox(source)
    assert row.version == second * EPOCH_SIZE + 9


async def test_the_trace_and_the_chain_go_with_the_event(source: Database) -> None:
    tracer = TracerProvider().get_tracer("test")
    token = context.correlation_id.set("request-7")
    try:
        with tracer.start_as_current_span("request") as span:
            trace_id = f"{span.get_span_context().trace_id:032x}"
            async with source.transaction() as session:
                await publish(session, thing())
    finally:
        context.correlation_id.reset(token)
    async with source.reading() as session:
        row = (await session.execute(select(OUTBOX))).one()
    assert row.correlation_id == "request-7"
    assert row.traceparent.split("-")[1] == trace_id
    assert not trace.get_current_span().get_span_context().is_valid
