"""Use cases of checklists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Capability, OrganisationKind
from kit.errors import NotFound
from services.auth.checklist import queries, rules
from services.auth.models.onboarding import RequirementMode, ValueType


async def judged(
    session: AsyncSession,
    *,
    capability: Capability,
    kind: OrganisationKind,
    on: date,
    application_id: UUID,
    facts: Mapping[str, str | None],
) -> list[rules.Judged]:
    """The checklist in force on a Bangkok date, each line with its value and whether it is met.

    ``facts`` are the organisation's, by the names of ``rules.COMPUTED_FACTS``.
    """
    lines = await _lines(session, capability=capability, kind=kind, on=on)
    values = await queries.values_of(session, application_id)
    shown = rules.Shown(
        documents=await queries.documented(session, application_id),
        verified=await queries.verified(session, application_id),
    )
    return rules.judge(lines, facts=facts, values=values, shown=shown)


async def require_line(
    session: AsyncSession,
    *,
    capability: Capability,
    kind: OrganisationKind,
    on: date,
    key: str,
) -> rules.Requirement:
    """The line of the checklist in force on a Bangkok date.

    Raises:
        NotFound: the checklist has no such line.
    """
    lines = await _lines(session, capability=capability, kind=kind, on=on)
    line = next((line for line in lines if line.key == key), None)
    if line is None:
        raise NotFound
    return line


async def tick(
    session: AsyncSession, *, application_id: UUID, key: str, met: bool, note: str | None, by: UUID
) -> None:
    """Keep what an officer found; the last look counts."""
    await queries.put_verification(
        session, application_id=application_id, key=key, met=met, note=note, verified_by=by
    )


async def state(
    session: AsyncSession,
    *,
    capability: Capability,
    kind: OrganisationKind,
    on: date,
    application_id: UUID,
    key: str,
    value: rules.Value,
    by: UUID,
) -> None:
    """Keep what the applicant states for an attested requirement.

    Raises:
        NotFound: the checklist has no such line.
        RequirementComputed, RequirementValueNotValid.
    """
    line = await require_line(session, capability=capability, kind=kind, on=on, key=key)
    rules.check_value(line, value)
    await queries.put_value(session, application_id=application_id, key=key, value=value, set_by=by)


async def names_payee(session: AsyncSession, *, application_id: UUID) -> bool:
    """Whether the application says who receives the money."""
    return rules.PAYEE in await queries.values_of(session, application_id)


async def _lines(
    session: AsyncSession, *, capability: Capability, kind: OrganisationKind, on: date
) -> list[rules.Requirement]:
    rows = await queries.requirements(session, capability=capability.value, kind=kind.value, on=on)
    return [
        rules.Requirement(
            key=row.key,
            mode=RequirementMode(row.mode),
            value_type=ValueType(row.value_type) if row.value_type else None,
            minimum=row.minimum,
            label_th=row.label_th,
            label_en=row.label_en,
        )
        for row in rows
    ]
