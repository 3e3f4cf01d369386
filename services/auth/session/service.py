"""Use cases of sign-ins that go on."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.errors import NotFound
from kit.time import now
from services.auth.audit import service as audit_service
from services.auth.models import RefreshFamily
from services.auth.session import queries
from services.auth.session.schemas import SessionList, SessionRead

_SIGNED_OUT: Final = "signed_out"


async def own(session: AsyncSession, *, caller: Principal) -> SessionList:
    """The caller's sign-ins."""
    families = await queries.alive(session, caller.person_id, at=now())
    return SessionList(items=[_read(family, caller) for family in families])


def _read(family: RefreshFamily, caller: Principal) -> SessionRead:
    names = [name for name in SessionRead.model_fields if name != "current"]
    values = {name: getattr(family, name) for name in names}
    return SessionRead(**values, current=family.id == caller.session_id)


async def sign_out(session: AsyncSession, *, caller: Principal, session_id: UUID) -> None:
    """End one of the caller's sign-ins.

    Raises:
        NotFound: not the caller's, or over already.
    """
    ended = await queries.end(
        session, person_id=caller.person_id, at=now(), reason=_SIGNED_OUT, only=session_id
    )
    if not ended:
        raise NotFound
    await audit_service.record(
        session,
        action="session.ended",
        by=caller.person_id,
        subject=("session", session_id),
    )


async def sign_out_elsewhere(session: AsyncSession, *, caller: Principal) -> None:
    """End the caller's sign-ins but the present one."""
    await end_all(
        session,
        person_id=caller.person_id,
        reason=_SIGNED_OUT,
        but=caller.session_id,
        by=caller.person_id,
    )


async def end_all(
    session: AsyncSession,
    *,
    person_id: UUID,
    reason: str,
    by: UUID | None,
    but: UUID | None = None,
) -> int:
    """End a person's sign-ins, but for one; how many. Access tokens live 10 minutes at most."""
    ended = await queries.end(session, person_id=person_id, at=now(), reason=reason, but=but)
    await audit_service.record(
        session,
        action="session.all_ended",
        by=by,
        subject=("person", person_id),
        after={"ended": ended},
        reason=reason,
    )
    return ended


async def second_factor_given(session: AsyncSession, *, caller: Principal) -> None:
    """The caller has just given a one-time password in the present sign-in."""
    if caller.session_id is not None:
        await queries.mark_second_factor(
            session, person_id=caller.person_id, family_id=caller.session_id
        )


async def forget_origins(session: AsyncSession, *, person_id: UUID) -> None:
    """Remove from where a person signed in; part of an erasure."""
    await queries.forget_origins(session, person_id)
