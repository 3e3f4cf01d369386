"""Parties, offers and people for these tests."""

import httpx
import pytest

from tests.factories.buying import Buying
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint


@pytest.fixture
def buying(
    orders_client: httpx.AsyncClient, tokens: TokenMint, deliver_to_orders: Deliver
) -> Buying:
    """Makes parties and offers by events, and people who call the service."""
    return Buying(orders_client, tokens, deliver_to_orders)
