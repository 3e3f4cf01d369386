"""What a notice's text consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """One notice in both languages, with ``{places}`` for data."""

    subject_th: str
    subject_en: str
    body_th: str
    body_en: str
    sms: str = ""
    """The whole of a text message; without it the Thai subject."""
    secret: bool = False
    """Whether the text opens something: it is removed as soon as it has been sent."""
