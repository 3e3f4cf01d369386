"""How auth's snapshot of an organisation becomes a party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from contracts.events.auth import OrganisationChanged
from kit.events.projection import Projection
from services.orders.models.party import Party


def to_rows(event: OrganisationChanged) -> Sequence[dict[str, Any]]:
    """The organisation's one row."""
    return [
        {
            "id": event.organisation_id,
            "kind": event.kind.value,
            "name_th": event.name_th,
            "name_en": event.name_en,
            "province_code": event.province_code,
            "subdistrict_code": event.subdistrict_code,
            "capabilities": [capability.value for capability in event.capabilities],
            "status": event.status.value,
            "vat_registered": event.vat_registered,
            "tax_id": event.tax_id,
            "tax_branch": event.tax_branch,
            "payee_ready": event.payee_ready,
            "address_line": event.address_line,
            "provenance": event.provenance.value if event.provenance else None,
        }
    ]


PARTIES: Final = Projection(
    name="party",
    event=OrganisationChanged,
    table=Party.__table__,
    key=("id",),
    to_rows=to_rows,
)
