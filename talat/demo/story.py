"""The story: one real order crosses all three services, told as it happens.

Every party acts over HTTP through the gateway, as a person's own program would. What is printed
are the answers of the services; the end-to-end test asserts the figures in ``StoryFacts``.
"""

from __future__ import annotations

from pathlib import Path

from talat.demo import buying, selling
from talat.demo.accounts import Accounts
from talat.demo.client import Gateway
from talat.demo.narrate import Narrator
from talat.demo.stage import Stage, StoryFacts


def tell(gateway: Gateway, accounts: Accounts, narrator: Narrator, mail: Path) -> StoryFacts:
    """All five chapters in order, with a new group and a new hospital each time.

    Raises:
        talat.demo.client.Refused: a service refused what should go through.
        talat.demo.waiting.NeverHappenedError: an event did not arrive.
    """
    stage = Stage(gateway, accounts, narrator, mail)
    narrator.title("ตลาด: เส้นทางของปลาส้มหนึ่งกลุ่ม", "how one group's sour fish is sold")
    seller = selling.group_is_let_in(stage)
    product, case = selling.product_is_certified(stage, seller)
    selling.shopper_buys(stage, seller, product)
    buyer = buying.hospital_orders(stage, product)
    buying.certificate_is_suspended(stage, case, product, buyer)
    narrator.end("ข้อมูลสาธิตทั้งหมด · everything here is demonstration data")
    return stage.facts
