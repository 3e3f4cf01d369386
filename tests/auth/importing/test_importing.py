"""A province's file: Thai headings, errors line by line, nothing twice, codes to claim with."""

from typing import Any

import httpx
import pytest

from contracts.events.auth import OrganisationChanged
from kit.db import Database
from kit.ids import uuid7
from services.auth.importing import service
from tests.auth.parties import Parties, Party
from tests.support.bus import OutboxView

HEAD = "ชื่อกลุ่ม,รหัสทะเบียน,รหัสตำบล,โทรศัพท์\n"


def csv_of(*lines: str) -> bytes:
    return ("\ufeff" + HEAD + "".join(f"{line}\n" for line in lines)).encode()


async def send(officer: Party, content: bytes, province: str = "15") -> httpx.Response:
    return await officer.post(
        f"/auth/v1/imports?province={province}",
        content=content,
        headers={"Content-Type": "text/csv"},
    )


async def work(database: Database) -> None:
    while await service.work_off(database):
        pass


def new_name() -> str:
    """A name that no other test uses."""
    return f"กลุ่ม{uuid7().hex}"


async def done(officer: Party, database: Database, content: bytes) -> dict[str, Any]:
    queued = await send(officer, content)
    assert queued.status_code == 202, queued.text
    await work(database)
    found: dict[str, Any] = (await officer.get(f"/auth/v1/imports/{queued.json()['id']}")).json()
    return found


async def test_good_lines_go_in_and_bad_ones_say_why(
    parties: Parties, auth_database: Database, auth_outbox: OutboxView
) -> None:
    officer = await parties.officer()
    await auth_outbox.mark()
    one, two = new_name(), new_name()
    content = csv_of(
        f"{one},,๑๕๐๒๐๘,035 611 222",
        f"{two},123,150208,",
        f"{new_name()},,170101,",
        "=cmd|calc,,150208,",
        ",,150208,",
        f"{one},,150208,",
    )
    result = await done(officer, auth_database, content)
    assert (result["status"], result["rows"]) == ("done", 6)
    assert result["counts"] == {"created": 1, "unchanged": 1, "failed": 4}
    assert [(row["line"], row["errors"][0]["code"]) for row in result["failed"]] == [
        (3, "registration_code_not_valid"),
        (4, "not_of_this_office"),
        (5, "formula_in_cell"),
        (6, "line_not_valid"),
    ]
    assert len(await auth_outbox.events(OrganisationChanged)) == 1
    await auth_outbox.mark()
    same = await send(officer, content)
    assert same.json()["id"] == result["id"]
    longer = await done(officer, auth_database, csv_of(f"{one},,150208,", f"{two},,150208,"))
    assert longer["counts"] == {"created": 1, "unchanged": 1}
    assert len(await auth_outbox.events(OrganisationChanged)) == 1


async def test_members_claim_an_imported_group(parties: Parties, auth_database: Database) -> None:
    officer = await parties.officer()
    result = await done(officer, auth_database, csv_of(f"{new_name()},,150208,"))
    codes = (await officer.post(f"/auth/v1/imports/{result['id']}/claim-codes")).json()["items"]
    assert len(codes) == 1
    member = await parties.person()
    claimed = await member.post("/auth/v1/claims", json={"code": codes[0]["code"]})
    assert (claimed.status_code, claimed.json()["id"]) == (201, codes[0]["organisation_id"])
    left = await officer.post(f"/auth/v1/imports/{result['id']}/claim-codes")
    assert left.json() == {"items": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEAD.encode(),
        "ชื่อกลุ่ม,ไม่รู้จัก\nก,ข\n".encode(),
        "ชื่อกลุ่ม,ชื่อกลุ่ม,รหัสตำบล\nก,ข,ค\n".encode(),
        (HEAD + "ก\n").encode("tis-620"),
        (HEAD + "a,b,c,d,e\n").encode(),
        (HEAD + 'a,"b\n').encode(),
        (HEAD + "a\0,,150208,\n").encode(),
        (HEAD + "a,,150208,\n" * 5_001).encode(),
    ],
    ids=["empty", "head", "heading", "twice", "encoding", "cells", "quotes", "nul", "long"],
)
async def test_what_is_no_such_file(parties: Parties, content: bytes) -> None:
    officer = await parties.officer()
    response = await send(officer, content)
    assert response.status_code == 422


async def test_who_may_not_import(
    parties: Parties, anonymous: httpx.AsyncClient, auth_database: Database
) -> None:
    officer, owner = await parties.officer(), await parties.owner()
    elsewhere = await parties.officer(provinces=("17",))
    content = csv_of(f"{new_name()},,150208,")
    nobody = await anonymous.post(
        "/auth/v1/imports?province=15", content=content, headers={"Content-Type": "text/csv"}
    )
    assert nobody.status_code == 401
    assert (await send(await parties.person(), content)).status_code == 404
    assert (await send(owner, content)).status_code == 403
    refused = await send(elsewhere, content)
    assert (refused.status_code, refused.json()["code"]) == (403, "officer_wrong_province")
    made = (await send(officer, content)).json()
    for path in (f"/auth/v1/imports/{made['id']}",):
        assert (await elsewhere.get(path)).json()["code"] == "officer_wrong_province"
        assert (await owner.get(path)).status_code == 403
        assert (await elsewhere.post(f"{path}/claim-codes")).status_code == 403
    assert (await officer.get(f"/auth/v1/imports/{uuid7()}")).status_code == 404
