"""The register of breaches and its clock."""

from datetime import timedelta

import pytest

from kit.time import now
from services.auth.breach import rules
from tests.auth.parties import Parties

PATH = "/auth/v1/breaches"


@pytest.mark.parametrize(
    ("hours", "reported_after", "left", "overdue"),
    [(0, None, 72, False), (71.5, None, 0, False), (73, None, 0, True), (100, 20, 0, False)],
)
def test_the_clock(hours: float, reported_after: int | None, left: int, overdue: bool) -> None:  # noqa: FBT001  (a table's column)
    found = now()
    at = found + timedelta(hours=hours)
    reported = None if reported_after is None else found + timedelta(hours=reported_after)
    assert rules.hours_left(found, reported_at=reported, at=at) == left
    assert rules.is_overdue(found, reported_at=reported, at=at) is overdue


async def test_a_breach_is_entered_and_followed(parties: Parties) -> None:
    operator, person = await parties.operator(), await parties.person()
    body = {
        "discovered_at": (now() - timedelta(hours=1)).isoformat(),
        "description": "ส่งรายชื่อสมาชิกผิดที่อยู่",
        "data_concerned": "ชื่อ",
        "people_affected": 12,
        "high_risk": False,
    }
    assert (await person.post(PATH, json=body)).status_code == 403
    late = {**body, "discovered_at": (now() + timedelta(hours=1)).isoformat()}
    assert (await operator.post(PATH, json=late)).json()["code"] == "discovered_in_the_future"
    made = (await operator.post(PATH, json=body)).json()
    assert (made["hours_left"], made["overdue"], made["reported_at"]) == (70, False, None)
    step = {"kind": "reported_to_pdpc", "note": "แจ้งแล้ว"}
    reported = (await operator.post(f"{PATH}/{made['id']}/steps", json=step)).json()
    assert reported["reported_at"] is not None
    assert [each["kind"] for each in reported["steps"]] == ["reported_to_pdpc"]
    assert made["id"] in {item["id"] for item in (await operator.get(PATH)).json()["items"]}
