"""A text to one address, what sends it, and what it is as an e-mail message."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime, parseaddr
from typing import Final, Protocol
from uuid import UUID

from kit.time import now

EMAIL: Final = "email"


@dataclass(frozen=True, slots=True)
class Message:
    """One text to one address; every channel but ``email`` is a phone's.

    The id makes the Message-ID, or the file's name: sent again under it, it is the same message.
    """

    id: UUID
    channel: str
    address: str
    subject: str
    body: str


class MailPort(Protocol):
    """Sends a message; sending the same id again must not make a second message."""

    async def send(self, message: Message) -> None:
        """Send, or raise so that it is tried again later."""
        ...


def mail_message(message: Message, *, sender: str) -> EmailMessage:
    """The message with a Message-ID made from its id, so that a second copy is recognised."""
    mail = EmailMessage(policy=SMTPUTF8)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail
