"""Use cases of duplicates: find, dismiss, merge."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind, OrganisationStatus
from kit.db import Database
from kit.errors import AppError, NotFound
from services.auth.desk import service as desk_service
from services.auth.duplicate import queries, rules
from services.auth.duplicate.errors import MergeBound, MergeImpossible, MergeMismatch
from services.auth.duplicate.schemas import DuplicateList, DuplicatePair
from services.auth.errors import MissingScope
from services.auth.membership import service as membership_service
from services.auth.models import Organisation
from services.auth.models.registry import OrganisationAction
from services.auth.officer import rules as officer_rules
from services.auth.officer import service as officer_service
from services.auth.organisation import service as organisation_service
from services.auth.organisation.schemas import OrganisationRead
from services.auth.registry import service as registry_service

_MOST_SHOWN: Final = 200
_FACTS: Final = ("registration_code", "address_line", "phone", "name_en")


async def list_pairs(
    session: AsyncSession, *, caller: Principal, province_code: str
) -> DuplicateList:
    """The pairs of a province that look like one, of the kinds that the officer's agency keeps.

    Computed when read, so that two which came in at the same moment are found too.

    Raises:
        MissingScope: not an officer of the province today.
    """
    rights = await officer_service.rights_today(session, person_id=caller.person_id)
    agencies = {right.agency for right in rights if right.covers_province(province_code)}
    if caller.organisation_id is not None or not agencies:
        raise MissingScope(scope=Scope.OFFICER.value)
    kinds = [
        kind.value
        for kind in OrganisationKind
        if officer_rules.registering_agency(kind) in agencies
    ]
    rows = await queries.entries(session, province_code=province_code, kinds=kinds)
    found = rules.pairs([rules.Entry(**row._asdict()) for row in rows])
    settled = await queries.dismissed(session, [pair.first.id for pair in found])
    open_pairs = [pair for pair in found if (pair.first.id, pair.second.id) not in settled]
    return DuplicateList(
        items=[DuplicatePair.model_validate(pair) for pair in open_pairs[:_MOST_SHOWN]]
    )


async def dismiss(
    database: Database, *, caller: Principal, organisation_id: UUID, other: UUID, reason: str
) -> None:
    """An officer says that the two are two; they are not shown again.

    Raises:
        NotFound, MergeMismatch (the same twice), an officer's refusal.
    """

    async def work(session: AsyncSession) -> AppError | None:
        one, two = await _both(session, organisation_id, other)
        refused = await _refusal(session, caller, one, two, action="dismiss_duplicate")
        if refused is not None:
            return refused
        first, second = sorted((one.id, two.id))
        await queries.insert_dismissal(
            session,
            first_id=first,
            second_id=second,
            dismissed_by=caller.person_id,
            reason=reason,
        )
        return None

    await desk_service.committed(database, work)


async def merge(
    database: Database, *, caller: Principal, organisation_id: UUID, into: UUID, reason: str
) -> OrganisationRead:
    """An officer merges a duplicate into the organisation that goes on, which is given back.

    Members, applications, capabilities and missing facts go over; the duplicate stays as a closed
    tombstone that names its successor. Everything is published. Of two mergers the second is
    refused.

    Raises:
        NotFound, MergeMismatch, MergeImpossible, an officer's refusal.
    """

    async def work(session: AsyncSession) -> OrganisationRead | AppError:
        gone, kept = await _both(session, organisation_id, into)
        refused = await _refusal(session, caller, gone, kept, action="merge")
        if refused is not None:
            return refused
        await _check(session, gone, kept)
        return await _merge(session, gone, kept, by=caller.person_id, reason=reason)

    return await desk_service.committed(database, work)


async def _both(session: AsyncSession, one: UUID, other: UUID) -> tuple[Organisation, Organisation]:
    if one == other:
        raise MergeMismatch
    found = {each.id: each for each in await queries.lock_both(session, [one, other])}
    if len(found) != 2:
        raise NotFound
    return found[one], found[other]


async def _refusal(
    session: AsyncSession,
    caller: Principal,
    one: Organisation,
    other: Organisation,
    *,
    action: str,
) -> AppError | None:
    """Both must lie on the officer's desk."""
    for organisation in (one, other):
        refused = await desk_service.refusal(
            session,
            caller=caller,
            matter=registry_service.matter_of(organisation),
            action=action,
        )
        if refused is not None:
            return refused
    return None


async def _check(session: AsyncSession, gone: Organisation, kept: Organisation) -> None:
    if OrganisationStatus.CLOSED in (gone.status, kept.status):
        raise MergeImpossible
    contradicting = gone.tax_id and kept.tax_id and gone.tax_id != kept.tax_id
    if gone.kind != kept.kind or contradicting:
        raise MergeMismatch
    if await queries.is_bound(session, gone.id):
        raise MergeBound


async def _merge(
    session: AsyncSession, gone: Organisation, kept: Organisation, *, by: UUID, reason: str
) -> OrganisationRead:
    await queries.close_open_applications(
        session,
        organisation_id=gone.id,
        capabilities=sorted(await queries.asked_for(session, kept.id)),
    )
    await queries.move_rows(session, gone=gone.id, kept=kept.id)
    tax = (gone.tax_id, gone.tax_branch, gone.vat_registered)
    gone.status, gone.merged_into = OrganisationStatus.CLOSED.value, kept.id
    gone.tax_id, gone.tax_branch, gone.vat_registered = None, None, False
    capabilities = sorted({*kept.capabilities, *gone.capabilities})
    gone.capabilities, gone.unclaimed = [], False
    await organisation_service.changed(session, gone)
    kept.capabilities = capabilities
    kept.payee_ready = kept.payee_ready or gone.payee_ready
    if kept.tax_id is None:
        kept.tax_id, kept.tax_branch, kept.vat_registered = tax
    for fact in _FACTS:
        setattr(kept, fact, getattr(kept, fact) or getattr(gone, fact))
    await _move_members(session, gone, kept)
    result = await organisation_service.changed(session, kept)
    for organisation, action in (
        (gone, OrganisationAction.MERGED),
        (kept, OrganisationAction.MERGED_IN),
    ):
        await organisation_service.record(
            session, organisation, action=action, by=by, reason=reason
        )
    return OrganisationRead.model_validate(result)


async def _move_members(session: AsyncSession, gone: Organisation, kept: Organisation) -> None:
    """Members of the duplicate become members of the other; who is in both has both roles."""
    for member in await queries.present_members(session, gone.id):
        roles = [Role(role) for role in member.roles]
        await membership_service.leave_merged(session, member)
        await membership_service.join_or_add(
            session,
            organisation_id=kept.id,
            person_id=member.person_id,
            roles=roles,
            position=member.position,
        )
    if kept.unclaimed and await queries.present_members(session, kept.id):
        kept.unclaimed = False
