"""Submitting: offers, prices and certificates are frozen, or nothing changes."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.events.catalog import PriceTier, ProductStatus
from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role
from contracts.types import Capability, OrganisationKind, OrganisationStatus, TaxClass
from kit.db import Database
from kit.ids import uuid7
from tests.factories.budgets import committees
from tests.factories.buying import Buying, drafted, mark, refused, wanted
from tests.support.bus import OutboxView

APPROVE = "UPDATE requisition SET status = 'approved', decided_at = now()"
REOPEN = (
    "UPDATE requisition"
    " SET status = 'draft', content_hash = NULL, submitted_at = NULL, number = NULL"
)


async def test_what_is_frozen(buying: Buying) -> None:
    seller = await buying.seller(vat_registered=True)
    bears = mark(number="15-0042/2569")
    taxed = await buying.product(seller, bears, price_satang=12_000)
    raw = await buying.product(
        seller, mark(), price_satang=3_500, tax_class=TaxClass.EXEMPT_AGRI, category="food"
    )
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    path = await drafted(requester, wanted((taxed, "40"), (raw, "2.5")) | {"note": "ด่วน"})
    await buying.change(raw, order_step=Decimal("0.5"))

    answer = await requester.post(f"{path}/submit")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["status"], body["version"]) == ("submitted", 2)
    assert body["number"].startswith("RQ-25")
    assert body["number"].endswith("-0001")
    assert len(body["content_hash"]) == 64
    first, second = body["lines"]
    assert (first["unit_price_satang"], first["vat_bps"]) == (11_215, 700)
    assert (first["net_satang"], first["vat_satang"]) == (448_600, 31_402)
    assert (first["mark_scheme"], first["mark_number"]) == ("tcps", "15-0042/2569")
    assert bears.until_on is not None
    assert first["mark_until_on"] == bears.until_on.isoformat()
    assert (second["unit_price_satang"], second["net_satang"]) == (3_500, 8_750)
    assert (second["vat_bps"], second["vat_satang"]) == (0, 0)
    assert (body["net_satang"], body["vat_satang"]) == (457_350, 31_402)
    assert body["total_satang"] == 488_752

    # A new price changes nothing that was submitted.
    await buying.change(taxed, price_satang=99_000)
    assert (await requester.get(path)).json() == body


async def test_the_approvers_are_told(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark())
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    path = await drafted(requester, wanted((product, "40")))
    await orders_outbox.mark()
    body = (await requester.post(f"{path}/submit")).json()
    [notice] = await orders_outbox.events(OrdersNoticeRequested)
    assert await orders_outbox.types() == ["talat.orders.notice.requested.v1"]
    assert notice.template == "requisition_waiting_approval"
    assert notice.recipient.organisation_id == buyer
    assert notice.recipient.roles == (Role.OWNER, Role.APPROVER)
    assert notice.data["number"] == body["number"]
    assert notice.data["total_baht"] == "4,800.00"


async def test_tiers_and_a_seller_who_is_not_registered(buying: Buying) -> None:
    tiers = (
        PriceTier(min_quantity=Decimal(10), price_satang=11_000),
        PriceTier(min_quantity=Decimal(40), price_satang=10_000),
    )
    product = await buying.product(await buying.seller(), mark(), tiers=tiers)
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "39")))
    [line] = (await requester.post(f"{path}/submit")).json()["lines"]
    assert (line["unit_price_satang"], line["net_satang"], line["vat_satang"]) == (
        11_000,
        429_000,
        0,
    )


async def test_the_same_key_submits_once(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1")))
    first = await requester.post(f"{path}/submit", key="once")
    again = await requester.post(f"{path}/submit", key="once")
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(await orders_outbox.types()) == 1
    other = await refused(requester, path, orders_outbox, status=409, code="requisition_not_draft")
    assert other.json()["current_status"] == "submitted"
    change = await requester.patch(path, {"note": "x"}, If_Match='"2"')
    assert (change.status_code, change.json()["code"]) == (409, "requisition_not_draft")


async def test_a_key_is_required(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1")))
    answer = await requester.post(f"{path}/submit", key="", headers={"Idempotency-Key": ""})
    assert (answer.status_code, answer.json()["code"]) == (428, "idempotency_key_required")
    assert (await requester.get(path)).json()["status"] == "draft"


@pytest.mark.parametrize(
    "status", [ProductStatus.DRAFT, ProductStatus.WITHDRAWN], ids=["draft", "withdrawn"]
)
async def test_an_offer_that_is_not_on_sale(
    buying: Buying, orders_outbox: OutboxView, status: ProductStatus
) -> None:
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1")))
    await buying.change(product, status=status)
    answer = await refused(requester, path, orders_outbox, status=422, code="offer_not_available")
    assert answer.json()["errors"][0]["field"] == "lines.0.variant_id"


async def test_an_unknown_variant_and_a_seller_who_was_suspended(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    seller = await buying.seller()
    product = await buying.product(seller, mark())
    requester = buying.requester(await buying.organisation())
    body = wanted((product, "1"))
    path = await drafted(requester, body)
    await buying.organisation(
        OrganisationKind.COMMUNITY_ENTERPRISE,
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.SUSPENDED,
        organisation_id=seller,
        version=2,
    )
    await refused(requester, path, orders_outbox, status=422, code="offer_not_available")
    body["lines"][0]["variant_id"] = str(uuid7())
    path = await drafted(requester, body)
    await refused(requester, path, orders_outbox, status=422, code="offer_not_available")


async def test_order_steps(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark(), order_step=Decimal("0.5"))
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "1.25")))
    await refused(requester, path, orders_outbox, status=422, code="quantity_not_in_order_steps")
    path = await drafted(requester, wanted((product, "1.5")))
    assert (await requester.post(f"{path}/submit")).status_code == 200


@pytest.mark.parametrize(
    ("method", "baht", "code"),
    [
        ("w119", 10_000, None),
        ("w119", 10_001, "procurement_ceiling_exceeded"),
        ("small", 100_000, None),
        ("small", 100_001, "procurement_ceiling_exceeded"),
        ("specific", 500_000, None),
        ("specific", 500_001, "procurement_ceiling_exceeded"),
        ("selection", 900_000, None),
        ("direct", 1, "procurement_method_not_allowed"),
    ],
)
async def test_limits_of_the_methods_for_a_hospital(
    buying: Buying, orders_outbox: OutboxView, method: str, baht: int, code: str | None
) -> None:
    product = await buying.product(await buying.seller(), mark(), price_satang=100)
    buyer = await buying.organisation()
    requester = buying.requester(buyer)
    body = wanted((product, str(baht)), method=method) | await committees(buying, buyer)
    path = await drafted(requester, body)
    if code is None:
        assert (await requester.post(f"{path}/submit")).status_code == 200
        return
    answer = await refused(requester, path, orders_outbox, status=422, code=code)
    if code == "procurement_ceiling_exceeded":
        assert answer.json()["total_satang"] == baht * 100
        assert "2560" in answer.json()["detail"] or "119" in answer.json()["detail"]


async def test_a_private_buyer_has_no_ceiling_and_no_statutory_method(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    product = await buying.product(await buying.seller(), mark(), price_satang=100_000_00)
    requester = buying.requester(await buying.organisation(OrganisationKind.RESTAURANT))
    path = await drafted(requester, wanted((product, "9"), method="direct"))
    assert (await requester.post(f"{path}/submit")).status_code == 200
    path = await drafted(requester, wanted((product, "9"), method="specific"))
    await refused(requester, path, orders_outbox, status=422, code="procurement_method_not_allowed")


async def test_a_sum_beyond_all_amounts(buying: Buying, orders_outbox: OutboxView) -> None:
    product = await buying.product(await buying.seller(), mark(), price_satang=10**14)
    buyer = await buying.organisation()
    requester, named = buying.requester(buyer), await committees(buying, buyer)
    path = await drafted(requester, wanted((product, "999999999"), method="selection") | named)
    await refused(requester, path, orders_outbox, status=422, code="requisition_too_large")
    path = await drafted(requester, wanted((product, "1"), method="selection") | named)
    assert (await requester.post(f"{path}/submit")).json()["total_satang"] == 10**14


async def test_numbers_are_gapless_per_buyer_whatever_is_refused(buying: Buying) -> None:
    seller = await buying.seller()
    good, bad = await buying.product(seller, mark()), await buying.product(seller)
    requester = buying.requester(await buying.organisation())
    numbers = []
    for product in (good, bad, good, good):
        path = await drafted(requester, wanted((product, "1")))
        numbers.append((await requester.post(f"{path}/submit")).json().get("number"))
    assert [number and number[-4:] for number in numbers] == ["0001", None, "0002", "0003"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE requisition_line SET quantity = 41 WHERE requisition_id = :id",
        "DELETE FROM requisition_line WHERE requisition_id = :id",
        f"{APPROVE}, decided_by = uuidv7(), total_satang = 0, net_satang = 0 WHERE id = :id",
        f"{APPROVE}, decided_by = uuidv7(), need_by_on = need_by_on + 1 WHERE id = :id",
        f"{APPROVE}, decided_by = requester_id WHERE id = :id",
        f"{REOPEN} WHERE id = :id",
    ],
)
async def test_the_database_itself_refuses_to_change_what_was_submitted(
    buying: Buying, orders_database: Database, statement: str
) -> None:
    product = await buying.product(await buying.seller(), mark())
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "40")))
    submitted = (await requester.post(f"{path}/submit")).json()
    with pytest.raises(IntegrityError):
        async with orders_database.transaction() as session:
            await session.execute(text(statement), {"id": submitted["id"]})
    assert (await requester.get(path)).json() == submitted
