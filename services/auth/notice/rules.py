"""Rendering of notices. Pure, no I/O."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.auth.notice.errors import IncompleteDataError, UnknownTemplateError
from services.auth.notice.template import Template
from services.auth.notice.templates import TEMPLATES

_SUBJECT_SEPARATOR: Final = " / "
_BODY_SEPARATOR: Final = "\n\n----\n\n"
_FOOTER: Final = (
    "\n\nตลาด (Talat) · ข้อความนี้ส่งโดยอัตโนมัติ กรุณาอย่าตอบกลับ"
    "\nSent automatically; please do not reply.\n"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A notice ready to be sent: Thai first, then English."""

    subject: str
    body: str
    short: str
    """For a text message: the template's own, or the Thai subject alone."""
    secret: bool


def render(name: str, data: Mapping[str, str]) -> Text:
    """Fill a template.

    Data is put in as it is, once: braces in it mean nothing. Line ends in it become spaces, so
    that a name can neither forge a header nor a paragraph.

    Raises:
        UnknownTemplateError, IncompleteDataError.
    """
    template = TEMPLATES.get(name)
    if template is None:
        raise UnknownTemplateError(
            f"no notice template is named {name!r}; known: {', '.join(sorted(TEMPLATES))}"
        )
    flat = {key: " ".join(str(value).split()) for key, value in data.items()}
    missing = places(template) - flat.keys()
    if missing:
        raise IncompleteDataError(
            f"notice template {name!r} needs {', '.join(sorted(missing))}; got "
            f"{', '.join(sorted(flat)) or 'nothing'}"
        )
    subject_th = template.subject_th.format_map(flat)
    subject_en = template.subject_en.format_map(flat)
    body_th = template.body_th.format_map(flat)
    body_en = template.body_en.format_map(flat)
    return Text(
        subject=f"{subject_th}{_SUBJECT_SEPARATOR}{subject_en}",
        body=f"{body_th}{_BODY_SEPARATOR}{body_en}{_FOOTER}",
        short=template.sms.format_map(flat) if template.sms else subject_th,
        secret=template.secret,
    )


def places(template: Template) -> set[str]:
    """The names of the data that a template needs."""
    texts = (
        template.subject_th,
        template.subject_en,
        template.body_th,
        template.body_en,
        template.sms,
    )
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def is_secret(name: str) -> bool:
    """Whether a template's text opens something and must not stay once it has been sent."""
    template = TEMPLATES.get(name)
    return template is not None and template.secret


def backoff_seconds(attempts: int) -> int:
    """How long to wait before the next attempt: half a minute, doubling, at most 4 hours."""
    longest = 4 * 3600
    return int(min(longest, 30 * 2 ** min(attempts, 12)))
