"""Stripe's lists against ours: mended where they can be, else reported."""

from typing import Any

from services.orders.collection import service as collection_service
from services.orders.reconciliation import service as reconciliation_service
from tests.factories.shop import Shop, intent_of


async def _reconcile(shop: Shop) -> None:
    await shop.execute("UPDATE reconciliation_run SET next_run_at = now() - interval '1 second'")
    await reconciliation_service.reconcile(shop.database, shop.payments)


async def _finding(shop: Shop, subject: str) -> Any:
    return await shop.scalar(
        "SELECT kind FROM reconciliation_finding WHERE subject = :s AND resolved_at IS NULL",
        s=subject,
    )


async def _forget(shop: Shop, subject: str) -> None:
    """The shared database of this worker stays as the doctor wants it."""
    await shop.execute("DELETE FROM reconciliation_finding WHERE subject = :s", s=subject)


async def test_a_paid_intent_without_a_webhook_is_mended(shop: Shop) -> None:
    """The list alone brings the group home; running it again changes nothing."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    await shop.bank.pay(answer)
    await _reconcile(shop)
    assert (await guest.group(answer["order_group_id"]))["status"] == "paid"
    assert await seller.owed() == 101_650
    await _reconcile(shop)
    assert await seller.owed() == 101_650
    assert await _finding(shop, intent_of(answer)) is None


async def test_what_only_one_side_knows(shop: Shop) -> None:
    """Money by an intent that we did not make, a refund that we did not ask for, a payment of ours
    whose intent Stripe does not list: reported, nothing sold.
    """
    stranger = await shop.bank.form(
        "/v1/payment_intents",
        {
            "amount": 5_000,
            "currency": "thb",
            "payment_method": "pm_card_visa",
            "confirm": "true",
            "return_url": "https://shop.test/back",
        },
    )
    await _reconcile(shop)
    assert await _finding(shop, stranger["id"]) == "unknown_intent"
    refund = await shop.bank.form("/v1/refunds", {"payment_intent": stranger["id"]})
    await _reconcile(shop)
    assert await _finding(shop, refund["id"]) == "unknown_refund"
    seller = await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    group_id = answer["order_group_id"]
    age = "UPDATE payment SET created_at = now() - interval '1 hour', intent_id = :i"
    await shop.execute(f"{age} WHERE group_id = :id", i=f"pi_lost_{group_id}", id=group_id)
    await shop.execute("UPDATE reconciliation_run SET compared_until = NULL")
    await _reconcile(shop)
    assert await _finding(shop, f"pi_lost_{group_id}") == "missing_intent"
    await _forget(shop, f"pi_lost_{group_id}")
    await shop.execute(
        "UPDATE payment SET intent_id = :i WHERE group_id = :id", i=intent_of(answer), id=group_id
    )
    await _forget(shop, stranger["id"])
    await _forget(shop, refund["id"])
    # Out of sight of later runs, which would report them again.
    await shop.execute("UPDATE reconciliation_run SET compared_until = now() + interval '3 days'")


async def test_fees_are_learnt_and_posted(shop: Shop) -> None:
    """1.65 % of 1,070 baht for PromptPay is 17.66 and 1.24 VAT; posted once."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    await shop.paid(answer)
    while await collection_service.follow_fees(shop.database, shop.payments):
        pass
    fee = "SELECT fee_satang || ' ' || fee_vat_satang FROM money_in WHERE intent_id = :id"
    assert await shop.scalar(fee, id=intent_of(answer)) == "1766 124"
    entries = """
        SELECT string_agg(a.kind || ' ' || e.amount_satang, ', ' ORDER BY a.kind)
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        JOIN ledger_transaction t ON t.id = e.transaction_id
        JOIN money_in m ON m.id = t.cause_id WHERE m.intent_id = :id
    """
    assert await shop.scalar(entries, id=intent_of(answer)) == (
        "operator_vat_receivable 124, processor_clearing -1890, processor_fee 1766"
    )
