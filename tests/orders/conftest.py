"""The shop for these tests: sellers, guests, the bank."""

import httpx
import pytest
from fastapi import FastAPI

from kit.db import Database
from kit.events.subscription import Subscription
from services.orders.membership.projection import MEMBERSHIPS
from services.orders.offer.projection import OFFERS
from services.orders.party.projection import PARTIES
from talat.stack.sandbox import StripeSandbox
from tests.factories.buying import Buying
from tests.factories.shop import Bank, Shop
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint

PROJECTIONS = (
    Subscription.projection(PARTIES),
    Subscription.projection(MEMBERSHIPS),
    Subscription.projection(OFFERS),
)


@pytest.fixture
def shop(
    orders_app: FastAPI,
    orders_client: httpx.AsyncClient,
    orders_database: Database,
    stripe_sandbox: StripeSandbox,
    tokens: TokenMint,
) -> Shop:
    """Makes sellers, products and guests."""
    resources = orders_app.state.resources
    return Shop(
        client=orders_client,
        database=orders_database,
        buying=Buying(orders_client, tokens, Deliver(orders_database, PROJECTIONS)),
        bank=Bank(stripe_sandbox),
        payments=resources.payments,
        terms=resources.settings.terms,
    )
