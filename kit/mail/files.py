"""Mail and SMS as files: the default, and the port of SMS until there is a provider."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from kit.mail.message import EMAIL, Message, mail_message


class FilePort:
    """Writes ``<id>.eml`` and ``<id>.sms.txt`` into a folder, whole or not at all."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, message: Message) -> None:
        """Write the file, durably; the same id again writes the same name again."""
        if message.channel == EMAIL:
            name, content = f"{message.id}.eml", mail_message(message, sender=self._sender)
            await asyncio.to_thread(self._write, name, bytes(content))
        else:
            text = f"To: {message.address}\n\n{message.body}\n"
            await asyncio.to_thread(self._write, f"{message.id}.sms.txt", text.encode())

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._folder / name)
