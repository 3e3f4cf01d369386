"""What the registry routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel
from services.auth.organisation.schemas import OrganisationRead

_EXAMPLE_ORGANISATION = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class ClaimCodeRead(ResponseModel):
    """The code for the group's members; it is shown this once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": _EXAMPLE_ORGANISATION,
                    "code": "7KQ2-M9XT-4HBW-ZR3D",
                    "expires_at": "2027-02-20T02:00:00Z",
                }
            ]
        }
    )

    organisation_id: UUID
    code: str
    expires_at: datetime


class RegisteredRead(ResponseModel):
    """A group that an office entered, with the code for its members."""

    organisation: OrganisationRead
    claim: ClaimCodeRead


class ClaimCreate(RequestModel):
    """A member takes the group over."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "7KQ2-M9XT-4HBW-ZR3D"}]})

    code: Annotated[str, Field(min_length=16, max_length=60)]


class StandingChange(RequestModel):
    """Why an office suspends, reinstates or closes an organisation."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "ไม่ยืนยันการดำเนินการต่อภายใน 30 มกราคม"}]}
    )

    reason: FreeText
