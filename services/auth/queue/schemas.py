"""What the lists of applications give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import Agency, Capability, OrganisationKind
from kit.schemas import ResponseModel
from services.auth.models.onboarding import ApplicationStatus

_EXAMPLE_ID = "0198f0c2-d000-7b6f-8f5e-0d4c3b2a1908"
_EXAMPLE_ORGANISATION = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class ApplicationSummary(ResponseModel):
    """An application in a list; ``waiting_days`` counts Bangkok days since it was submitted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _EXAMPLE_ID,
                    "organisation_id": _EXAMPLE_ORGANISATION,
                    "organisation_name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                    "kind": "community_enterprise",
                    "capability": "sell",
                    "agency": "community_development",
                    "province_code": "15",
                    "status": "submitted",
                    "submitted_at": "2026-11-01T02:00:00Z",
                    "waiting_days": 3,
                }
            ]
        }
    )

    id: UUID
    organisation_id: UUID
    organisation_name_th: str
    kind: OrganisationKind
    capability: Capability
    agency: Agency
    province_code: str
    status: ApplicationStatus
    submitted_at: datetime | None
    waiting_days: int
