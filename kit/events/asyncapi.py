"""The bus as an AsyncAPI 3.0 document, made from the contracts."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import getdoc
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from kit.events.envelope import Event
from kit.events.topology import Topology

_ENVELOPE: Final[dict[str, Any]] = {
    "type": "object",
    "description": "CloudEvents 1.0, JSON structured mode",
    "required": [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "version",
        "data",
    ],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "Also the Nats-Msg-Id"},
        "source": {"type": "string", "description": "The publishing service, such as /orders"},
        "type": {"type": "string", "description": "Also the NATS subject"},
        "subject": {"type": "string", "description": "The aggregate's id"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "version": {
            "type": "string",
            "pattern": "^[0-9]+$",
            "description": "epoch * 2^32 + the aggregate's version; a consumer ignores older ones",
        },
        "traceparent": {"type": "string", "description": "W3C trace context"},
        "correlationid": {"type": "string"},
        "causationid": {"type": "string"},
        "data": {},
    },
}


def asyncapi(events: Sequence[type[Event]], topology: Topology, *, version: str) -> dict[str, Any]:
    """The document: a channel for each event, who sends it and who receives it."""
    _, schemas = models_json_schema(
        [(event, "serialization") for event in events],
        ref_template="#/components/schemas/{model}",
    )
    consumers = {
        event: [name for name, consumed in topology.consumes.items() if event in consumed]
        for event in events
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Talat events", "version": version},
        "defaultContentType": "application/cloudevents+json",
        "channels": {event.type: _channel(event) for event in events},
        "operations": dict(
            operation
            for event in events
            for operation in (
                _operation(event, event.source, "send"),
                *(_operation(event, consumer, "receive") for consumer in consumers[event]),
            )
        ),
        "components": {
            "messages": {event.__name__: _message(event) for event in events},
            "schemas": {"Envelope": _ENVELOPE, **schemas.get("$defs", {})},
        },
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    message = {"$ref": f"#/components/messages/{event.__name__}"}
    return {"address": event.type, "messages": {event.__name__: message}}


def _operation(event: type[Event], service: str, action: str) -> tuple[str, dict[str, Any]]:
    verb = "publishes" if action == "send" else "consumes"
    channel = f"#/channels/{event.type}"
    return f"{service}.{verb}.{event.__name__}", {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.__name__}"}],
        "tags": [{"name": service}],
    }


def _message(event: type[Event]) -> dict[str, Any]:
    data = {"$ref": f"#/components/schemas/{event.__name__}"}
    return {
        "name": event.type,
        "summary": (getdoc(event) or "").split("\n\n")[0].replace("\n", " "),
        "contentType": "application/cloudevents+json",
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {"properties": {"type": {"const": event.type}, "data": data}},
            ]
        },
    }
