"""Use cases of the payee."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from kit.errors import NotFound
from kit.time import bangkok_today
from services.auth.audit import service as audit_service
from services.auth.membership import service as membership_service
from services.auth.membership.errors import OwnerNeeded
from services.auth.models.office import PayeeKind
from services.auth.organisation import service as organisation_service
from services.auth.payee import queries, rules
from services.auth.payee.schemas import PayeeRead, PayeeSet
from services.auth.signing_key.fernet import Vault


async def name(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    payee: PayeeSet,
    vault: Vault,
) -> PayeeRead:
    """An owner says who receives the money. The number is encrypted before it is stored.

    Raises:
        NotFound, MissingScope, OwnerNeeded, AccountNumberNotValid.
    """
    standing = await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.FINANCE
    )
    if Role.OWNER not in standing.roles:
        raise OwnerNeeded
    number = rules.account_number(payee.account_number.get_secret_value())
    organisation = await organisation_service.lock(session, organisation_id=organisation_id)
    await queries.put_payee(
        session,
        organisation_id=organisation_id,
        kind=payee.kind.value,
        bank_code=payee.bank_code,
        account_name=payee.account_name,
        account_sealed=vault.seal(number.encode()),
        account_ends=number[-rules.SHOWN :],
        authority_from_on=payee.authority_from_on,
        authority_until_on=payee.authority_until_on,
        set_by=caller.person_id,
    )
    await audit_service.record(
        session,
        action="payee.named",
        by=caller.person_id,
        subject=("organisation", organisation_id),
        organisation_id=organisation_id,
        after={"kind": payee.kind.value, "account": rules.masked(number[-rules.SHOWN :])},
    )
    if not organisation.payee_ready:
        organisation.payee_ready = True
        await organisation_service.changed(session, organisation)
    return await _read(session, organisation_id)


async def read(session: AsyncSession, *, caller: Principal, organisation_id: UUID) -> PayeeRead:
    """Who receives the money, with the account masked.

    Raises:
        NotFound (also when nobody has been named), MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.FINANCE
    )
    return await _read(session, organisation_id)


async def _read(session: AsyncSession, organisation_id: UUID) -> PayeeRead:
    found = await queries.payee(session, organisation_id)
    if found is None:
        raise NotFound
    return PayeeRead(
        organisation_id=found.organisation_id,
        kind=PayeeKind(found.kind),
        bank_code=found.bank_code,
        account_name=found.account_name,
        account=rules.masked(found.account_ends),
        authority_from_on=found.authority_from_on,
        authority_until_on=found.authority_until_on,
        in_force=rules.in_force(
            bangkok_today(), from_on=found.authority_from_on, until_on=found.authority_until_on
        ),
        set_at=found.set_at,
        version=found.version,
    )
