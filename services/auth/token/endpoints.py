"""HTTP of tokens: OAuth 2."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Annotated, Any, Final
from urllib.parse import unquote
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Form, Request, Response

from contracts.scopes import Scope
from kit.db import Database
from kit.errors import preferred_language
from services.auth.deps import (
    CallerAddress,
    DatabaseDep,
    Hashing,
    ReadSession,
    SettingsDep,
    UserAgent,
    VaultDep,
)
from services.auth.settings import Settings
from services.auth.signing_key import service as signing_key_service
from services.auth.signing_key.fernet import Vault
from services.auth.token import service
from services.auth.token.errors import (
    ClientNotValid,
    ContactNotProven,
    GrantTypeNotSupported,
    NotAMember,
    OAuthError,
    RefreshTokenNotValid,
    ScopeNotValid,
    SecondFactorMissing,
    SecondFactorWrong,
    TokenRequestNotValid,
    TooManySignIns,
    WrongCredentials,
)
from services.auth.token.schemas import KeySet, ServerMetadata, TokenPair

router = APIRouter(tags=["token"])

GRANT_TYPES: Final = ("password", "refresh_token", "client_credentials")

_NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_KEYS_CACHED: Final = "public, max-age=60"
_METADATA_CACHED: Final = "public, max-age=3600"

Parameter = Annotated[str | None, Form(max_length=4_000)]


def oauth_responses(*errors: type[OAuthError]) -> dict[int | str, dict[str, Any]]:
    """Document the refusals of a token route in their RFC 6749 shape."""
    responses: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = responses.setdefault(
            error.status,
            {"description": "RFC 6749 section 5.2", "content": {"application/json": {}}},
        )
        examples = entry["content"]["application/json"].setdefault("examples", {})
        examples[error.code] = {
            "value": {
                "error": error.error,
                "error_description": error.detail_th or error.title_th,
                "code": error.code,
                "request_id": "0198f0c2a7e47b6f8f5e",
            }
        }
    return responses


async def oauth_refusal(request: Request, error: Exception) -> Response:
    """The answer to an OAuthError; registered by the application."""
    if not isinstance(error, OAuthError):
        raise error
    language = preferred_language(request.headers.get("accept-language"))
    body = error.oauth_body(language, request.scope["state"]["request_id"])
    headers = {**_NO_STORE, "Content-Language": language, **error.headers}
    return Response(
        orjson.dumps(body), error.status, headers=headers, media_type="application/json"
    )


async def get_issuer(settings: SettingsDep, vault: VaultDep) -> service.Issuer:
    """How this server issues tokens."""
    return issuer_of(settings, vault)


def issuer_of(settings: Settings, vault: Vault) -> service.Issuer:
    """How a server with these settings issues tokens."""
    return service.Issuer(
        name=settings.issuer,
        vault=vault,
        access_lifetime=timedelta(minutes=settings.access_token_minutes),
        refresh_lifetime=timedelta(days=settings.refresh_token_days),
        verified_contact=settings.verification_required,
        second_factor=settings.second_factor_required,
    )


async def get_origin(address: CallerAddress, user_agent: UserAgent) -> service.Origin:
    """From where somebody signs in."""
    return service.Origin(address, user_agent)


def basic_credentials(request: Request) -> tuple[str, str] | None:
    """The client id and secret of an ``Authorization: Basic`` header (RFC 6749 section 2.3.1)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return None
    client_id, separator, secret = text.partition(":")
    return (unquote(client_id), unquote(secret)) if separator else None


@router.post(
    "/auth/v1/token",
    responses=oauth_responses(
        TokenRequestNotValid,
        GrantTypeNotSupported,
        WrongCredentials,
        RefreshTokenNotValid,
        NotAMember,
        SecondFactorMissing,
        SecondFactorWrong,
        ContactNotProven,
        ClientNotValid,
        ScopeNotValid,
        TooManySignIns,
    ),
)
async def create_token(
    *,
    database: DatabaseDep,
    hashing: Hashing,
    issuer: Annotated[service.Issuer, Depends(get_issuer)],
    origin: Annotated[service.Origin, Depends(get_origin)],
    request: Request,
    response: Response,
    grant_type: Parameter = None,
    username: Parameter = None,
    password: Parameter = None,
    refresh_token: Parameter = None,
    totp: Parameter = None,
    organisation_id: Parameter = None,
    client_id: Parameter = None,
    client_secret: Parameter = None,
    scope: Parameter = None,
) -> TokenPair:
    """Sign in or refresh (form). `organisation_id` is the party that the token acts for.

    `password`: `username` is an e-mail address or a phone number; `totp` a one-time password or
    recovery code, when the account has a second factor. `client_credentials`: an organisation's
    own system, by form or by Basic; `scope` narrows. `refresh_token`: the old token
    is used up; using it again ends every token of that sign-in. A token that acts for an
    organisation carries no officer's or operator's rights.
    """
    response.headers.update(_NO_STORE)
    organisation = _uuid("organisation_id", organisation_id)
    if grant_type == "password":
        return await service.sign_in(
            database,
            hashing=hashing,
            issuer=issuer,
            username=_given("username", username),
            password=_given("password", password),
            totp=totp,
            organisation_id=organisation,
            origin=origin,
        )
    if grant_type == "refresh_token":
        token = _given("refresh_token", refresh_token)
        return await service.refresh(
            database, issuer=issuer, token=token, organisation_id=organisation
        )
    if grant_type == "client_credentials":
        given = basic_credentials(request) or (client_id, client_secret)
        return await _system(database, issuer, origin, given=given, scope=scope)
    _given("grant_type", grant_type)
    raise GrantTypeNotSupported


async def _system(
    database: Database,
    issuer: service.Issuer,
    origin: service.Origin,
    *,
    given: tuple[str | None, str | None],
    scope: str | None,
) -> TokenPair:
    return await service.system_sign_in(
        database,
        issuer=issuer,
        client_id=_given("client_id", given[0]),
        client_secret=_given("client_secret", given[1]),
        scope=scope,
        origin=origin,
    )


def _given(name: str, value: str | None) -> str:
    if not value:
        raise TokenRequestNotValid(parameter=name)
    return value


def _uuid(name: str, value: str | None) -> UUID | None:
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise TokenRequestNotValid(parameter=name) from error


@router.post("/auth/v1/token/revoke", responses=oauth_responses(TokenRequestNotValid))
async def revoke_token(
    database: DatabaseDep,
    response: Response,
    token: Parameter = None,
    token_type_hint: Parameter = None,
) -> None:
    """End every token of a sign-in by its refresh token (RFC 7009, form); always 200.

    An access token ends by itself within 10 minutes.
    """
    del token_type_hint  # RFC 7009: a hint only; there is one kind of token to revoke
    response.headers.update(_NO_STORE)
    await service.revoke(database, token=_given("token", token))


@router.get("/auth/v1/jwks.json")
async def read_keys(session: ReadSession, response: Response) -> KeySet:
    """Public keys for verifying access tokens (RFC 7517); several while one is rotated."""
    response.headers["Cache-Control"] = _KEYS_CACHED
    return KeySet.model_validate(await signing_key_service.key_set(session))


@router.get("/.well-known/oauth-authorization-server")
async def read_metadata(settings: SettingsDep, response: Response) -> ServerMetadata:
    """What this authorisation server can do (RFC 8414)."""
    response.headers["Cache-Control"] = _METADATA_CACHED
    base = settings.public_url.rstrip("/")
    return ServerMetadata(
        issuer=settings.issuer,
        token_endpoint=f"{base}/auth/v1/token",
        revocation_endpoint=f"{base}/auth/v1/token/revoke",
        jwks_uri=f"{base}/auth/v1/jwks.json",
        scopes_supported=[scope.value for scope in Scope],
        response_types_supported=[],
        grant_types_supported=list(GRANT_TYPES),
        token_endpoint_auth_methods_supported=[
            "none",
            "client_secret_basic",
            "client_secret_post",
        ],
        revocation_endpoint_auth_methods_supported=["none"],
        service_documentation=f"{base}/auth/docs",
    )
