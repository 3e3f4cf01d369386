"""What a buyer is told while choosing."""

from datetime import timedelta

from contracts.events.catalog import ProductStatus
from contracts.scopes import Scope
from contracts.types import OrganisationKind
from kit.ids import uuid7
from kit.time import bangkok_today
from services.orders.eligibility.wording import thai_date
from tests.factories.buying import Buying, mark


async def test_safe_for_your_delivery_because(buying: Buying) -> None:
    last_day = bangkok_today() + timedelta(days=3)
    bears = mark(until_on=last_day, number="15-0001/2569")
    product = await buying.product(await buying.seller(), bears)
    buyer = buying.requester(await buying.organisation())
    path = f"/orders/v1/eligibility/{product.variant_id}"

    said = (await buyer.get(path, on=last_day)).json()
    assert (said["eligible"], said["refusal"], said["on"]) == (True, None, last_day.isoformat())
    assert said["because_th"] == f"มี มผช. เลขที่ 15-0001/2569 ใช้ได้ถึง {thai_date(last_day)}"
    assert said["because_en"] == f"TCPS 15-0001/2569 is valid until {last_day}"
    assert [each["number"] for each in said["marks"]] == ["15-0001/2569"]
    assert said["accepted_schemes"] == ["fda", "gap_crop", "organic_thailand", "q_mark", "tcps"]
    assert len(said["sources"]) == 1

    late = (await buyer.get(path, on=last_day + timedelta(days=1))).json()
    assert (late["eligible"], late["refusal"], late["marks"]) == (False, "expired", [])
    today = (await buyer.get(path)).json()
    assert (today["eligible"], today["on"]) == (True, bangkok_today().isoformat())


async def test_without_a_rule(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), mark(), category="mystery")
    buyer = buying.requester(await buying.organisation(OrganisationKind.SCHOOL))
    said = (await buyer.get(f"/orders/v1/eligibility/{product.variant_id}")).json()
    assert (said["eligible"], said["refusal"]) == (False, "no_rule")
    assert (said["accepted_schemes"], said["sources"]) == ([], [])


async def test_callers_and_what_is_not_there(buying: Buying) -> None:
    product = await buying.product(await buying.seller(), mark())
    path = f"/orders/v1/eligibility/{product.variant_id}"
    buyer = buying.requester(await buying.organisation())
    assert (await buying.client.get(path)).status_code == 401
    wrong = buying.person(product.seller_id, Scope.SELL)
    assert (await wrong.get(path)).json()["code"] == "missing_scope"
    assert (await buyer.get(f"/orders/v1/eligibility/{uuid7()}")).status_code == 404
    assert (await buyer.get("/orders/v1/eligibility/x")).status_code == 422
    assert (await buying.requester(uuid7()).get(path)).status_code == 404
    await buying.change(product, status=ProductStatus.WITHDRAWN)
    assert (await buyer.get(path)).status_code == 404
