"""Who consumes what: the data from which streams, durables and permissions are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kit.events.envelope import Event

DEAD_STREAM: Final = "DEAD"


def stream_of(source: str) -> str:
    """The stream that holds a service's events."""
    return source.upper()


def source_of_subject(subject: str) -> str:
    """The publishing service of an event type."""
    return subject.split(".")[1]


@dataclass(frozen=True, slots=True)
class Topology:
    """The services and the event types that each consumes."""

    consumes: Mapping[str, tuple[type[Event], ...]]

    @property
    def services(self) -> tuple[str, ...]:
        """Every service, each the source of one stream."""
        return tuple(self.consumes)

    def subjects(self, service: str) -> dict[str, tuple[str, ...]]:
        """The subjects that a service consumes, by stream."""
        by_stream: dict[str, list[str]] = {}
        for event in self.consumes[service]:
            by_stream.setdefault(stream_of(event.source), []).append(event.type)
        return {stream: tuple(sorted(types)) for stream, types in sorted(by_stream.items())}
