"""What a way of sending must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.auth.models.person import ContactKind


@dataclass(frozen=True, slots=True)
class Message:
    """One text to one address. The id is the delivery's and makes the Message-ID."""

    id: UUID
    channel: ContactKind
    address: str
    subject: str
    body: str


class NoticePort(Protocol):
    """Sends a message; sending the same id again must not make a second message."""

    async def send(self, message: Message) -> None:
        """Send, or raise so that it is tried again later."""
        ...
