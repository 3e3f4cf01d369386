"""Requests of the other services that somebody be told."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.notices import NoticeRequested
from kit.events.envelope import Envelope
from services.auth.notice import service


async def notice_requested(
    session: AsyncSession, event: NoticeRequested, _envelope: Envelope
) -> None:
    """Queue the notice once per publisher and dedupe key.

    Raises:
        UnknownTemplateError, IncompleteDataError: end as a dead letter that says what is missing.
    """
    recipient = event.recipient
    dedupe_key = f"{event.source}:{event.dedupe_key}"
    if recipient.person_id is not None:
        await service.tell_person(
            session,
            person_id=recipient.person_id,
            template=event.template,
            data=event.data,
            dedupe_key=dedupe_key,
        )
    elif recipient.organisation_id is not None:
        await service.tell_organisation(
            session,
            organisation_id=recipient.organisation_id,
            roles=recipient.roles,
            template=event.template,
            data=event.data,
            dedupe_key=dedupe_key,
        )
