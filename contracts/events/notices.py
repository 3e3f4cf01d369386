"""The request that somebody be told, which the catalogue and the orders service publish alike.

Auth alone holds contacts: it resolves the recipient, renders the template in Thai and English
and sends each ``dedupe_key`` once.
"""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from contracts.scopes import Role
from kit.events.envelope import Event


class Recipient(BaseModel):
    """One person, or every member of an organisation who bears one of the roles."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Recipient:
        if (self.person_id is None) == (self.organisation_id is None):
            raise ValueError("name a person or an organisation, not both")
        return self


class NoticeRequested(Event):
    """Base of each service's ``notice.requested``; ``data`` fills the template's places."""

    notice_id: UUID
    recipient: Recipient
    template: str
    data: dict[str, str]
    dedupe_key: str

    def subject(self) -> str:
        """The aggregate: the notice itself."""
        return str(self.notice_id)
