"""Events and their envelope: CloudEvents 1.0 in JSON structured mode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Self, TypeVar
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

EPOCH_SIZE: Final = 2**32
"""A wire version is `epoch * EPOCH_SIZE + version`: a restore raises the epoch."""

_TYPE: Final = re.compile(r"talat\.(?P<source>[a-z]+)(\.[a-z_]+)+\.v[1-9][0-9]*")

EventT = TypeVar("EventT", bound="Event")


class PoisonMessageError(Exception):
    """A message that no retry can help: not an envelope, or data that its type refuses."""


class Event(BaseModel):
    """A fact that happened, with the whole public snapshot of its aggregate.

    A contract sets `type` (`talat.<service>.<aggregate>.<past tense>.v1`; also the NATS subject)
    and overrides `subject`. `version` is the aggregate's own counter and rises with every event
    about it, so that a consumer can ignore what is older than what it has.

    Raises:
        TypeError: at class creation, when `type` has another form.
    """

    model_config = ConfigDict(frozen=True)

    type: ClassVar[str] = ""
    source: ClassVar[str] = ""

    version: int = Field(ge=1, lt=EPOCH_SIZE)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.type:
            return
        match = _TYPE.fullmatch(cls.type)
        if match is None:
            raise TypeError(f"{cls.__name__}.type {cls.type!r} is not talat.<service>.….v<n>")
        cls.source = match["source"]

    def subject(self) -> str:
        """The aggregate's id."""
        raise NotImplementedError

    @classmethod
    def read(cls, envelope: Envelope) -> Self:
        """The event that an envelope carries.

        Raises:
            PoisonMessageError: the data is not of this contract.
        """
        try:
            return cls.model_validate_json(envelope.data)
        except ValidationError as error:
            raise PoisonMessageError(f"{envelope.type}: {error}") from error


def wire_version(epoch: int, version: int) -> int:
    """The version that consumers compare: a higher epoch outranks every version before it."""
    return epoch * EPOCH_SIZE + version


@dataclass(frozen=True, slots=True)
class Envelope:
    """A CloudEvent on the wire. `data` is the event's JSON; `version` the wire version.

    On the wire `version` is a string of digits, because a CloudEvents integer has 32 bits only.
    """

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    version: int
    data: bytes
    traceparent: str | None = None
    correlationid: str | None = None
    causationid: str | None = None

    def to_bytes(self) -> bytes:
        """The envelope as JSON. Extensions that are not known are left out."""
        return encode(
            event_id=self.id,
            source=self.source,
            type_=self.type,
            subject=self.subject,
            time=self.time,
            version=self.version,
            data=self.data,
            traceparent=self.traceparent,
            correlationid=self.correlationid,
            causationid=self.causationid,
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parse an envelope.

        Raises:
            PoisonMessageError: it is not a CloudEvents 1.0 JSON envelope of this bus.
        """
        try:
            return cls._from_document(orjson.loads(raw))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PoisonMessageError(f"not an envelope of this bus: {error!r}") from error

    @classmethod
    def _from_document(cls, document: dict[str, Any]) -> Self:
        if document["specversion"] != "1.0":
            raise ValueError(f"specversion {document['specversion']!r}")
        time = datetime.fromisoformat(document["time"])
        if time.tzinfo is None:
            raise ValueError("time has no zone")
        return cls(
            id=UUID(document["id"]),
            source=_text(document["source"]),
            type=_text(document["type"]),
            subject=_text(document["subject"]),
            time=time.astimezone(UTC),
            version=int(document["version"]),
            data=orjson.dumps(document["data"]),
            traceparent=document.get("traceparent"),
            correlationid=document.get("correlationid"),
            causationid=document.get("causationid"),
        )


def encode(
    *,
    event_id: UUID,
    source: str,
    type_: str,
    subject: str,
    time: datetime,
    version: int,
    data: bytes | str,
    traceparent: str | None,
    correlationid: str | None,
    causationid: str | None,
) -> bytes:
    """An envelope as JSON without an object in between: the relay's hot path."""
    document: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": source,
        "type": type_,
        "subject": subject,
        "time": time,
        "datacontenttype": "application/json",
        "version": str(version),
        "data": orjson.Fragment(data),
    }
    if traceparent:
        document["traceparent"] = traceparent
    if correlationid:
        document["correlationid"] = correlationid
    if causationid:
        document["causationid"] = causationid
    return orjson.dumps(document)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"expected text, got {value!r}")
    return value
