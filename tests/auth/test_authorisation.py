"""Every route of auth and every kind of caller."""

import httpx
import pytest
from fastapi import FastAPI

from contracts.scopes import Scope
from tests.auth.parties import Parties, Party
from tests.support.authorisation import Access, Caller, Route, complaints, differences
from tests.support.tokens import TokenMint

PUBLIC = """
GET /.well-known/oauth-authorization-server
GET /auth/v1/consent-purposes
GET /auth/v1/jwks.json
GET /auth/v1/places
POST /auth/v1/accounts
POST /auth/v1/accounts/password-reset
POST /auth/v1/accounts/password-reset/confirm
POST /auth/v1/accounts/verification
POST /auth/v1/accounts/verification/confirm
POST /auth/v1/token
POST /auth/v1/token/revoke
"""
OPERATOR = """
GET /auth/v1/appointments
GET /auth/v1/audit
GET /auth/v1/breaches
GET /auth/v1/privacy/cases
GET /auth/v1/signing-keys
POST /auth/v1/appointments
POST /auth/v1/breaches
POST /auth/v1/breaches/{breach_id}/steps
POST /auth/v1/settings
POST /auth/v1/signing-keys/rotations
POST /auth/v1/support/views
"""
# Signed in is enough to be heard; whose it is, in which role, province and agency, is judged on
# the row itself, which does not exist for others (the tests of the features have real ids).
PERSON = """
DELETE /auth/v1/me/sessions
DELETE /auth/v1/me/sessions/{session_id}
DELETE /auth/v1/organisations/{organisation_id}/clients/{client_id}
DELETE /auth/v1/organisations/{organisation_id}/clients/{client_id}/secrets/{secret_id}
DELETE /auth/v1/organisations/{organisation_id}/invitations/{invitation_id}
DELETE /auth/v1/organisations/{organisation_id}/members/{person_id}
GET /auth/v1/applications
GET /auth/v1/applications/{application_id}
GET /auth/v1/applications/{application_id}/documents
GET /auth/v1/applications/{application_id}/documents/{document_id}
GET /auth/v1/duplicates
GET /auth/v1/imports/{import_id}
GET /auth/v1/leads
GET /auth/v1/mandates
GET /auth/v1/mandates/{mandate_id}
GET /auth/v1/me
GET /auth/v1/me/audit
GET /auth/v1/me/consents
GET /auth/v1/me/sessions
GET /auth/v1/me/totp
GET /auth/v1/networks
GET /auth/v1/networks/{network_id}
GET /auth/v1/organisations/{organisation_id}
GET /auth/v1/organisations/{organisation_id}/audit
GET /auth/v1/organisations/{organisation_id}/clients
GET /auth/v1/organisations/{organisation_id}/confirmation
GET /auth/v1/organisations/{organisation_id}/history
GET /auth/v1/organisations/{organisation_id}/invitations
GET /auth/v1/organisations/{organisation_id}/members
GET /auth/v1/organisations/{organisation_id}/payee
GET /auth/v1/overview
GET /auth/v1/privacy/exports/{case_id}
GET /auth/v1/privacy/exports/{case_id}/download
GET /auth/v1/settings
PATCH /auth/v1/organisations/{organisation_id}
PATCH /auth/v1/organisations/{organisation_id}/members/{person_id}
POST /auth/v1/applications/{application_id}/decision
POST /auth/v1/applications/{application_id}/documents
POST /auth/v1/applications/{application_id}/documents/{document_id}/check
POST /auth/v1/applications/{application_id}/requirements/{key}/verification
POST /auth/v1/applications/{application_id}/submit
POST /auth/v1/applications/{application_id}/withdraw
POST /auth/v1/appointments/{appointment_id}/end
POST /auth/v1/claims
POST /auth/v1/delegations
POST /auth/v1/imports
POST /auth/v1/imports/{import_id}/claim-codes
POST /auth/v1/invitations/accept
POST /auth/v1/leads
POST /auth/v1/leads/{lead_id}/lose
POST /auth/v1/leads/{lead_id}/match
POST /auth/v1/mandates
POST /auth/v1/mandates/{mandate_id}/consent
POST /auth/v1/mandates/{mandate_id}/decline
POST /auth/v1/mandates/{mandate_id}/revoke
POST /auth/v1/me/consents
POST /auth/v1/me/contacts
POST /auth/v1/me/contacts/confirm
POST /auth/v1/me/contacts/{contact_id}/remove
POST /auth/v1/me/password
POST /auth/v1/me/totp
POST /auth/v1/me/totp/confirm
POST /auth/v1/me/totp/disable
POST /auth/v1/me/totp/recovery-codes
POST /auth/v1/networks
POST /auth/v1/networks/{network_id}/accept
POST /auth/v1/networks/{network_id}/invitations
POST /auth/v1/networks/{network_id}/leave
POST /auth/v1/organisations
POST /auth/v1/organisations/{organisation_id}/applications
POST /auth/v1/organisations/{organisation_id}/claim-code
POST /auth/v1/organisations/{organisation_id}/clients
POST /auth/v1/organisations/{organisation_id}/clients/{client_id}/secrets
POST /auth/v1/organisations/{organisation_id}/close
POST /auth/v1/organisations/{organisation_id}/confirmation
POST /auth/v1/organisations/{organisation_id}/invitations
POST /auth/v1/organisations/{organisation_id}/members
POST /auth/v1/organisations/{organisation_id}/merge
POST /auth/v1/organisations/{organisation_id}/not-duplicate
POST /auth/v1/organisations/{organisation_id}/payee
POST /auth/v1/organisations/{organisation_id}/reinstate
POST /auth/v1/organisations/{organisation_id}/suspend
POST /auth/v1/privacy/erasures
POST /auth/v1/privacy/exports
POST /auth/v1/registrations
PUT /auth/v1/applications/{application_id}/requirements/{key}
"""


def lines(text: str, access: Access) -> dict[Route, Access]:
    """The lines of one kind of access."""
    found = {}
    for line in text.split("\n"):
        method, _, path = line.partition(" ")
        if path:
            found[method, path] = access
    return found


TABLE = {
    **lines(PUBLIC, Access.PUBLIC),
    **lines(PERSON, Access.PERSON),
    **lines(OPERATOR, Access.OPERATOR),
}
# These end the caller's own sign-ins: tried by the tests of sessions instead.
SKIPPED = {("DELETE", "/auth/v1/me/sessions")}
REAL: dict[Route, tuple[int, ...]] = {
    ("GET", "/auth/v1/organisations/{organisation_id}"): (404,),
    ("GET", "/auth/v1/organisations/{organisation_id}/audit"): (404,),
    ("GET", "/auth/v1/organisations/{organisation_id}/clients"): (404,),
    ("GET", "/auth/v1/organisations/{organisation_id}/members"): (404,),
    ("PATCH", "/auth/v1/organisations/{organisation_id}"): (404,),
    ("POST", "/auth/v1/organisations/{organisation_id}/applications"): (404, 422),
    ("POST", "/auth/v1/organisations/{organisation_id}/clients"): (404, 422),
}


def caller(kind: str, party: Party) -> Caller:
    """A party as a kind of caller."""
    return Caller(kind, party.headers)


def test_every_route_is_in_the_table(auth_app: FastAPI) -> None:
    assert differences(auth_app, TABLE) == []


async def test_nobody_comes_further_than_the_table_says(parties: Parties) -> None:
    callers = [
        Caller("anonymous", {}),
        caller("person", await parties.person()),
        caller("owner", await parties.owner()),
        caller("stranger", await parties.owner()),
        caller("officer", await parties.officer()),
        caller("operator", await parties.operator()),
    ]
    values = {"key": "member_count"}
    assert await complaints(parties.client, TABLE, callers, values=values, skip=SKIPPED) == []


@pytest.mark.parametrize("route", REAL, ids=" ".join)
async def test_an_organisation_does_not_exist_for_others(parties: Parties, route: Route) -> None:
    owner = await parties.owner()
    strangers = [await parties.owner(), await parties.officer(), await parties.operator()]
    path = route[1].replace("{organisation_id}", str(owner.organisation_id))
    for stranger in strangers:
        body: dict[str, object] | None = None if route[0] == "GET" else {}
        answer = await stranger.request(route[0], path, version=1, json=body)
        assert answer.status_code in REAL[route]
    assert (await owner.get(f"/auth/v1/organisations/{owner.organisation_id}")).is_success


async def test_tokens_are_not_exchanged_or_stretched(
    parties: Parties, tokens: TokenMint, anonymous: httpx.AsyncClient
) -> None:
    owner, stranger = await parties.owner(), await parties.owner()
    path = f"/auth/v1/organisations/{owner.organisation_id}"
    # A token of the same people signed by somebody else's key, for another audience or issuer.
    forged = tokens.headers(person_id=owner.person_id, org=owner.organisation_id, scopes=[*Scope])
    assert (await anonymous.get(path, headers=forged)).status_code == 401
    # One organisation's token at another's, and a personal token at an organisation's.
    assert (await stranger.get(path)).status_code == 404
    personal = await owner.acting_for(None)
    assert (await personal.get(path)).status_code == 404
    form = {
        "grant_type": "password",
        "username": stranger.email,
        "password": "ปลาส้มชะไวอร่อยที่สุด",
        "organisation_id": str(owner.organisation_id),
    }
    refused = await anonymous.post("/auth/v1/token", data=form)
    assert (refused.status_code, refused.json()["code"]) == (400, "not_a_member")
