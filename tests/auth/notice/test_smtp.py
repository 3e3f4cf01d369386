"""E-mail through a real, small SMTP server."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.ids import uuid7
from kit.mail.files import FilePort
from kit.mail.smtp import SmtpPort
from services.auth.models.person import ContactKind
from services.auth.notice.port import Message

SENDER = "Talat <no-reply@talat.invalid>"


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server that keeps what it is given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[str] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "EHLO":
                self._say("250-mailbox\r\n250-8BITMIME\r\n250 SMTPUTF8")
            elif verb == "DATA":
                self._say("354 go on")
                self.server.messages.append(self._message())
                self._say("250 kept")
            else:
                self._say("250 ok")

    def _message(self) -> str:
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server for one test."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_mail_goes_to_the_server_and_text_messages_to_files(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    files = FilePort(tmp_path, sender=SENDER)
    port = SmtpPort(mailbox.url, sender=SENDER, others=files)
    mail = Message(uuid7(), ContactKind.EMAIL, "somjai@plasom.example", "หัวเรื่อง", "เนื้อความ")
    text = Message(uuid7(), ContactKind.PHONE, "+66812345678", "หัวเรื่อง", "เนื้อความ")
    await port.send(mail)
    await port.send(text)
    [kept] = mailbox.messages
    assert "To: somjai@plasom.example" in kept
    assert f"Message-ID: <{mail.id}@talat.invalid>" in kept
    assert (tmp_path / f"{text.id}.sms.txt").is_file()
    assert not (tmp_path / f"{mail.id}.eml").exists()


async def test_a_server_that_is_away_is_an_error(tmp_path: Path) -> None:
    port = SmtpPort("smtp://127.0.0.1:9", sender=SENDER, others=FilePort(tmp_path, sender=SENDER))
    message = Message(uuid7(), ContactKind.EMAIL, "somjai@plasom.example", "หัวเรื่อง", "เนื้อ")
    with pytest.raises(OSError, match="refused"):
        await port.send(message)
