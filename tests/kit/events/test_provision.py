"""Streams, durables and rights."""

import asyncio
from dataclasses import replace

import nats as nats_client
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from kit.events.provision import permissions, provision
from kit.events.topology import Topology
from tests.kit.events.conftest import Wire
from tests.kit.events.samples import TOPOLOGY, ThingChanged, ThingSeen


async def test_streams_and_durables_are_as_the_topology_says(wire: Wire) -> None:
    jsm = wire.client.jsm()
    config = (await jsm.stream_info("AUTH")).config
    assert (config.subjects, config.num_replicas) == (["talat.auth.>"], 1)
    assert (config.max_age, config.duplicate_window) == (7 * 86_400, 600)
    durable = (await jsm.consumer_info("AUTH", "catalog")).config
    assert durable.filter_subjects == ["talat.auth.thing.changed.v1"] or (
        durable.filter_subject == "talat.auth.thing.changed.v1"
    )
    assert (durable.max_deliver, durable.ack_wait) == (100, 30)
    assert sorted((await jsm.stream_info("DEAD")).config.subjects or []) == [
        "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>",
        "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>",
    ]


async def test_again_it_keeps_messages_and_follows_the_topology(wire: Wire) -> None:
    server = wire.server
    await wire.send(b"{}")
    await provision(server.url, server.admin_seed, TOPOLOGY)
    assert await wire.stored() == 1
    changed = replace(
        TOPOLOGY, consumes={"auth": (ThingSeen,), "catalog": (), "orders": (ThingChanged,)}
    )
    await provision(server.url, server.admin_seed, changed)
    jsm = wire.client.jsm()
    assert (await jsm.consumer_info("CATALOG", "auth")).name == "auth"
    assert (await jsm.consumer_info("AUTH", "orders")).name == "orders"
    with pytest.raises(NotFoundError):
        await jsm.consumer_info("AUTH", "catalog")
    assert await wire.stored() == 1


def test_a_service_may_do_what_it_needs_and_no_more() -> None:
    topology = Topology(consumes={"auth": (), "catalog": (ThingChanged,)})
    allowed = permissions("catalog", topology)
    assert allowed.subscribe == ("_INBOX_catalog.>",)
    assert sorted(allowed.publish) == [
        "$JS.ACK.AUTH.catalog.>",
        "$JS.ACK.DEAD.catalog.>",
        "$JS.API.CONSUMER.INFO.AUTH.catalog",
        "$JS.API.CONSUMER.INFO.DEAD.catalog",
        "$JS.API.CONSUMER.MSG.NEXT.AUTH.catalog",
        "$JS.API.CONSUMER.MSG.NEXT.DEAD.catalog",
        "$JS.API.STREAM.MSG.GET.AUTH",
        "talat.catalog.>",
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "talat.auth.thing.changed.v1",
        "talat.orders.order.paid.v1",
        "$JS.API.STREAM.DELETE.AUTH",
        "$JS.API.STREAM.PURGE.CATALOG",
        "$JS.API.CONSUMER.MSG.NEXT.AUTH.orders",
        "$JS.API.CONSUMER.DURABLE.CREATE.AUTH.mine",
        "$JS.ACK.AUTH.orders.1.1.1.1.0",
    ],
)
async def test_the_server_refuses_what_is_foreign(
    wire: Wire, catalog_bus: Client, subject: str
) -> None:
    before = await wire.stored("AUTH"), await wire.stored("ORDERS")
    with pytest.raises(nats_client.errors.TimeoutError):
        await catalog_bus.request(subject, b"{}", timeout=0.3)
    assert (await wire.stored("AUTH"), await wire.stored("ORDERS")) == before


async def test_nobody_listens_to_another_services_answers(wire: Wire, catalog_bus: Client) -> None:
    refused: asyncio.Queue[Exception] = asyncio.Queue()
    catalog_bus._error_cb = refused.put
    for subject in ("_INBOX_auth.>", "talat.auth.>", ">"):
        await catalog_bus.subscribe(subject)
        error = await asyncio.wait_for(refused.get(), 5)
        assert "permissions violation" in str(error).lower()
