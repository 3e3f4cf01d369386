"""What endpoints of the catalogue ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Header, Request

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.app import ReadSession, Resources, Session
from kit.auth import VerifiedClaims
from kit.db import Database
from kit.errors import Forbidden
from kit.http import parse_etag
from services.catalog.storage.s3 import ObjectStore

__all__ = [
    "Acting",
    "CatalogResources",
    "CatalogueEditor",
    "CurrentPrincipal",
    "DatabaseDep",
    "MissingScope",
    "NoOrganisation",
    "OptionalIfMatch",
    "PartyReader",
    "ReadSession",
    "Session",
    "StoreDep",
]


@dataclass(frozen=True)
class CatalogResources(Resources):
    """What lives as long as the process: settings, database, keys and the object store."""

    store: ObjectStore


def resources_of(request: Request) -> CatalogResources:
    """The process's resources."""
    return cast(CatalogResources, request.app.state.resources)


def _database(request: Request) -> Database:
    return resources_of(request).database


def _store(request: Request) -> ObjectStore:
    return resources_of(request).store


DatabaseDep = Annotated[Database, Depends(_database)]
"""For a use case in steps: it opens each transaction itself."""
StoreDep = Annotated[ObjectStore, Depends(_store)]


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


async def current_principal(claims: VerifiedClaims) -> Principal:
    """Who calls, by a verified access token.

    Raises:
        Unauthenticated: no token, or one that is expired, forged or of another issuer.
    """
    return Principal.from_claims(claims)


CurrentPrincipal = Annotated[Principal, Depends(current_principal)]


def _acting(principal: Principal, *sufficient: Scope) -> Acting:
    if principal.organisation_id is None:
        raise NoOrganisation
    if not any(principal.has(scope) for scope in sufficient):
        raise MissingScope(scope=sufficient[0].value)
    return Acting(principal.person_id, principal.organisation_id)


async def catalogue_editor(principal: CurrentPrincipal) -> Acting:
    """The caller edits the catalogue of their organisation.

    Raises:
        NoOrganisation: the token acts for no organisation.
        MissingScope: the token lacks ``catalogue``.
    """
    return _acting(principal, Scope.CATALOGUE)


async def party_reader(principal: CurrentPrincipal) -> Acting:
    """The caller reads their organisation's own rows; raises as ``catalogue_editor`` does."""
    return _acting(principal, Scope.READ, Scope.CATALOGUE)


CatalogueEditor = Annotated[Acting, Depends(catalogue_editor)]
PartyReader = Annotated[Acting, Depends(party_reader)]


async def optional_if_match(
    if_match: Annotated[
        str | None,
        Header(description="ETag of the version that is decided upon", examples=['"3"']),
    ] = None,
) -> int | None:
    """The version that the caller has seen, when they say so; another one is then refused."""
    return None if if_match is None or if_match.strip() == "*" else parse_etag(if_match)


OptionalIfMatch = Annotated[int | None, Depends(optional_if_match)]
