"""Private documents: announced, sent, checked by content, read by short links; and ticks."""

import struct
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from stdnum.th import tin

from kit.db import Database
from kit.ids import uuid7
from kit.settings import ServiceSettings
from services.auth.document import rules
from services.auth.document.errors import DocumentNotWhatItSays
from talat.stack.seaweedfs import S3Server
from tests.auth.parties import Parties, Party
from tests.support import apps
from tests.support.bus import OutboxView
from tests.support.services import app_of

PDF = b"%PDF-1.7\n" + b"x" * 200 + b"\n%%EOF\n"


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + head + struct.pack(">I", zlib.crc32(head))


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"ab" + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", PDF),
        ("image/png", png(100, 100)),
        ("image/jpeg", jpeg(100, 100)),
    ],
)
def test_honest_files_pass(content_type: str, body: bytes) -> None:
    rules.check_content(body, content_type=content_type, size_bytes=len(body))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", b"<html>%PDF-1.7 %%EOF"),
        ("application/pdf", b"%PDF-1.7 without an end"),
        ("image/png", PDF),
        ("image/png", png(100_000, 100_000)),
        ("image/png", png(0, 10)),
        ("image/jpeg", jpeg(65_000, 65_000)),
        ("image/jpeg", b"\xff\xd8\xff\xe0\xff\xff"),
        ("image/jpeg", png(10, 10)),
        ("application/pdf", b""),
    ],
)
def test_disguised_files_and_bombs_do_not(content_type: str, body: bytes) -> None:
    with pytest.raises(DocumentNotWhatItSays):
        rules.check_content(body, content_type=content_type, size_bytes=len(body))
    with pytest.raises(DocumentNotWhatItSays):
        rules.check_content(PDF, content_type="application/pdf", size_bytes=len(PDF) + 1)


@pytest.fixture(scope="module")
async def stored_app(auth_settings: ServiceSettings, s3: S3Server) -> AsyncIterator[FastAPI]:
    """Auth with its bucket."""
    bucket = s3.bucket("auth")
    settings = auth_settings.model_copy(
        update={
            "s3_endpoint_url": s3.endpoint_url,
            "s3_bucket": bucket.name,
            "s3_access_key": bucket.access_key,
            "s3_secret_key": SecretStr(bucket.secret_key),
        }
    )
    async with apps.running(app_of("auth", settings)) as app:
        yield app


@pytest.fixture
async def parties(stored_app: FastAPI, auth_database: Database) -> AsyncIterator[Parties]:
    async with apps.client_of(stored_app) as client:
        yield Parties(client, auth_database)


def tax_id() -> str:
    """A juristic number that nobody has."""
    stem = "0" + str(uuid7().int)[-11:]
    total = sum((13 - at) * int(digit) for at, digit in enumerate(stem))
    number = stem + str((11 - total % 11) % 10)
    return str(tin.validate(number))


async def company(parties: Parties) -> tuple[Party, dict[str, Any]]:
    """A provincial company that has applied to aggregate and stated what it states."""
    owner = await parties.owner(
        kind="social_enterprise", name_th=f"บริษัท {uuid7().hex} จำกัด", tax_id=tax_id()
    )
    opened = await owner.post(
        f"/auth/v1/organisations/{owner.organisation_id}/applications",
        json={"capability": "aggregate"},
    )
    application: dict[str, Any] = opened.json()
    for key in ("margin_disclosed", "terms_accepted"):
        stated = await owner.put(
            f"/auth/v1/applications/{application['id']}/requirements/{key}",
            json={"value": True},
            version=application["version"],
        )
        assert stated.status_code == 200, stated.text
        application = stated.json()
    return owner, application


def announced(body: bytes, **values: Any) -> dict[str, Any]:
    return {
        "key": "company_affidavit",
        "content_type": "application/pdf",
        "size_bytes": len(body),
        "file_name": "หนังสือรับรอง.pdf",
        **values,
    }


async def sent(owner: Party, application_id: str, body: bytes) -> str:
    """A file that lies in the store, not checked yet; its id."""
    path = f"/auth/v1/applications/{application_id}/documents"
    promised = await owner.post(path, json=announced(body))
    assert promised.status_code == 201, promised.text
    form = promised.json()
    async with httpx.AsyncClient() as store:
        answer = await store.post(form["url"], data=form["fields"], files={"file": body})
        assert answer.status_code in {200, 204}, answer.text
    return str(form["document"]["id"])


async def assert_private(officer: Party, files: str, document: str, body: bytes) -> None:
    """The officer's link opens the checked bytes as a download, and nothing opens them else."""
    link = (await officer.get(f"{files}/{document}")).json()
    async with httpx.AsyncClient() as store:
        read = await store.get(link["url"])
        assert read.content == body
        assert read.headers["content-disposition"] == "attachment"
        assert (await store.get(link["url"].split("?")[0])).status_code == 403


async def test_a_document_a_return_a_tick_and_the_approval(
    parties: Parties, auth_outbox: OutboxView
) -> None:
    owner, application = await company(parties)
    officer = await parties.officer(agency="commerce")
    path = f"/auth/v1/applications/{application['id']}"
    assert (application["missing"], application["unverified"]) == (
        ["company_affidavit"],
        ["register_checked"],
    )
    assert (await owner.post(f"{path}/submit")).json()["code"] == "requirements_missing"
    document = await sent(owner, application["id"], PDF)
    assert (await owner.get(f"{path}/documents/{document}")).status_code == 404
    checked = await owner.post(f"{path}/documents/{document}/check")
    assert checked.status_code == 200, checked.text
    assert (await owner.post(f"{path}/submit")).json()["status"] == "submitted"

    unverified = await officer.post(f"{path}/decision", json={"outcome": "approved"})
    assert (unverified.status_code, unverified.json()["code"]) == (409, "requirements_unverified")
    returned = await officer.post(
        f"{path}/decision",
        json={
            "outcome": "returned",
            "reason": "แก้ไขตามหมายเหตุ",
            "remarks": {"company_affidavit": "เอกสารเกิน 6 เดือน"},
        },
    )
    assert returned.status_code == 200, returned.text
    seen = (await owner.get(path)).json()
    remarks = {line["key"]: line["remark"] for line in seen["requirements"] if line["remark"]}
    assert remarks == {"company_affidavit": "เอกสารเกิน 6 เดือน"}
    newer = await sent(owner, application["id"], PDF + b"\n%%EOF")
    assert (await owner.post(f"{path}/documents/{newer}/check")).status_code == 200
    assert (await owner.post(f"{path}/submit")).json()["status"] == "submitted"

    await assert_private(officer, f"{path}/documents", newer, PDF + b"\n%%EOF")
    ticked = await officer.post(
        f"{path}/requirements/register_checked/verification", json={"met": True}
    )
    assert ticked.json()["unverified"] == []
    approved = await officer.post(f"{path}/decision", json={"outcome": "approved"})
    assert approved.json()["status"] == "approved"
    assert [step["to_status"] for step in approved.json()["history"]] == [
        "draft",
        "submitted",
        "returned",
        "submitted",
        "approved",
    ]


async def test_what_is_not_what_it_says_does_not_count(parties: Parties) -> None:
    owner, application = await company(parties)
    path = f"/auth/v1/applications/{application['id']}/documents"
    disguised = await sent(owner, application["id"], b"<script>" + b"x" * 50)
    refused = await owner.post(f"{path}/{disguised}/check")
    assert (refused.status_code, refused.json()["code"]) == (422, "document_not_what_it_says")
    promised = (await owner.post(path, json=announced(PDF))).json()["document"]["id"]
    absent = await owner.post(f"{path}/{promised}/check")
    assert (absent.status_code, absent.json()["code"]) == (409, "document_not_stored")
    for values, code in (
        ({"content_type": "text/html"}, "document_type_refused"),
        ({"size_bytes": 11 * 1024 * 1024}, "document_type_refused"),
        ({"key": "terms_accepted"}, "document_not_expected"),
    ):
        response = await owner.post(path, json=announced(PDF, **values))
        assert (response.status_code, response.json()["code"]) == (422, code)
    stated = await owner.put(
        f"/auth/v1/applications/{application['id']}/requirements/company_affidavit",
        json={"value": "มี"},
        version=application["version"],
    )
    assert (stated.status_code, stated.json()["code"]) == (409, "requirement_needs_document")
    assert (await owner.get(f"/auth/v1/applications/{application['id']}")).json()["missing"] == [
        "company_affidavit"
    ]


async def test_whose_documents_they_are(parties: Parties, anonymous: httpx.AsyncClient) -> None:
    owner, application = await company(parties)
    document = await sent(owner, application["id"], PDF)
    other, stranger = await parties.owner(), await parties.person()
    elsewhere = await parties.officer(agency="commerce", provinces=("17",))
    officer = await parties.officer(agency="commerce")
    path = f"/auth/v1/applications/{application['id']}"
    files = f"{path}/documents"
    tick = f"{path}/requirements/register_checked/verification"
    for party, status in ((other, 404), (stranger, 404), (elsewhere, 403)):
        assert (await party.get(files)).status_code == status
        assert (await party.get(f"{files}/{document}")).status_code == status
    for url in (files, f"{files}/{document}"):
        assert (await anonymous.get(url)).status_code == 401
    assert (await anonymous.post(files, json=announced(PDF))).status_code == 401
    assert (await anonymous.post(tick, json={"met": True})).status_code == 401
    assert (await other.post(files, json=announced(PDF))).status_code == 404
    assert (await other.post(f"{files}/{document}/check")).status_code == 404
    assert (await owner.post(tick, json={"met": True})).status_code == 403
    assert (await elsewhere.post(tick, json={"met": True})).status_code == 403
    early = await officer.post(tick, json={"met": True})
    assert (early.status_code, early.json()["code"]) == (409, "application_not_submitted")
