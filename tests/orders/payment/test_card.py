"""Cards: declined, tried again, paid; money against Stripe's word."""

from services.orders.worker import due_tasks
from tests.factories.shop import Shop


async def test_a_declined_card_and_then_a_good_one(shop: Shop) -> None:
    """A decline leaves the order waiting and says why; another card on the same intent pays."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed(method="card")
    declined = await shop.bank.confirm_card(answer, "pm_card_visa_chargeDeclined")
    assert declined.status_code == 402
    await shop.deliver(*await shop.bank.events(answer))
    group = await guest.group(answer["order_group_id"])
    assert (group["status"], group["payment"]["status"]) == ("awaiting_payment", "pending")
    failure = "SELECT failure_code FROM payment WHERE group_id = :id"
    assert await shop.scalar(failure, id=answer["order_group_id"]) == "generic_decline"

    assert (await shop.bank.confirm_card(answer, "pm_card_visa")).status_code == 200
    await shop.deliver(*reversed(await shop.bank.events(answer)))

    assert (await guest.group(answer["order_group_id"]))["status"] == "paid"
    assert await seller.owed() == 101_650


async def test_the_worker_follows_payments(shop: Shop) -> None:
    """The worker's own due tasks bring a paid group home without a webhook."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed(method="card")
    assert (await shop.bank.confirm_card(answer, "pm_card_visa")).status_code == 200
    await shop.make_due(answer["order_group_id"])
    for task in due_tasks(shop.payments, shop.terms):
        while await task.run(shop.database):
            pass
    assert (await guest.group(answer["order_group_id"]))["status"] == "paid"
