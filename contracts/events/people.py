"""What a service answers when a person asks for their data, or for its erasure.

The same for every service that holds something about people; each has its own type.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from kit.events.envelope import Event

LONGEST_PART: Final = 512 * 1024
"""Characters of one part: an event with it stays below the bus's megabyte."""


class PersonExportReady(Event):
    """A part of what a service holds about a person, sealed to the request's public key.

    Base64 of HPKE (RFC 9180); cut into ``parts`` when it is long. Only auth can open it, and
    nobody once auth has thrown the request's private key away.
    """

    request_id: UUID
    person_id: UUID
    part: Annotated[int, Field(ge=1)]
    parts: Annotated[int, Field(ge=1)]
    sealed: Annotated[str, Field(max_length=LONGEST_PART)]

    def subject(self) -> str:
        """The aggregate: the request."""
        return str(self.request_id)


class PersonErasureApplied(Event):
    """A service has erased what it may, and says what the law makes it keep until when."""

    request_id: UUID
    person_id: UUID
    pseudonymised: Annotated[int, Field(ge=0)]
    kept: Annotated[int, Field(ge=0)]
    """Places in documents and accounts where the person's id, no longer a name, remains."""
    retain_until_on: date | None

    def subject(self) -> str:
        """The aggregate: the request."""
        return str(self.request_id)
