"""What endpoints of the orders service ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Header, Request

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.app import ReadSession, Resources, Session
from kit.auth import VerifiedClaims
from kit.errors import Forbidden
from services.orders.ports import PaymentPort, Terms
from services.orders.settings import Settings

__all__ = [
    "Acting",
    "BuyingMember",
    "CartToken",
    "CurrentPrincipal",
    "FinanceMember",
    "MissingScope",
    "NoOrganisation",
    "OrdersResources",
    "ReadSession",
    "ResourcesDep",
    "SellingMember",
    "Session",
    "SupplyMember",
    "TermsDep",
    "acting",
]


@dataclass(frozen=True, kw_only=True)
class OrdersResources(Resources):
    """What lives as long as the process: settings, database, keys and the payment port."""

    settings: Settings
    payments: PaymentPort


def get_resources(request: Request) -> OrdersResources:
    """The process's resources."""
    return cast(OrdersResources, request.app.state.resources)


ResourcesDep = Annotated[OrdersResources, Depends(get_resources)]


async def get_terms(resources: ResourcesDep) -> Terms:
    """How long stock is held and when payments are compared, as the settings say."""
    return resources.settings.terms


TermsDep = Annotated[Terms, Depends(get_terms)]


class NoOrganisation(Forbidden):
    """A token that acts for no organisation at a route that is a party's."""

    code = "no_organisation"
    title_th = "โทเคนนี้ไม่ได้ทำการแทนองค์กรใด"
    title_en = "This token acts for no organisation"
    detail_th = "ขอโทเคนใหม่โดยระบุ organisation_id"
    detail_en = "Ask for a token with an organisation_id."


class MissingScope(Forbidden):
    """A token without the scope that the route needs."""

    code = "missing_scope"
    title_th = "โทเคนนี้ไม่มีสิทธิ์ที่ต้องใช้"
    title_en = "The token lacks a scope"
    detail_th = "ต้องมีสิทธิ์ {scope}"
    detail_en = "The scope {scope} is needed."


@dataclass(frozen=True, slots=True)
class Acting:
    """A signed-in person and the organisation that their token acts for."""

    person_id: UUID
    organisation_id: UUID
    principal: Principal


async def current_principal(claims: VerifiedClaims) -> Principal:
    """Who calls, by a verified access token."""
    return Principal.from_claims(claims)


CurrentPrincipal = Annotated[Principal, Depends(current_principal)]


def acting(*scopes: Scope) -> Callable[[Principal], Awaitable[Acting]]:
    """A dependency: the caller acts for an organisation and bears one of the scopes.

    Raises:
        Forbidden: the token acts for no organisation, or bears none of the scopes.
    """

    async def dependency(principal: CurrentPrincipal) -> Acting:
        if principal.organisation_id is None:
            raise NoOrganisation
        if not any(principal.has(scope) for scope in scopes):
            raise MissingScope(scope=" / ".join(scope.value for scope in scopes))
        return Acting(principal.person_id, principal.organisation_id, principal)

    return dependency


SupplyMember = Annotated[Acting, Depends(acting(Scope.SUPPLY))]
SellingMember = Annotated[Acting, Depends(acting(Scope.SELL))]
BuyingMember = Annotated[Acting, Depends(acting(Scope.BUY))]
FinanceMember = Annotated[Acting, Depends(acting(Scope.FINANCE))]

CartToken = Annotated[
    str,
    Header(
        alias="Cart-Token",
        min_length=1,
        max_length=200,
        description="The token that POST /storefront/v1/carts gave; it opens the cart and, "
        "after the checkout, its orders.",
    ),
]
