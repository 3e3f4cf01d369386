"""Parties, offers and people for these tests."""

import httpx
import pytest

from kit.db import Database
from kit.events.subscription import Subscription
from services.orders.membership.projection import MEMBERSHIPS
from services.orders.offer.projection import OFFERS
from services.orders.party.projection import PARTIES
from services.orders.purchase.handlers import SUBSCRIPTIONS
from tests.factories.buying import Buying
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint

PROJECTIONS = [Subscription.projection(each) for each in (PARTIES, MEMBERSHIPS, OFFERS)]


@pytest.fixture
def buying(
    orders_client: httpx.AsyncClient, tokens: TokenMint, orders_database: Database
) -> Buying:
    """Makes parties and offers by events, and people who call the service."""
    deliver = Deliver(orders_database, [*PROJECTIONS, *SUBSCRIPTIONS])
    return Buying(orders_client, tokens, deliver)
