"""Parties and officers for these tests."""

import httpx
import pytest

from tests.factories.catalogue import Catalogue
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint


@pytest.fixture
def catalogue(
    catalog_client: httpx.AsyncClient, tokens: TokenMint, deliver_to_catalog: Deliver
) -> Catalogue:
    """Makes shops by events, and people who call the service."""
    return Catalogue(catalog_client, tokens, deliver_to_catalog)
