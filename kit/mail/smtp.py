"""E-mail through an SMTP server."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from kit.mail.files import FilePort
from kit.mail.message import EMAIL, MailPort, Message, mail_message

_TIMEOUT_SECONDS: Final = 20.0
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class SmtpPort:
    """Sends e-mail by SMTP and hands everything else to another port.

    Raises:
        ValueError: at construction, when the address is not smtp, smtp+starttls or smtps.
    """

    def __init__(self, url: str, *, sender: str, others: MailPort) -> None:
        self._url: SplitResult = urlsplit(url)
        if self._url.scheme not in _PORTS or not self._url.hostname:
            raise ValueError("SMTP_URL must be smtp://, smtp+starttls:// or smtps://host")
        self._sender = sender
        self._others = others

    async def send(self, message: Message) -> None:
        """Send within 20 s, in a thread."""
        if message.channel == EMAIL:
            await asyncio.to_thread(self._send, message)
        else:
            await self._others.send(message)

    def _send(self, message: Message) -> None:
        with self._connect() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(mail_message(message, sender=self._sender))

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or ""
        port = self._url.port or _PORTS[self._url.scheme]
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host, port, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        return server


def mail_port(folder: Path, *, smtp_url: str | None, sender: str) -> MailPort:
    """Files in the folder, or SMTP for e-mail when an address is given."""
    files = FilePort(folder, sender=sender)
    return files if smtp_url is None else SmtpPort(smtp_url, sender=sender, others=files)
