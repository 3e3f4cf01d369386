"""A guest's cart over HTTP."""

import hashlib
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.events.catalog import PriceTier
from contracts.types import TaxClass
from kit.ids import uuid7
from services.orders.cart import service as cart_service
from tests.factories.shop import Guest, Shop
from tests.support.bus import OutboxView


def _quantities(cart: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["variant_id"], line["quantity"]) for line in cart["lines"]]


async def test_lines_come_and_go(shop: Shop, orders_outbox: OutboxView) -> None:
    """Each change raises the version; a line's quantity replaces the one before."""
    seller = await shop.seller()
    fish = await shop.product(seller, order_step=Decimal("0.25"))
    rice = await shop.product(seller)
    await orders_outbox.mark()
    guest = await shop.guest()
    assert await guest.cart() == {
        "id": guest.cart_id,
        "version": 1,
        "status": "open",
        "lines": [],
    }
    await guest.put(fish.variant_id, "1.75")
    await guest.put(rice.variant_id, "2")
    answer = await guest.put(fish.variant_id, "0.5")
    cart = answer.json()
    assert (cart["version"], cart["status"]) == (4, "open")
    assert _quantities(cart) == [(str(fish.variant_id), "0.5"), (str(rice.variant_id), "2")]
    for _ in range(2):
        answer = await guest.remove(fish.variant_id)
        assert _quantities(answer.json()) == [(str(rice.variant_id), "2")]
    await orders_outbox.assert_nothing()


async def test_only_the_hash_of_the_token_is_kept(shop: Shop) -> None:
    """The database holds SHA-256 of the token and nothing that opens the cart."""
    guest = await shop.guest()
    kept = await shop.scalar("SELECT token_hash FROM cart WHERE id = :id", id=guest.cart_id)
    assert kept == hashlib.sha256(guest.token.encode()).digest()


async def test_quantities_and_offers_that_are_refused(shop: Shop) -> None:
    """Off the step, nothing, withdrawn, unknown, of a seller who may not sell: refused."""
    seller = await shop.seller()
    fish = await shop.product(seller, order_step=Decimal("0.5"))
    guest = await shop.guest()
    off = await guest.put(fish.variant_id, "0.75")
    assert (off.status_code, off.json()["code"]) == (422, "quantity_not_in_step")
    assert off.json()["order_step"] == "0.5"
    for quantity in ("0", "-1", "x", "0.0005"):
        assert (await guest.put(fish.variant_id, quantity)).status_code == 422
    unknown = await guest.put(uuid7(), "1")
    assert (unknown.status_code, unknown.json()["code"]) == (409, "not_for_sale")
    await shop.buying.organisation(
        organisation_id=seller.organisation_id, capabilities=(), version=2
    )
    refused = await guest.put(fish.variant_id, "1")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_sale")
    assert (await guest.cart())["lines"] == []
    assert (await guest.cart())["version"] == 1


async def test_a_cart_holds_a_hundred_lines(shop: Shop) -> None:
    """The line after the last is refused."""
    seller = await shop.seller()
    products = [await shop.buying.product(seller.organisation_id) for _ in range(101)]
    guest = await shop.guest(*((product, "1") for product in products[:100]))
    answer = await guest.put(products[100].variant_id, "1")
    assert (answer.status_code, answer.json()["code"]) == (422, "cart_full")
    assert len((await guest.cart())["lines"]) == 100


async def test_a_strangers_cart_does_not_exist(shop: Shop) -> None:
    """Every route: a wrong token is 404, none is 422."""
    seller = await shop.seller()
    product = await shop.product(seller)
    guest = await shop.guest((product, "1"))
    thief = Guest(guest.client, guest.cart_id, "wrong")
    answers = [
        await thief.put(product.variant_id, "2"),
        await thief.remove(product.variant_id),
        await thief.quote(),
        await thief.check_out(),
        await thief.client.get(f"/storefront/v1/carts/{guest.cart_id}", headers=thief.headers),
    ]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(404, "cart_not_found")}
    bare = await guest.client.get(f"/storefront/v1/carts/{guest.cart_id}")
    assert bare.status_code == 422
    assert _quantities(await guest.cart()) == [(str(product.variant_id), "1")]


async def test_a_quote_adds_up(shop: Shop) -> None:
    """VAT by registration and class, tiers by quantity, sums by seller and in all."""
    registered = await shop.seller(vat_registered=True)
    plain = await shop.seller(vat_registered=False)
    fish = await shop.product(
        registered,
        price_satang=18_000,
        order_step=Decimal("0.5"),
        tiers=(PriceTier(min_quantity=Decimal(10), price_satang=16_000),),
    )
    mango = await shop.product(registered, price_satang=9_900, tax_class=TaxClass.EXEMPT_AGRI)
    mat = await shop.product(plain, price_satang=25_000)
    guest = await shop.guest((fish, "1.5"), (mango, "2"), (mat, "1"))

    quote = (await guest.quote()).json()

    sellers = {UUID(part["seller_id"]): part for part in quote["sellers"]}
    lines = {line["variant_id"]: line for part in quote["sellers"] for line in part["lines"]}
    figures = {
        key: (line["net_satang"], line["vat_satang"], line["total_satang"], line["vat_bps"])
        for key, line in lines.items()
    }
    assert figures == {
        str(fish.variant_id): (25_234, 1_766, 27_000, 700),
        str(mango.variant_id): (19_800, 0, 19_800, 0),
        str(mat.variant_id): (25_000, 0, 25_000, 0),
    }
    assert sellers[registered.organisation_id]["total_satang"] == 46_800
    assert sellers[plain.organisation_id]["vat_registered"] is False
    assert (quote["net_satang"], quote["vat_satang"], quote["total_satang"]) == (
        70_034,
        1_766,
        71_800,
    )
    assert quote["cart_version"] == 4
    assert quote["address"]["subdistrict_code"] == "150208"
    await guest.put(fish.variant_id, "10")
    again = (await guest.quote()).json()
    assert again["total_satang"] == 160_000 + 19_800 + 25_000


async def test_a_quote_of_nothing(shop: Shop) -> None:
    """An empty cart has no price; a line that went off sale is named."""
    guest = await shop.guest()
    assert (await guest.quote()).json()["code"] == "cart_empty"
    seller = await shop.seller()
    product = await shop.product(seller)
    await guest.put(product.variant_id, "1")
    await shop.buying.change(product, status="draft")
    answer = await guest.quote()
    assert (answer.status_code, answer.json()["code"]) == (409, "not_for_sale")
    assert [e["field"] for e in answer.json()["errors"]] == [f"lines.{product.variant_id}"]


async def test_a_line_shows_what_is_on_sale(shop: Shop) -> None:
    """Name, tier price, availability; whether there is enough; all gone when it is withdrawn."""
    seller = await shop.seller()
    fish = await shop.product(
        seller,
        "12",
        price_satang=18_000,
        tiers=(PriceTier(min_quantity=Decimal(10), price_satang=16_000),),
    )
    guest = await shop.guest((fish, "10"))
    (line,) = (await guest.cart())["lines"]
    assert (line["unit_price_satang"], line["total_satang"]) == (16_000, 160_000)
    assert line["tiers"] == [{"min_quantity": "10", "price_satang": 16_000}]
    assert (line["availability"], line["enough"], line["for_sale"]) == ("plenty", True, True)
    assert line["change"] is None
    (line,) = (await guest.put(fish.variant_id, "13")).json()["lines"]
    assert (line["availability"], line["enough"]) == ("plenty", False)


async def test_a_new_price_is_told_until_it_is_taken_note_of(shop: Shop) -> None:
    """The cart says what the price was and is; setting the line again settles it."""
    seller = await shop.seller()
    fish = await shop.product(seller, price_satang=18_000)
    guest = await shop.guest((fish, "2"))
    await shop.buying.change(fish, price_satang=19_500)
    for _ in range(2):
        (line,) = (await guest.cart())["lines"]
        assert line["change"] == {"was_satang": 18_000, "now_satang": 19_500}
        assert line["total_satang"] == 39_000
    (line,) = (await guest.put(fish.variant_id, "2")).json()["lines"]
    assert line["change"] is None


async def test_old_carts_go(shop: Shop) -> None:
    """A month after its last change an open cart is removed; an ordered one never is."""
    seller = await shop.seller()
    product = await shop.product(seller)
    old, fresh, ordered = [await shop.guest((product, "1")) for _ in range(3)]
    await ordered.placed()
    await shop.execute(
        "UPDATE cart SET updated_at = now() - interval '31 days' WHERE id IN (:a, :b)",
        a=old.cart_id,
        b=ordered.cart_id,
    )
    while await cart_service.forget_old(shop.database):
        pass
    left = "SELECT count(*) FROM cart WHERE id IN (:a, :b, :c)"
    ids = {"a": old.cart_id, "b": fresh.cart_id, "c": ordered.cart_id}
    assert await shop.scalar(left, **ids) == 2
    gone = await old.client.get(f"/storefront/v1/carts/{old.cart_id}", headers=old.headers)
    assert gone.status_code == 404
