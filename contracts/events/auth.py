"""Events that the auth service publishes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.scopes import Role
from contracts.types import (
    Capability,
    MandateStatus,
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
    merged_into: UUID | None = None
    """It was a duplicate of that organisation, which goes on; this one is closed for good."""
    confirmed_year: int | None = None
    """The last year (Christian era) for which a community enterprise confirmed that it goes on."""

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


class MandateChanged(Event):
    """An intermediary's right to sell for a producer was proposed, given, declined or ended.

    It holds while ``status`` is active and the Bangkok date lies within its dates, both included.
    """

    type: ClassVar[str] = "talat.auth.mandate.changed.v1"

    mandate_id: UUID
    intermediary_id: UUID
    producer_id: UUID
    margin_basis_points: Annotated[int, Field(ge=0, le=10_000)]
    """What the intermediary keeps of the price, in hundredths of a percent."""
    status: MandateStatus
    valid_from_on: date
    valid_until_on: date | None

    def subject(self) -> str:
        """The aggregate: the mandate."""
        return str(self.mandate_id)


class PersonExportRequested(Event):
    """A person asks for everything that is held about them.

    Each service answers with its sealed parts; the key is made for this request alone.
    """

    type: ClassVar[str] = "talat.auth.person.export_requested.v1"

    request_id: UUID
    person_id: UUID
    public_key: str
    """Base64 of an X25519 public key."""

    def subject(self) -> str:
        """The aggregate: the request."""
        return str(self.request_id)


class PersonErasureRequested(Event):
    """A person asks to be forgotten; the account is closed already."""

    type: ClassVar[str] = "talat.auth.person.erasure_requested.v1"

    request_id: UUID
    person_id: UUID

    def subject(self) -> str:
        """The aggregate: the request."""
        return str(self.request_id)
