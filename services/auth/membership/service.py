"""Use cases of members: who may act for an organisation, and who decides that."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import MembershipChanged
from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind, OrganisationStatus
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.http import check_version
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.errors import MissingScope
from services.auth.membership import queries, rules
from services.auth.membership.errors import AlreadyMember, LastOwner, OwnerNeeded
from services.auth.membership.schemas import MemberCreate, MemberRead, MemberUpdate
from services.auth.models import Membership


@dataclass(frozen=True, slots=True)
class Standing:
    """A present member of an organisation and what that member may do now."""

    kind: OrganisationKind
    roles: tuple[Role, ...]
    scopes: frozenset[Scope]


async def standing(
    session: AsyncSession, *, person_id: UUID, organisation_id: UUID
) -> Standing | None:
    """The person's standing in the organisation as it is now, or None for a stranger."""
    organisation = await queries.organisation_standing(session, organisation_id)
    membership = await queries.membership(
        session, organisation_id=organisation_id, person_id=person_id
    )
    if organisation is None or membership is None or membership.left_at is not None:
        return None
    roles = _roles(membership)
    return Standing(
        kind=OrganisationKind(organisation.kind),
        roles=roles,
        scopes=rules.scopes_of(roles, OrganisationStatus(organisation.status)),
    )


async def require(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, scope: Scope
) -> Standing:
    """The caller's standing, when the token acts for this organisation and the roles suffice.

    Judged by the roles as they are now; a token's may be ten minutes old.

    Raises:
        NotFound: the token acts for another organisation or none, or the caller has left.
        MissingScope: the caller's roles do not include it.
    """
    if caller.organisation_id != organisation_id:
        raise NotFound
    found = await standing(session, person_id=caller.person_id, organisation_id=organisation_id)
    if found is None:
        raise NotFound
    if scope not in found.scopes:
        raise MissingScope(scope=scope.value)
    return found


async def join(
    session: AsyncSession,
    *,
    organisation_id: UUID,
    person_id: UUID,
    roles: Sequence[Role],
    position: str | None,
    by: UUID | None = None,
) -> None:
    """Make the person a member, again or for the first time, and publish it.

    The caller holds the organisation's lock, or has just made it; ``by`` None: by themselves.

    Raises:
        AlreadyMember.
    """
    membership = await queries.membership(
        session, organisation_id=organisation_id, person_id=person_id
    )
    if membership is None:
        membership = Membership(
            id=uuid7(), organisation_id=organisation_id, person_id=person_id, version=0
        )
    elif membership.left_at is None:
        raise AlreadyMember
    membership.joined_at = now()
    await _record(session, membership, "joined", by=by or person_id, after=roles)
    await _write(session, membership, roles=roles, position=position)


async def join_or_add(
    session: AsyncSession,
    *,
    organisation_id: UUID,
    person_id: UUID,
    roles: Sequence[Role],
    position: str | None,
) -> None:
    """Make the person a member, or give a member these roles besides the present ones.

    The caller holds the organisation's lock.
    """
    membership = await queries.membership(
        session, organisation_id=organisation_id, person_id=person_id
    )
    if membership is None or membership.left_at is not None:
        await join(
            session,
            organisation_id=organisation_id,
            person_id=person_id,
            roles=roles,
            position=position,
        )
        return
    both = sorted({*_roles(membership), *roles})
    await _write(session, membership, roles=both, position=membership.position or position)


async def leave_merged(session: AsyncSession, membership: Membership) -> None:
    """End a membership of a tombstone, whose last owner may go too, and publish it."""
    await _write(session, membership, roles=(), position=membership.position)


async def add(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, member: MemberCreate
) -> MemberRead:
    """Add a person who has an account.

    Raises:
        NotFound, MissingScope, OwnerNeeded, ContactNotValid, PersonNotFound, AlreadyMember.
    """
    actor = await _lock_for(session, caller=caller, organisation_id=organisation_id)
    _check_rank(actor, before=(), after=member.roles)
    person = await account_service.find_person(
        session, email=member.email, phone=member.phone, person_id=member.person_id
    )
    await join(
        session,
        organisation_id=organisation_id,
        person_id=person.id,
        roles=member.roles,
        position=member.position,
        by=caller.person_id,
    )
    return await _read(session, organisation_id=organisation_id, person_id=person.id)


async def change(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    person_id: UUID,
    expected_version: int,
    update: MemberUpdate,
) -> MemberRead:
    """Set a member's roles and position.

    Raises:
        NotFound, MissingScope, PreconditionFailed, OwnerNeeded, LastOwner.
    """
    actor = await _lock_for(session, caller=caller, organisation_id=organisation_id)
    membership = await _present(session, organisation_id=organisation_id, person_id=person_id)
    check_version(expected_version, membership.version)
    _check_rank(actor, before=_roles(membership), after=update.roles)
    await _keep_an_owner(session, membership, after=update.roles)
    await _record(session, membership, "changed", by=caller.person_id, after=update.roles)
    await _write(session, membership, roles=update.roles, position=update.position)
    return await _read(session, organisation_id=organisation_id, person_id=person_id)


async def remove(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, person_id: UUID
) -> None:
    """Take a member out; everybody may leave by themselves.

    Raises:
        NotFound, MissingScope, OwnerNeeded, LastOwner.
    """
    leaving = caller.person_id == person_id
    actor = await _lock_for(
        session,
        caller=caller,
        organisation_id=organisation_id,
        scope=Scope.READ if leaving else Scope.ORGANISATION,
    )
    membership = await _present(session, organisation_id=organisation_id, person_id=person_id)
    if not leaving:
        _check_rank(actor, before=_roles(membership), after=())
    await _keep_an_owner(session, membership, after=())
    await _record(session, membership, "ended", by=caller.person_id, after=())
    await _write(session, membership, roles=(), position=membership.position)


async def end_all(session: AsyncSession, *, person_id: UUID) -> int:
    """End every membership of a person who is erased, and publish each once more; how many.

    Ended ones are published too, so that every copy of the name is replaced.

    Raises:
        LastOwner: an organisation would be left without an owner.
    """
    ended = 0
    for organisation_id in await queries.organisations_of(session, person_id):
        await queries.lock_members(session, organisation_id)
        membership = await queries.membership(
            session, organisation_id=organisation_id, person_id=person_id
        )
        if membership is None:
            continue
        left_at = membership.left_at
        if left_at is None:
            await _keep_an_owner(session, membership, after=())
            await _record(session, membership, "ended", by=person_id, after=())
            ended += 1
        await _write(session, membership, roles=(), position=None)
        membership.left_at = left_at or membership.left_at
    return ended


async def list_members(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, page: PageParams
) -> Paged[MemberRead]:
    """A page of present members, in the order in which they first joined.

    Raises:
        NotFound, MissingScope.
    """
    await require(session, caller=caller, organisation_id=organisation_id, scope=Scope.READ)
    rows = await queries.members(session, organisation_id=organisation_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[MemberRead](
        items=[MemberRead.model_validate(row) for row in shown], next_cursor=cursor
    )


async def _lock_for(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    scope: Scope = Scope.ORGANISATION,
) -> Standing:
    """Lock the organisation's members, then judge the caller by what is true under the lock."""
    if caller.organisation_id != organisation_id:
        raise NotFound
    await queries.lock_members(session, organisation_id)
    return await require(session, caller=caller, organisation_id=organisation_id, scope=scope)


async def _present(session: AsyncSession, *, organisation_id: UUID, person_id: UUID) -> Membership:
    membership = await queries.membership(
        session, organisation_id=organisation_id, person_id=person_id
    )
    if membership is None or membership.left_at is not None:
        raise NotFound
    return membership


def _check_rank(actor: Standing, *, before: Collection[Role], after: Collection[Role]) -> None:
    if rules.needs_owner(before, after) and Role.OWNER not in actor.roles:
        raise OwnerNeeded


async def _keep_an_owner(
    session: AsyncSession, membership: Membership, *, after: Collection[Role]
) -> None:
    loses_owner = Role.OWNER in _roles(membership) and Role.OWNER not in after
    if loses_owner and await queries.count_owners(session, membership.organisation_id) == 1:
        raise LastOwner


async def _record(
    session: AsyncSession,
    membership: Membership,
    what: str,
    *,
    by: UUID,
    after: Sequence[Role],
) -> None:
    await audit_service.record(
        session,
        action=f"membership.{what}",
        by=by,
        subject=("person", membership.person_id),
        organisation_id=membership.organisation_id,
        before={"roles": list(membership.roles or ())},
        after={"roles": list(after)},
    )


async def _write(
    session: AsyncSession, membership: Membership, *, roles: Sequence[Role], position: str | None
) -> None:
    """Count the version up, write and publish; no roles means that the person has left."""
    membership.roles = [role.value for role in roles]
    membership.position = position
    membership.left_at = None if roles else now()
    membership.version += 1
    await queries.save(session, membership)
    name = await queries.display_name(session, membership.person_id)
    await publish(session, snapshot(membership, display_name=name))


async def _read(session: AsyncSession, *, organisation_id: UUID, person_id: UUID) -> MemberRead:
    row = await queries.member(session, organisation_id=organisation_id, person_id=person_id)
    return MemberRead.model_validate(row)


def _roles(membership: Membership) -> tuple[Role, ...]:
    return tuple(Role(role) for role in membership.roles)


def snapshot(membership: Membership, *, display_name: str) -> MembershipChanged:
    """The membership's public snapshot, as published and as replayed."""
    return MembershipChanged(
        version=membership.version,
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        display_name=display_name,
        position=membership.position,
        roles=_roles(membership),
    )


async def snapshots(session: AsyncSession) -> AsyncIterator[MembershipChanged]:
    """Every membership, ended ones too, as its last event told it."""
    async for membership, display_name in queries.stream_memberships(session):
        yield snapshot(membership, display_name=display_name)
