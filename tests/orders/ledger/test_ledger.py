"""The books: what the database itself refuses, and who reads which balance."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.scopes import Scope
from kit.doctor import Check
from kit.ids import uuid7
from services.orders.doctor import CHECKS
from services.orders.ledger import service as ledger_service
from services.orders.ledger.rules import Sale
from tests.factories.shop import Shop


async def _sold(shop: Shop) -> str:
    seller = await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    await shop.paid(answer)
    return str(answer["order_group_id"])


async def _execute(shop: Shop, statement: str) -> None:
    async with shop.database.transaction() as session:
        await session.execute(text(statement))


async def _post(shop: Shop, cause: UUID, account: UUID, amounts: list[int]) -> None:
    """A ledger transaction with these entries, in one database transaction."""
    entry = text(
        "INSERT INTO ledger_entry (id, transaction_id, account_id, amount_satang)"
        " VALUES (gen_random_uuid(), :transaction, :account, :amount)"
    )
    async with shop.database.transaction() as session:
        await session.execute(
            text("INSERT INTO ledger_transaction VALUES (:id, 'test', :id, now())"), {"id": cause}
        )
        for amount in amounts:
            values = {"transaction": cause, "account": account, "amount": amount}
            await session.execute(entry, values)


async def test_a_payment_posts_once(shop: Shop) -> None:
    """Four entries that sum to nought; posting the same payment again adds none."""
    group_id = await _sold(shop)
    entries = """
        SELECT string_agg(a.kind || ' ' || e.amount_satang, ', ' ORDER BY a.kind)
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        JOIN ledger_transaction t ON t.id = e.transaction_id
        JOIN payment p ON p.id = t.cause_id WHERE p.group_id = :id
    """
    expected = (
        "operator_commission -5000, operator_vat_payable -350, "
        "processor_clearing 107000, seller_payable -101650"
    )
    assert await shop.scalar(entries, id=group_id) == expected
    payment_id = await shop.scalar("SELECT id FROM payment WHERE group_id = :id", id=group_id)
    async with shop.database.transaction() as session:
        sale = Sale(uuid7(), uuid7(), 100, 5, 0, 95)
        assert not await ledger_service.post_sales(session, payment_id=payment_id, sales=[sale])
    assert await shop.scalar(entries, id=group_id) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount_satang = amount_satang",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_transaction SET posted_at = now()",
        "DELETE FROM ledger_transaction",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_entry",
    ],
)
async def test_nothing_is_ever_changed(shop: Shop, statement: str) -> None:
    """Update, delete and truncate are refused by the database."""
    await _sold(shop)
    before = await shop.scalar("SELECT count(*) FROM ledger_entry")
    with pytest.raises(DBAPIError, match="append-only"):
        await _execute(shop, statement)
    assert await shop.scalar("SELECT count(*) FROM ledger_entry") == before


@pytest.mark.parametrize("amounts", [[], [0 + 100], [100, -99], [100, -100, 1]])
async def test_what_does_not_balance_is_not_committed(shop: Shop, amounts: list[int]) -> None:
    """No entries, one entry, or a sum that is not nought: the commit fails."""
    await _sold(shop)
    account = await shop.scalar("SELECT id FROM ledger_account LIMIT 1")
    cause = uuid7()
    with pytest.raises(DBAPIError, match="ledger transaction"):
        await _post(shop, cause, account, amounts)
    count = "SELECT count(*) FROM ledger_transaction WHERE cause_id = :id"
    assert await shop.scalar(count, id=cause) == 0


async def test_who_reads_which_balance(shop: Shop) -> None:
    """One's own; a seller who sold nothing has none; no token 401; no scope 403."""
    seller, other = await shop.seller(), await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "2"))).placed()
    await shop.paid(answer)
    body = (await seller.desk.get("/orders/v1/ledger/balances")).json()
    assert body["items"] == [{"account": "seller_payable", "balance_satang": -203_300}]
    assert (await other.desk.get("/orders/v1/ledger/balances")).json()["items"] == []
    assert (await shop.client.get("/orders/v1/ledger/balances")).status_code == 401
    poor = shop.buying.person(seller.organisation_id, Scope.SELL)
    refused = await poor.get("/orders/v1/ledger/balances")
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
async def test_the_doctor_finds_nothing(shop: Shop, check: Check) -> None:
    """Whatever the tests before did over HTTP, every invariant holds."""
    await _sold(shop)
    assert await shop.scalar(check.violations) == 0


BREAKS = {
    "reserved stock equals": "UPDATE stock SET reserved = reserved + 1 WHERE variant_id = :id",
    "the band that": "UPDATE stock SET band = 'none', on_hand = on_hand WHERE variant_id = :id",
    "an order's figures": "UPDATE order_line SET quantity = quantity, total_satang ="
    " total_satang + 1, net_satang = net_satang + 1 WHERE variant_id = :id",
    "what the ledger owes": "UPDATE shop_order SET seller_satang = seller_satang - 1,"
    " commission_satang = commission_satang + 1"
    " WHERE id IN (SELECT order_id FROM order_line WHERE variant_id = :id)",
    "a paid order that was": "UPDATE shop_order SET status = 'cancelled'"
    " WHERE id IN (SELECT order_id FROM order_line WHERE variant_id = :id)",
    "a group, its orders": "UPDATE shop_order SET status = 'awaiting_payment'"
    " WHERE id IN (SELECT order_id FROM order_line WHERE variant_id = :id)",
    "the books' money": "UPDATE money_in SET amount_satang = amount_satang + 1 WHERE payment_id IN"
    " (SELECT p.id FROM payment p JOIN shop_order o ON o.group_id = p.group_id"
    " JOIN order_line l ON l.order_id = o.id WHERE l.variant_id = :id)",
    "a sale's money": "UPDATE money_in SET use = 'late' WHERE payment_id IN"
    " (SELECT p.id FROM payment p JOIN shop_order o ON o.group_id = p.group_id"
    " JOIN order_line l ON l.order_id = o.id WHERE l.variant_id = :id)",
    "no paid order is an hour": "UPDATE shop_order SET accept_by = now() - interval '2 hours'"
    " WHERE id IN (SELECT order_id FROM order_line WHERE variant_id = :id)",
    "each succeeded payment": "UPDATE payment SET amount_satang = amount_satang + 1"
    " WHERE group_id IN (SELECT group_id FROM shop_order o JOIN order_line l"
    " ON l.order_id = o.id WHERE l.variant_id = :id)",
}


@pytest.mark.parametrize("name", BREAKS)
async def test_the_doctor_finds_damage(shop: Shop, name: str) -> None:
    """Each check sees what it is there for."""
    seller = await shop.seller()
    product = await shop.product(seller)
    await shop.paid(await (await shop.guest((product, "1"))).placed())
    (check,) = [check for check in CHECKS if check.name.startswith(name)]
    async with shop.database.transaction() as session:
        await session.execute(text(BREAKS[name]), {"id": product.variant_id})
        found = (await session.execute(text(check.violations))).scalar_one()
        await session.rollback()
    assert found >= 1
