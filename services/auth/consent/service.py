"""Use cases of consent."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.audit import service as audit_service
from services.auth.consent import queries
from services.auth.consent.errors import ConsentTextOutdated, PurposeNotKnown
from services.auth.consent.schemas import (
    ConsentGiven,
    ConsentList,
    ConsentRead,
    PurposeList,
    PurposeRead,
)


async def purposes(session: AsyncSession) -> PurposeList:
    """The texts in force."""
    texts = await queries.texts_in_force(session, today=bangkok_today())
    return PurposeList(items=[PurposeRead.model_validate(each) for each in texts])


async def own(session: AsyncSession, *, caller: Principal) -> ConsentList:
    """What holds for the caller; a withdrawn or never given one is not granted."""
    said = {each.purpose: each for each in await queries.newest_of(session, caller.person_id)}
    items = []
    for text in await queries.texts_in_force(session, today=bangkok_today()):
        last = said.get(text.purpose)
        items.append(
            ConsentRead(
                purpose=text.purpose,
                granted=last.granted if last else False,
                version=last.text_version if last else None,
                at=last.at if last else None,
                newest_version=text.version,
            )
        )
    return ConsentList(items=items)


async def say(session: AsyncSession, *, caller: Principal, consent: ConsentGiven) -> ConsentList:
    """Append that the caller gives or withdraws consent.

    Giving takes the text in force; withdrawing is accepted with any version.

    Raises:
        PurposeNotKnown, ConsentTextOutdated.
    """
    texts = {
        text.purpose: text.version
        for text in await queries.texts_in_force(session, today=bangkok_today())
    }
    newest = texts.get(consent.purpose)
    if newest is None:
        raise PurposeNotKnown
    if consent.granted and consent.version != newest:
        raise ConsentTextOutdated(version=newest)
    await queries.insert_consent(
        session,
        id=uuid7(),
        person_id=caller.person_id,
        purpose=consent.purpose,
        text_version=min(consent.version, newest),
        granted=consent.granted,
    )
    await audit_service.record(
        session,
        action="consent.given" if consent.granted else "consent.withdrawn",
        by=caller.person_id,
        subject=("person", caller.person_id),
        after={"purpose": consent.purpose, "version": consent.version},
    )
    return await own(session, caller=caller)
