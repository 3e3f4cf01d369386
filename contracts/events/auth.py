"""Events that the auth service publishes."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from contracts.scopes import Role
from contracts.types import (
    Capability,
    OrganisationKind,
    OrganisationStatus,
    Provenance,
    ProvinceCode,
    SubdistrictCode,
)
from kit.events.envelope import Event


class OrganisationChanged(Event):
    """The public snapshot of an organisation after any public change, approval or suspension."""

    type: ClassVar[str] = "talat.auth.organisation.changed.v1"

    organisation_id: UUID
    kind: OrganisationKind
    name_th: str
    name_en: str | None
    province_code: ProvinceCode
    subdistrict_code: SubdistrictCode | None
    capabilities: tuple[Capability, ...]
    status: OrganisationStatus
    vat_registered: bool
    tax_id: str | None
    tax_branch: str | None
    payee_ready: bool
    provenance: Provenance | None = None
    address_line: str | None = None
    """House number, moo and road of the place of business, for the letterhead of documents."""

    def subject(self) -> str:
        """The aggregate: the organisation."""
        return str(self.organisation_id)


class MembershipChanged(Event):
    """A person joined, left (no roles) or changed roles in an organisation."""

    type: ClassVar[str] = "talat.auth.membership.changed.v1"

    membership_id: UUID
    organisation_id: UUID
    person_id: UUID
    display_name: str
    position: str | None
    roles: tuple[Role, ...]

    def subject(self) -> str:
        """The aggregate: the membership."""
        return str(self.membership_id)
