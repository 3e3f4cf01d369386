"""The envelope on the wire and what is refused."""

from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import orjson
import pytest

from kit.events.envelope import Envelope, Event, PoisonMessageError, wire_version
from tests.kit.events.samples import ThingChanged, thing

ENVELOPE = Envelope(
    id=UUID("019aa9a0-0000-7000-8000-000000000001"),
    source="/auth",
    type="talat.auth.thing.changed.v1",
    subject="019aa9a0-0000-7000-8000-000000000002",
    time=datetime(2026, 3, 4, 5, 6, 7, 890_123, tzinfo=UTC),
    version=wire_version(3, 7),
    data=b'{"version":7,"thing_id":"019aa9a0-0000-7000-8000-000000000002","name":"x","tags":[]}',
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    correlationid="request-1",
)


def test_the_wire_form_is_cloudevents_json() -> None:
    assert orjson.loads(ENVELOPE.to_bytes()) == {
        "specversion": "1.0",
        "id": "019aa9a0-0000-7000-8000-000000000001",
        "source": "/auth",
        "type": "talat.auth.thing.changed.v1",
        "subject": "019aa9a0-0000-7000-8000-000000000002",
        "time": "2026-03-04T05:06:07.890123+00:00",
        "datacontenttype": "application/json",
        "version": "12884901895",
        "data": {
            "version": 7,
            "thing_id": "019aa9a0-0000-7000-8000-000000000002",
            "name": "x",
            "tags": [],
        },
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "correlationid": "request-1",
    }


def test_a_round_trip_keeps_everything() -> None:
    assert Envelope.from_bytes(ENVELOPE.to_bytes()) == ENVELOPE


def test_the_event_is_read_from_the_data() -> None:
    event = ThingChanged.read(ENVELOPE)
    assert (event.name, event.version, event.source) == ("x", 7, "auth")
    assert event.subject() == "019aa9a0-0000-7000-8000-000000000002"


def test_an_unknown_field_of_a_newer_publisher_is_ignored() -> None:
    document = orjson.loads(ENVELOPE.to_bytes())
    document["data"]["added_later"] = 1
    document["somextension"] = "x"
    envelope = Envelope.from_bytes(orjson.dumps(document))
    assert ThingChanged.read(envelope).name == "x"


@pytest.mark.parametrize(
    "change",
    [
        {"specversion": "0.3"},
        {"id": "not-a-uuid"},
        {"id": 5},
        {"source": ""},
        {"type": None},
        {"time": "yesterday"},
        {"time": "2026-03-04T05:06:07"},
        {"version": "x"},
        {"version": None},
    ],
)
def test_what_is_not_an_envelope_is_poison(change: dict[str, object]) -> None:
    document = {**orjson.loads(ENVELOPE.to_bytes()), **change}
    with pytest.raises(PoisonMessageError):
        Envelope.from_bytes(orjson.dumps(document))


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"1", b"{}", b'"x"', b"null"])
def test_other_bytes_are_poison(raw: bytes) -> None:
    with pytest.raises(PoisonMessageError):
        Envelope.from_bytes(raw)


def test_data_that_the_contract_refuses_is_poison() -> None:
    document = orjson.loads(ENVELOPE.to_bytes())
    del document["data"]["name"]
    with pytest.raises(PoisonMessageError, match="name"):
        ThingChanged.read(Envelope.from_bytes(orjson.dumps(document)))


@pytest.mark.parametrize("bad", ["thing.changed", "talat.auth.thing.changed", "talat.auth.v1"])
def test_a_type_of_another_form_is_refused_at_once(bad: str) -> None:
    with pytest.raises(TypeError, match="talat"):

        class Bad(Event):
            type: ClassVar[str] = bad


def test_an_event_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        thing(version=0)
