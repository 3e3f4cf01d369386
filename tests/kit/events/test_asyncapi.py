"""The contracts as an AsyncAPI 3 document."""

from typing import Any

from contracts.events.topology import EVENTS, TOPOLOGY
from kit.events.asyncapi import asyncapi


def references(node: Any) -> list[str]:
    """Every $ref in a document."""
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [ref for value in node.values() for ref in references(value)]
    if isinstance(node, list):
        return [ref for value in node for ref in references(value)]
    return []


def test_every_event_has_its_channel_sender_and_receivers() -> None:
    document = asyncapi(EVENTS, TOPOLOGY, version="1")
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]) == {event.type for event in EVENTS}
    product = "talat.catalog.product.changed.v1"
    assert document["operations"]["catalog.publishes.ProductChanged"] == {
        "action": "send",
        "channel": {"$ref": f"#/channels/{product}"},
        "messages": [{"$ref": f"#/channels/{product}/messages/ProductChanged"}],
        "tags": [{"name": "catalog"}],
    }
    assert document["operations"]["orders.consumes.ProductChanged"]["action"] == "receive"
    assert "auth.consumes.ProductChanged" not in document["operations"]


def test_every_reference_leads_somewhere() -> None:
    document = asyncapi(EVENTS, TOPOLOGY, version="1")
    found = references(document)
    assert "#/components/schemas/ProductChanged" in found
    for reference in found:
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_every_event_that_is_consumed_is_a_contract() -> None:
    consumed = {event for events in TOPOLOGY.consumes.values() for event in events}
    assert consumed <= set(EVENTS)
    assert len({event.type for event in EVENTS}) == len(EVENTS)
