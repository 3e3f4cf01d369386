"""People, organisations and officers for the auth service's tests, made over HTTP."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from kit.db import Database
from tests.auth.granting import take_back
from tests.auth.parties import Parties
from tests.support import apps


@pytest.fixture
async def parties(auth_app: FastAPI, auth_database: Database) -> AsyncIterator[Parties]:
    """Makes parties of this test's own."""
    async with apps.client_of(auth_app) as client:
        yield Parties(client, auth_database)


@pytest.fixture
def anonymous(auth_client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller without a token."""
    return auth_client


@pytest.fixture(autouse=True)
async def _take_back_capabilities(auth_database: Database) -> AsyncIterator[None]:
    """What a test granted without an approval does not outlive it."""
    yield
    await take_back(auth_database)
