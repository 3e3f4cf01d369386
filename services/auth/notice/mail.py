"""A notice as an e-mail message."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime, parseaddr

from kit.time import now
from services.auth.notice.port import Message


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
