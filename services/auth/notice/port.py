"""What a way of sending must do: kit's."""

from kit.mail.message import MailPort as NoticePort
from kit.mail.message import Message

__all__ = ["Message", "NoticePort"]
