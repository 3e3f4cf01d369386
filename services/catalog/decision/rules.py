"""What follows from an officer's move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contracts.events.catalog import CatalogNoticeRequested
from contracts.events.notices import Recipient
from contracts.scopes import Role
from kit.ids import uuid7
from services.catalog.certification.schemas import Move
from services.catalog.models import Certification, CertificationScheme

CHANGES_MARKS: Final = frozenset({Move.CERTIFIED, Move.SUSPENDED, Move.REINSTATED, Move.CANCELLED})
"""Moves after which the product's marks are judged anew."""

_TEMPLATES: Final[Mapping[Move, str]] = {
    Move.CERTIFIED: "certificate_decided",
    Move.NOT_CERTIFIED: "certificate_decided",
    Move.REINSTATED: "certificate_decided",
    Move.SUSPENDED: "certificate_suspended",
    Move.CANCELLED: "certificate_cancelled",
}


def notice(
    case: Certification, scheme: CertificationScheme, move: Move, reason: str | None
) -> CatalogNoticeRequested | None:
    """What the party is told of a move, or None for a step that decides nothing."""
    template = _TEMPLATES.get(move)
    if template is None:
        return None
    return CatalogNoticeRequested(
        version=1,
        notice_id=uuid7(),
        recipient=Recipient(
            organisation_id=case.organisation_id,
            roles=(Role.OWNER, Role.MANAGER, Role.CATALOGUE),
        ),
        template=template,
        data={
            "product": case.title_th,
            "scheme_th": scheme.name_th,
            "scheme_en": scheme.name_en,
            "outcome": move.value,
            "number": case.number or "-",
            "valid_from_on": str(case.valid_from_on or "-"),
            "valid_until_on": str(case.valid_until_on or "-"),
            "reason": reason or "-",
        },
        dedupe_key=f"certification:{case.id}:{case.version}",
    )
