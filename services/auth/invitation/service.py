"""Use cases of invitations."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_date, now
from services.auth.account import rules as account_rules
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.invitation import queries
from services.auth.invitation.errors import InvitationNotOpen, InvitationNotValid
from services.auth.invitation.schemas import (
    InvitationAccepted,
    InvitationCreate,
    InvitationRead,
)
from services.auth.membership import rules as membership_rules
from services.auth.membership import service as membership_service
from services.auth.membership.errors import OwnerNeeded
from services.auth.models import Invitation
from services.auth.models.person import ContactKind
from services.auth.models.registry import InvitationStatus
from services.auth.notice import rules as notice_rules
from services.auth.notice.port import Message, NoticePort
from services.auth.organisation import service as organisation_service
from services.auth.signing_key.fernet import Vault

_log = structlog.get_logger(__name__)

LIFETIME: Final = timedelta(days=7)
_LEASE: Final = timedelta(minutes=2)
_MOST_ATTEMPTS: Final = 12
_TEMPLATE: Final = "invitation"


async def invite(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    invitation: InvitationCreate,
    vault: Vault,
) -> InvitationRead:
    """Ask an address to join; the same answer and work whether or not it has an account.

    Raises:
        NotFound, MissingScope, OwnerNeeded, ContactNotValid.
    """
    standing = await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    if membership_rules.needs_owner((), invitation.roles) and Role.OWNER not in standing.roles:
        raise OwnerNeeded
    address = account_service.address_of(email=invitation.email, phone=invitation.phone)
    token, invitation_id = secrets.token_urlsafe(32), uuid7()
    await queries.insert_invitation(
        session,
        id=invitation_id,
        organisation_id=organisation_id,
        contact_kind=address.kind.value,
        contact=address.value,
        roles=[role.value for role in invitation.roles],
        position=invitation.position,
        token_hash=_digest(token),
        token_sealed=vault.seal(token.encode()),
        invited_by=caller.person_id,
        expires_at=now() + LIFETIME,
    )
    await audit_service.record(
        session,
        action="invitation.sent",
        by=caller.person_id,
        subject=("invitation", invitation_id),
        organisation_id=organisation_id,
        after={"roles": [role.value for role in invitation.roles]},
    )
    made = await queries.invitation(session, invitation_id)
    if made is None:
        raise NotFound
    return _read(made)


async def list_invitations(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, page: PageParams
) -> Paged[InvitationRead]:
    """A page of the organisation's invitations, newest first.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    rows = await queries.invitations(session, organisation_id=organisation_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[InvitationRead](items=[_read(row) for row in shown], next_cursor=cursor)


async def withdraw(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, invitation_id: UUID
) -> None:
    """Take an open invitation back; its token is void.

    Raises:
        NotFound, MissingScope, InvitationNotOpen.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    found = await queries.invitation(session, invitation_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    if found.status != InvitationStatus.OPEN:
        raise InvitationNotOpen
    found.status, found.token_sealed = InvitationStatus.WITHDRAWN.value, None
    await queries.save(session)


async def accept(session: AsyncSession, *, caller: Principal, token: str) -> InvitationAccepted:
    """The bearer of the token becomes a member; the token is used up, whoever else has it.

    An invitation of somebody who may no longer give its roles is void.

    Raises:
        InvitationNotValid, AlreadyMember.
    """
    found = await queries.lock_by_token(session, _digest(token))
    if found is None or found.status != InvitationStatus.OPEN or found.expires_at <= now():
        raise InvitationNotValid
    organisation = await organisation_service.lock(session, organisation_id=found.organisation_id)
    roles = [Role(role) for role in found.roles]
    inviter = await membership_service.standing(
        session, person_id=found.invited_by, organisation_id=found.organisation_id
    )
    may_invite = inviter is not None and Scope.ORGANISATION in inviter.scopes
    needs_owner = membership_rules.needs_owner((), roles)
    if inviter is None or not may_invite or (needs_owner and Role.OWNER not in inviter.roles):
        raise InvitationNotValid
    await membership_service.join(
        session,
        organisation_id=organisation.id,
        person_id=caller.person_id,
        roles=roles,
        position=found.position,
    )
    found.status, found.token_sealed = InvitationStatus.ACCEPTED.value, None
    found.accepted_by, found.accepted_at = caller.person_id, now()
    await queries.save(session)
    return InvitationAccepted(organisation_id=organisation.id, roles=roles)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _read(row: Invitation) -> InvitationRead:
    address = account_rules.Address(ContactKind(row.contact_kind), row.contact)
    return InvitationRead(
        id=row.id,
        contact_kind=address.kind,
        contact=account_rules.mask(address),
        roles=[Role(role) for role in row.roles],
        position=row.position,
        status=InvitationStatus(row.status),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def sender(
    port: NoticePort, *, vault: Vault, public_url: str
) -> Callable[[Database], Awaitable[bool]]:
    """The due task's work, bound to where messages go and to what opens the tokens."""

    async def run(database: Database) -> bool:
        return await send_next(database, port=port, vault=vault, public_url=public_url)

    return run


async def send_next(database: Database, *, port: NoticePort, vault: Vault, public_url: str) -> bool:
    """Send the next invitation as steps: claimed, sent outside, marked; whether there was one.

    The token itself is forgotten as soon as the message is out.
    """
    at = now()
    async with database.transaction() as session:
        row = await queries.claim_unsent(session, at=at, lease_until=at + _LEASE)
    if row is None:
        return False
    token = vault.open(row.token_sealed).decode()
    text = notice_rules.render(
        _TEMPLATE,
        {
            "organisation": row.name_th,
            "token": token,
            "link": f"{public_url}/#/invitations/{token}",
            "expires_on": bangkok_date(row.expires_at).isoformat(),
        },
    )
    kind = ContactKind(row.contact_kind)
    body = text.body if kind is ContactKind.EMAIL else f"{text.short} {token}"
    try:
        await port.send(Message(row.id, kind, row.contact, text.subject, body))
    except Exception as error:  # noqa: BLE001 - whatever the port says, the item must not block
        _log.warning("invitation_not_sent", invitation_id=str(row.id), error=type(error).__name__)
        await _failed(database, row.id, attempts=row.attempts)
        return True
    async with database.transaction() as session:
        await queries.forget_token(session, row.id)
    return True


async def _failed(database: Database, invitation_id: UUID, *, attempts: int) -> None:
    wait = timedelta(seconds=notice_rules.backoff_seconds(attempts))
    async with database.transaction() as session:
        if attempts >= _MOST_ATTEMPTS:
            await queries.forget_token(session, invitation_id)
        else:
            await queries.retry_at(session, invitation_id, at=now() + wait)
