"""Salesmen's leads, which the first order wins; who looks and who may not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from contracts.events.orders import OrderPlaced, PurchaseOrderPlaced
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today, now
from tests.auth.granting import granted
from tests.auth.onboarding.test_onboarding import denials
from tests.auth.parties import Parties, Party
from tests.support.bus import Deliver

NEED = {"province_code": "15", "need_th": "โรงพยาบาลต้องการปลาส้ม 40 กก. ต่อสัปดาห์"}


def shop_order(seller: Party, **values: Any) -> OrderPlaced:
    return OrderPlaced(
        **{
            "version": 1,
            "order_id": uuid7(),
            "order_group_id": uuid7(),
            "seller_id": seller.organisation_id,
            "number": "S-1",
            "total_satang": 40_000,
            "lines": (),
            "occurred_at": now(),
            **values,
        }
    )


def purchase_order(buyer: Party, seller: Party) -> PurchaseOrderPlaced:
    return PurchaseOrderPlaced(
        version=1,
        purchase_order_id=uuid7(),
        requisition_id=uuid7(),
        buyer_id=UUID(str(buyer.organisation_id)),
        seller_id=UUID(str(seller.organisation_id)),
        number="PO-7",
        deliver_on=bangkok_today(),
        total_satang=800_000,
        lines=(),
        occurred_at=now(),
    )


async def test_a_purchase_order_wins_the_lead_of_the_two(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver
) -> None:
    salesman = await parties.officer(agency="commerce", duty="salesman")
    supplier = await granted(auth_database, await parties.owner(), "sell")
    hospital = await parties.owner(kind="hospital", name_th="โรงพยาบาลอ่างทอง")
    await granted(auth_database, hospital, "buy")
    lead = (await salesman.post("/auth/v1/leads", json=NEED)).json()
    path = f"/auth/v1/leads/{lead['id']}"
    match = {
        "supplier_id": str(supplier.organisation_id),
        "buyer_id": str(hospital.organisation_id),
    }
    unfit = await salesman.post(f"{path}/match", json={**match, "supplier_id": match["buyer_id"]})
    assert (unfit.status_code, unfit.json()["code"]) == (422, "lead_party_not_fit")
    assert (await salesman.post(f"{path}/match", json=match)).json()["status"] == "matched"
    await deliver_to_auth(shop_order(supplier))
    assert (await salesman.get("/auth/v1/leads")).json()["items"][0]["status"] == "matched"
    await deliver_to_auth(purchase_order(hospital, supplier))
    await deliver_to_auth(purchase_order(hospital, supplier))
    won = (await salesman.get("/auth/v1/leads")).json()["items"][0]
    assert (won["status"], won["order_number"], won["order_satang"]) == ("won", "PO-7", 800_000)
    late = await salesman.post(f"{path}/lose", json={"reason": "-"})
    assert (late.status_code, late.json()["code"]) == (409, "lead_status_conflict")


async def test_a_shoppers_order_wins_a_lead_without_a_buyer(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver
) -> None:
    salesman = await parties.officer(agency="commerce", duty="salesman")
    supplier = await granted(auth_database, await parties.owner(), "sell")
    lead = (await salesman.post("/auth/v1/leads", json=NEED)).json()
    match = {"supplier_id": str(supplier.organisation_id)}
    await salesman.post(f"/auth/v1/leads/{lead['id']}/match", json=match)
    await deliver_to_auth(shop_order(supplier, occurred_at=now() - timedelta(days=1)))
    assert (await salesman.get("/auth/v1/leads")).json()["items"][0]["status"] == "matched"
    await deliver_to_auth(shop_order(supplier))
    assert (await salesman.get("/auth/v1/leads")).json()["items"][0]["order_number"] == "S-1"


async def test_who_keeps_and_who_sees_leads(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    salesman = await parties.officer(agency="commerce", duty="salesman")
    colleague = await parties.officer(agency="commerce", duty="salesman")
    elsewhere = await parties.officer(agency="commerce", duty="salesman", provinces=("17",))
    office = await parties.officer(agency="commerce")
    committee = await parties.officer(agency="commerce", duty="committee")
    owner, stranger = await parties.owner(), await parties.person()
    path = "/auth/v1/leads"
    assert (await anonymous.post(path, json=NEED)).status_code == 401
    for party in (stranger, office, committee):
        assert (await party.post(path, json=NEED)).status_code == 404
    assert (await owner.post(path, json=NEED)).status_code == 403
    refused = await elsewhere.post(path, json=NEED)
    assert (refused.status_code, refused.json()["code"]) == (403, "officer_wrong_province")
    assert [row[:2] for row in await denials(auth_database, elsewhere.person_id)] == [
        ("officer_wrong_province", "create")
    ]
    lead = (await salesman.post(path, json=NEED)).json()
    for action, body in (("match", {"supplier_id": str(uuid7())}), ("lose", {"reason": "-"})):
        url = f"{path}/{lead['id']}/{action}"
        assert (await colleague.post(url, json=body)).status_code == 404
        assert (await elsewhere.post(url, json=body)).status_code == 403
        assert (await anonymous.post(url, json=body)).status_code == 401
    for party in (office, committee):
        assert lead["id"] in [item["id"] for item in (await party.get(path)).json()["items"]]
    assert (await colleague.get(path)).json()["items"] == []
    assert (await stranger.get(path)).status_code == 403
    overview = "/auth/v1/overview?province=15"
    for party in (office, committee, await parties.operator()):
        assert (await party.get(overview)).json()["leads"]["open"] >= 1
    for party in (salesman, owner, stranger):
        assert (await party.get(overview)).status_code == 403
    assert (await committee.get("/auth/v1/overview?province=17")).status_code == 403
    assert (await anonymous.get(overview)).status_code == 401


async def test_salesmen_and_committees_decide_nothing(
    parties: Parties, auth_database: Database
) -> None:
    owner = await parties.owner()
    application = await parties.submitted(owner)
    for duty in ("salesman", "committee"):
        party = await parties.officer(duty=duty)
        path = f"/auth/v1/applications/{application['id']}/decision"
        assert (await party.post(path, json={"outcome": "approved"})).status_code == 404
        assert await denials(auth_database, party.person_id) == []
