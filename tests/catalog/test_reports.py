"""The round's report counts outcomes, whatever is valid today."""

from datetime import date

from contracts.types import Agency
from kit.ids import uuid7
from tests.factories.catalogue import SING_BURI, Catalogue

REPORT = "/catalog/v1/reports/certifications"


async def test_outcomes_of_a_round(catalogue: Catalogue) -> None:
    name = f"3/2564-{uuid7().hex[:8]}"
    shop = await catalogue.shop()
    product = await shop.product()
    officer = catalogue.officer()
    past = {"from_on": date(2021, 9, 1), "until_on": date(2024, 8, 31)}
    cases = [(await shop.case(product["id"], round=name))["id"] for _ in range(7)]
    await officer.certify(cases[0], **past)
    await officer.certify(cases[1], **past)
    await officer.move(cases[1], "cancelled", reason="ย้าย")
    await officer.certify(cases[2])
    await officer.move(cases[2], "suspended", reason="รอแก้ไข")
    for state in ("sampling", "testing"):
        await officer.move(cases[3], state)
    await officer.move(cases[3], "not_certified", reason="ไม่ผ่าน")
    await officer.move(cases[4], "sampling")
    await shop.post(
        "/catalog/v1/certifications", {"scheme": "tcps", "product_id": product["id"], "round": name}
    )
    path = f"{REPORT}?scheme=tcps&province=15&round={name}"
    expected = {
        "scheme": "tcps",
        "province": "15",
        "round": name,
        "certified": 3,
        "not_certified": 1,
        "awaiting": 3,
        "total": 7,
    }
    assert await officer.get(path) == expected
    assert await catalogue.operator().get(path) == expected
    assert (await catalogue.officer(Agency.COMMERCE).get(path))["total"] == 7
    elsewhere = f"{REPORT}?scheme=tcps&province=17&round={name}"
    assert (await catalogue.officer(province=SING_BURI).get(elsewhere))["total"] == 0


async def test_who_may_read(catalogue: Catalogue) -> None:
    path = f"{REPORT}?scheme=tcps&province=15"
    shop = await catalogue.shop()
    for caller, status, code in (
        (catalogue.anonymous(), 401, "unauthenticated"),
        (shop, 403, "report_not_allowed"),
        (catalogue.officer(province=SING_BURI), 403, "report_not_allowed"),
    ):
        answer = await caller.call("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
