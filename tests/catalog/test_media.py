"""Files through a real object store."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from contracts.types import Agency
from kit.ids import uuid7
from kit.settings import ServiceSettings
from services.catalog.app import create_app
from services.catalog.settings import Settings
from talat.stack.seaweedfs import S3Server
from tests.factories.catalogue import JSON, SING_BURI, Catalogue, Shop
from tests.support import apps
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint

PDF = b"%PDF-1.7 evidence"


@pytest.fixture(scope="module")
async def stored_app(catalog_settings: ServiceSettings, s3: S3Server) -> AsyncIterator[FastAPI]:
    """The catalogue with a real object store."""
    bucket = s3.bucket("catalog")
    settings = Settings.model_validate(
        {
            **dict(catalog_settings),
            "s3_endpoint_url": s3.endpoint_url,
            "s3_bucket": bucket.name,
            "s3_access_key": bucket.access_key,
            "s3_secret_key": bucket.secret_key,
        }
    )
    async with apps.running(create_app(settings)) as app:
        yield app


@pytest.fixture
async def stored(
    stored_app: FastAPI, tokens: TokenMint, deliver_to_catalog: Deliver
) -> AsyncIterator[Catalogue]:
    """Parties that call it."""
    async with apps.client_of(stored_app) as client:
        yield Catalogue(client, tokens, deliver_to_catalog)


def announced(**changes: object) -> JSON:
    return {
        "purpose": "evidence",
        "content_type": "application/pdf",
        "size_bytes": len(PDF),
        "file_name": "ใบรับรอง.pdf",
        **changes,
    }


async def send(form: JSON, content: bytes, **changes: str) -> int:
    """Send a file as a browser would; returns the store's status."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(
            form["url"], data={**form["fields"], **changes}, files={"file": ("x", content)}
        )
    return answer.status_code


async def test_evidence_is_private_and_read_by_those_who_may(stored: Catalogue) -> None:
    shop, other = await stored.shop(), await stored.shop()
    case = await shop.case((await shop.product())["id"])
    path = f"/catalog/v1/certifications/{case['id']}/evidence"
    form = await shop.post("/catalog/v1/uploads", announced())
    early = await shop.call("POST", path, {"upload_id": form["id"]})
    assert (early.status_code, early.json()["code"]) == (409, "upload_not_stored")
    assert await send(form, PDF) in {200, 201, 204}
    stolen = await other.call("POST", path, {"upload_id": form["id"]})
    assert (stolen.status_code, stolen.json()["code"]) == (404, "upload_not_found")
    for _ in range(2):
        attached = await shop.post(path, {"upload_id": form["id"]})
        assert attached["evidence"] == [form["id"]]
    for reader in (shop, stored.officer()):
        link = await reader.get(f"{path}/{form['id']}")
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(link["url"])).content == PDF
            bare = await browser.get(link["url"].split("?")[0])
        assert bare.status_code == 403
    for stranger, status in (
        (stored.anonymous(), 401),
        (other, 404),
        (stored.officer(province=SING_BURI), 403),
        (stored.officer(Agency.AGRICULTURE), 403),
    ):
        assert (await stranger.call("GET", f"{path}/{form['id']}")).status_code == status
    unknown = await shop.call("GET", f"{path}/{uuid7()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "upload_not_found")


@pytest.mark.parametrize(
    ("content", "changes"),
    [(PDF + b"more", {}), (b"x", {}), (PDF, {"Content-Type": "text/html"}), (PDF, {"key": "a/b"})],
)
async def test_the_store_takes_only_what_was_announced(
    stored: Catalogue, content: bytes, changes: dict[str, str]
) -> None:
    shop = await stored.shop()
    form = await shop.post("/catalog/v1/uploads", announced())
    assert await send(form, content, **changes) in {400, 403}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content_type": "text/html"}, "upload_type_refused"),
        ({"size_bytes": 20 * 1024 * 1024 + 1}, "upload_type_refused"),
        ({"purpose": "product_image"}, "upload_type_refused"),
        ({"size_bytes": 0}, "invalid_request"),
        ({"file_name": ""}, "invalid_request"),
    ],
)
async def test_what_is_not_accepted(
    catalogue: Catalogue, changes: dict[str, object], code: str
) -> None:
    shop = await catalogue.shop()
    answer = await shop.call("POST", "/catalog/v1/uploads", announced(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_who_may_upload(catalogue: Catalogue) -> None:
    for caller, status in ((catalogue.anonymous(), 401), (catalogue.officer(), 403)):
        answer = await caller.call("POST", "/catalog/v1/uploads", announced())
        assert answer.status_code == status


async def _image(shop: Shop) -> JSON:
    form = await shop.post(
        "/catalog/v1/uploads", announced(purpose="product_image", content_type="image/png")
    )
    assert await send(form, PDF) in {200, 201, 204}
    return form


async def test_an_image_is_attached_once(stored: Catalogue) -> None:
    shop, other = await stored.shop(), await stored.shop()
    product = await shop.product()
    form = await _image(shop)
    path = f"/catalog/v1/products/{product['id']}/images"
    for _ in range(2):
        attached = await shop.post(path, {"upload_id": form["id"]})
        assert (len(attached["image_keys"]), attached["version"]) == (1, 2)
    answer = await other.call("POST", path, {"upload_id": (await _image(other))["id"]})
    assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")
    assert (await shop.get(f"/catalog/v1/products/{product['id']}"))["version"] == 2


async def test_a_store_that_is_down_is_a_503_and_nothing_is_attached(catalogue: Catalogue) -> None:
    shop = await catalogue.shop()
    case = await shop.case((await shop.product())["id"])
    form = await shop.post("/catalog/v1/uploads", announced())
    path = f"/catalog/v1/certifications/{case['id']}/evidence"
    answer = await shop.call("POST", path, {"upload_id": form["id"]})
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert (await shop.get(f"/catalog/v1/certifications/{case['id']}"))["evidence"] == []


async def test_a_decided_case_takes_no_more_evidence(stored: Catalogue) -> None:
    shop = await stored.shop()
    _, case = await stored.certified(shop)
    form = await shop.post("/catalog/v1/uploads", announced())
    assert await send(form, PDF) in {200, 201, 204}
    path = f"/catalog/v1/certifications/{case['id']}/evidence"
    answer = await shop.call("POST", path, {"upload_id": form["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "transition_not_allowed")
