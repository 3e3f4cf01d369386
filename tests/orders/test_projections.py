"""Copies of parties, members and offers: newer wins, older and repeated change nothing."""

from contracts.scopes import Role, Scope
from contracts.types import Capability
from services.orders.membership import service as membership_service
from services.orders.offer import service as offer_service
from services.orders.party import service as party_service
from services.orders.worker import PROJECTIONS, SUBSCRIPTIONS
from tests.factories.buying import Product
from tests.factories.shop import Shop


async def test_an_older_party_changes_nothing(shop: Shop) -> None:
    """Version 3 before 2: what 3 said stays."""
    party_id = await shop.buying.organisation(capabilities=(Capability.SELL,), version=3)
    await shop.buying.organisation(organisation_id=party_id, capabilities=(), version=2)
    async with shop.database.reading() as session:
        party = await party_service.find(session, party_id=party_id)
    assert party is not None
    assert (party.capabilities, party.version) == (["sell"], 3)


async def test_an_older_product_changes_nothing(shop: Shop) -> None:
    """A late event of another price is ignored, a newer one is not."""
    seller = await shop.seller()
    product = Product(seller.organisation_id, price_satang=100)
    first = product.event()
    product.price_satang = 200
    await shop.buying.apply(product.event())
    await shop.buying.apply(first)
    async with shop.database.reading() as session:
        offer = await offer_service.find(session, variant_id=product.variant_id)
    assert offer is not None
    assert (offer.price_satang, offer.version, offer.unit) == (200, 2, "กก.")


async def test_a_member_who_left_has_no_role(shop: Shop) -> None:
    """Members are found by role; no roles means gone."""
    seller = await shop.seller()
    person = shop.buying.person(seller.organisation_id, Scope.SELL)
    await shop.buying.member(person, Role.OWNER, Role.ORDERS)
    async with shop.database.reading() as session:
        members = await membership_service.with_role(
            session, organisation_id=seller.organisation_id, role=Role.OWNER
        )
        none = await membership_service.with_role(
            session, organisation_id=seller.organisation_id, role=Role.APPROVER
        )
    assert ([member.person_id for member in members], none) == ([person.person_id], [])


def test_projections_come_before_other_handlers() -> None:
    """Handlers that judge by a projection run after it, in the same transaction."""
    projected = [projection.event for projection in PROJECTIONS]
    assert [each.event for each in SUBSCRIPTIONS[: len(projected)]] == projected
