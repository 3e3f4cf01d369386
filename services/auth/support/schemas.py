"""What the support route takes and gives."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts.scopes import Role
from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.onboarding import ApplicationStatus
from services.auth.organisation.schemas import OrganisationRead


class SupportViewCreate(RequestModel):
    """Which organisation, and why one must look."""

    organisation_id: UUID
    reason: FreeText = Field(examples=["กลุ่มโทรแจ้งว่าไม่เห็นคำขอ เรื่องที่ 2569/114"])


class SupportMember(ResponseModel):
    """A member by roles; no name, no address."""

    person_id: UUID
    roles: list[Role]


class SupportApplication(ResponseModel):
    """An application and where it stands."""

    id: UUID
    capability: str
    status: ApplicationStatus


class SupportView(ResponseModel):
    """What support sees."""

    organisation: OrganisationRead
    members: list[SupportMember]
    applications: list[SupportApplication]
