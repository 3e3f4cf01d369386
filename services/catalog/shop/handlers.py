"""The shop projection, kept by auth's ``organisation.changed``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from contracts.events.auth import OrganisationChanged
from contracts.types import Capability, OrganisationStatus
from kit.events.projection import Projection
from services.catalog.models import Shop


def shop_rows(event: OrganisationChanged) -> Sequence[Mapping[str, Any]]:
    """The one row of an organisation.

    Shop fronts are joined to it when read, so a suspension hides every product of the shop the
    moment this row says so, without touching them.
    """
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
            "sells": event.status is OrganisationStatus.ACTIVE
            and Capability.SELL in event.capabilities,
            "provenance": event.provenance.value if event.provenance else None,
        }
    ]


SHOP: Final = Projection(
    name="shop",
    event=OrganisationChanged,
    table=Shop.__table__,
    key=("id",),
    to_rows=shop_rows,
)
