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
from services.auth.audit import service as audit_service
from services.auth.membership import service as membership_service
from services.auth.models import Organisation
from services.auth.models.registry import OrganisationAction
from services.auth.organisation import queries, rules
from services.auth.organisation.errors import PlaceFixed, TaxIdTaken, VatNeedsTaxId
from services.auth.organisation.schemas import (
    OrganisationCreate,
    OrganisationHistory,
    OrganisationRead,
    OrganisationStepRead,
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
    made = await _insert(session, by=by, organisation=organisation, unclaimed=False)
    await membership_service.join(
        session,
        organisation_id=made.id,
        person_id=by,
        roles=[Role.OWNER],
        position=None,
    )
    return OrganisationRead.model_validate(made)


async def register(
    session: AsyncSession, *, by: UUID, organisation: OrganisationCreate
) -> Organisation:
    """Enter an organisation without members, which they claim later; published like any other.

    Raises:
        what ``create`` raises.
    """
    made = await _insert(session, by=by, organisation=organisation, unclaimed=True)
    await record(session, made, action=OrganisationAction.REGISTERED, by=by, reason=None)
    return made


async def _insert(
    session: AsyncSession, *, by: UUID, organisation: OrganisationCreate, unclaimed: bool
) -> Organisation:
    values = _checked(organisation.model_dump(), kind=organisation.kind)
    organisation_id = uuid7()
    inserted = await queries.insert_organisation(
        session, id=organisation_id, created_by=by, unclaimed=unclaimed, **values
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
    return made


async def record(
    session: AsyncSession,
    organisation: Organisation,
    *,
    action: OrganisationAction,
    by: UUID,
    reason: str | None,
) -> None:
    """Add a line to the organisation's history, which its members read, and to the audit log."""
    await queries.insert_step(
        session,
        id=uuid7(),
        organisation_id=organisation.id,
        action=action.value,
        by_person_id=by,
        reason=reason,
    )
    await audit_service.record(
        session,
        action=f"organisation.{action.value}",
        by=by,
        subject=("organisation", organisation.id),
        organisation_id=organisation.id,
        reason=reason,
    )


async def history(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID
) -> OrganisationHistory:
    """What offices and owners did with the organisation, oldest first.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.READ
    )
    steps = await queries.steps_of(session, organisation_id)
    return OrganisationHistory(items=[OrganisationStepRead.model_validate(step) for step in steps])


def _checked(values: dict[str, Any], *, kind: OrganisationKind) -> dict[str, Any]:
    """The values in their normal form, each checked and against each other."""
    province, subdistrict = rules.check_place(values["province_code"], values["subdistrict_code"])
    tax_id, branch = rules.check_tax_id(values["tax_id"], values["tax_branch"])
    if values["vat_registered"] and tax_id is None:
        raise VatNeedsTaxId
    return {
        **values,
        "province_code": province,
        "subdistrict_code": subdistrict,
        "tax_id": tax_id,
        "tax_branch": branch,
        "registration_code": rules.check_registration_code(
            kind, values["registration_code"], province_code=province
        ),
        "phone": rules.check_phone(values["phone"]),
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


async def lock(session: AsyncSession, *, organisation_id: UUID) -> Organisation:
    """The organisation, locked: writers of it and of its members go one after the other.

    Raises:
        NotFound.
    """
    found = await queries.lock_organisation(session, organisation_id)
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
    organisation = await lock(session, organisation_id=organisation_id)
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
    return OrganisationRead.model_validate(await changed(session, organisation))


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
    organisation = await lock(session, organisation_id=organisation_id)
    organisation.capabilities = sorted({*organisation.capabilities, capability.value})
    organisation.payee_ready = organisation.payee_ready or payee_ready
    return await changed(session, organisation)


async def changed(session: AsyncSession, organisation: Organisation) -> Organisation:
    """Count the locked organisation's version up, write and publish it.

    Raises:
        TaxIdTaken.
    """
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
        merged_into=organisation.merged_into,
        confirmed_year=organisation.confirmed_year,
    )


async def snapshots(session: AsyncSession) -> AsyncIterator[OrganisationChanged]:
    """Every organisation as its last event told it, for a rebuild of its copies."""
    async for organisation in queries.stream_organisations(session):
        yield snapshot(organisation)
