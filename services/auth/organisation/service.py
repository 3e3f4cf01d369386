"""Use cases of organisations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import OrganisationChanged
from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import Capability, OrganisationKind, OrganisationStatus, Provenance
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.http import check_version
from kit.ids import uuid7
from kit.time import now
from services.auth.account import rules as account_rules
from services.auth.audit import service as audit_service
from services.auth.membership import service as membership_service
from services.auth.models import Organisation
from services.auth.organisation import queries, rules
from services.auth.organisation.errors import PlaceFixed, TaxIdTaken, VatNeedsTaxId
from services.auth.organisation.schemas import (
    OrganisationCreate,
    OrganisationRead,
    OrganisationUpdate,
)


async def create(
    session: AsyncSession, *, by: UUID, organisation: OrganisationCreate
) -> OrganisationRead:
    """Make an organisation with the caller as its owner, and publish both.

    Raises:
        PlaceNotKnown, RegistrationCodeNotValid, TaxIdNotValid, TaxIdTaken, VatNeedsTaxId,
        ContactNotValid.
    """
    values = _checked(organisation.model_dump(), kind=organisation.kind)
    organisation_id = uuid7()
    inserted = await queries.insert_organisation(
        session, id=organisation_id, created_by=by, **values
    )
    if not inserted:
        raise TaxIdTaken
    made = await get(session, organisation_id=organisation_id)
    await publish(session, snapshot(made))
    await audit_service.record(
        session,
        action="organisation.created",
        by=by,
        subject=("organisation", organisation_id),
        organisation_id=organisation_id,
        after=values,
    )
    await membership_service.join(
        session,
        organisation_id=organisation_id,
        person_id=by,
        roles=[Role.OWNER],
        position=None,
    )
    return OrganisationRead.model_validate(made)


def _checked(values: dict[str, Any], *, kind: OrganisationKind) -> dict[str, Any]:
    """The values in their normal form, each checked and against each other."""
    province, subdistrict = rules.check_place(values["province_code"], values["subdistrict_code"])
    tax_id, branch = rules.check_tax_id(values["tax_id"], values["tax_branch"])
    if values["vat_registered"] and tax_id is None:
        raise VatNeedsTaxId
    phone = values["phone"]
    return {
        **values,
        "province_code": province,
        "subdistrict_code": subdistrict,
        "tax_id": tax_id,
        "tax_branch": branch,
        "registration_code": rules.check_registration_code(
            kind, values["registration_code"], province_code=province
        ),
        "phone": account_rules.normalise_phone(phone) if phone else None,
    }


async def get(session: AsyncSession, *, organisation_id: UUID) -> Organisation:
    """The organisation.

    Raises:
        NotFound.
    """
    found = await queries.organisation(session, organisation_id)
    if found is None:
        raise NotFound
    return found


async def read(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID
) -> OrganisationRead:
    """The caller's organisation.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.READ
    )
    return OrganisationRead.model_validate(await get(session, organisation_id=organisation_id))


async def update(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    expected_version: int,
    update: OrganisationUpdate,
) -> OrganisationRead:
    """Change the organisation and publish it.

    Raises:
        NotFound, MissingScope, PreconditionFailed, PlaceFixed, and what ``create`` raises.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    organisation = await queries.lock_organisation(session, organisation_id)
    if organisation is None:
        raise NotFound
    check_version(expected_version, organisation.version)
    changes = update.changes()
    values = {name: getattr(organisation, name) for name in OrganisationUpdate.model_fields}
    values |= _with_parts(changes)
    checked = _checked(values, kind=OrganisationKind(organisation.kind))
    if organisation.capabilities and checked["province_code"] != organisation.province_code:
        raise PlaceFixed
    await audit_service.record(
        session,
        action="organisation.updated",
        by=caller.person_id,
        subject=("organisation", organisation_id),
        organisation_id=organisation_id,
        before={name: getattr(organisation, name) for name in checked},
        after=checked,
    )
    for name, value in checked.items():
        setattr(organisation, name, value)
    return OrganisationRead.model_validate(await _changed(session, organisation))


def _with_parts(changes: dict[str, Any]) -> dict[str, Any]:
    """A new tambon brings its province; no tax id, no branch."""
    extra: dict[str, Any] = {}
    if changes.get("subdistrict_code") and "province_code" not in changes:
        extra["province_code"] = None
    if "tax_id" in changes and "tax_branch" not in changes:
        extra["tax_branch"] = None
    return {**changes, **extra}


async def grant(
    session: AsyncSession, *, organisation_id: UUID, capability: Capability, payee_ready: bool
) -> Organisation:
    """Add a capability after its approval and publish the organisation.

    Raises:
        NotFound.
    """
    organisation = await queries.lock_organisation(session, organisation_id)
    if organisation is None:
        raise NotFound
    organisation.capabilities = sorted({*organisation.capabilities, capability.value})
    organisation.payee_ready = organisation.payee_ready or payee_ready
    return await _changed(session, organisation)


async def _changed(session: AsyncSession, organisation: Organisation) -> Organisation:
    """Count the version up, write and publish."""
    organisation.version += 1
    organisation.updated_at = now()
    if not await queries.save(session, organisation):
        raise TaxIdTaken
    await publish(session, snapshot(organisation))
    return organisation


def snapshot(organisation: Organisation) -> OrganisationChanged:
    """The organisation's public snapshot, as published and as replayed."""
    return OrganisationChanged(
        version=organisation.version,
        organisation_id=organisation.id,
        kind=OrganisationKind(organisation.kind),
        name_th=organisation.name_th,
        name_en=organisation.name_en,
        province_code=organisation.province_code,
        subdistrict_code=organisation.subdistrict_code,
        capabilities=tuple(Capability(word) for word in organisation.capabilities),
        status=OrganisationStatus(organisation.status),
        vat_registered=organisation.vat_registered,
        tax_id=organisation.tax_id,
        tax_branch=organisation.tax_branch,
        payee_ready=organisation.payee_ready,
        provenance=Provenance(organisation.provenance) if organisation.provenance else None,
        address_line=organisation.address_line,
    )


async def snapshots(session: AsyncSession) -> AsyncIterator[OrganisationChanged]:
    """Every organisation as its last event told it, for a rebuild of its copies."""
    async for organisation in queries.stream_organisations(session):
        yield snapshot(organisation)
