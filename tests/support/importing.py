"""A catalogue with a real object store, and a worker's hand on its queue."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from kit.db import Database
from kit.settings import ServiceSettings
from services.catalog.app import create_app
from services.catalog.intake.service import Importer
from services.catalog.settings import Settings
from services.catalog.storage.s3 import ObjectStore
from talat.stack.seaweedfs import S3Server
from tests.factories.catalogue import JSON, Catalogue, Shop
from tests.support import apps
from tests.support.bus import Deliver
from tests.support.tokens import TokenMint

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = "รหัสสินค้า,ชื่อสินค้า,ประเภท,ราคา (บาท),หน่วย,จังหวัด,ตำบล,วันที่ขึ้นทะเบียน,สถานะ"


@dataclass
class Desk:
    """Sends lists and works through them."""

    catalogue: Catalogue
    database: Database
    importer: Importer

    async def upload(self, shop: Shop, content: bytes, content_type: str = CSV) -> str:
        """Send a file to the store; its id."""
        form = await shop.post(
            "/catalog/v1/uploads",
            {
                "purpose": "import",
                "content_type": content_type,
                "size_bytes": len(content),
                "file_name": "สินค้า.csv",
            },
        )
        async with httpx.AsyncClient() as browser:
            answer = await browser.post(
                form["url"], data=form["fields"], files={"file": ("x", content)}
            )
        assert answer.status_code in {200, 201, 204}, answer.text
        return str(form["id"])

    async def queued(
        self, shop: Shop, content: bytes, *, dry_run: bool = False, content_type: str = CSV
    ) -> JSON:
        """An import that waits for a worker."""
        upload_id = await self.upload(shop, content, content_type)
        body = {"upload_id": upload_id, "dry_run": dry_run}
        answer = await shop.call("POST", "/catalog/v1/imports", body)
        assert answer.status_code == 202, answer.text
        job: JSON = answer.json()
        assert answer.headers["Location"] == f"/catalog/v1/imports/{job['id']}"
        return job

    async def work(self) -> None:
        """Do all that waits."""
        while await self.importer.run(self.database):
            pass

    async def brought_in(
        self,
        shop: Shop,
        content: bytes | str,
        *,
        dry_run: bool = False,
        content_type: str = CSV,
    ) -> JSON:
        """An import from the file to its end."""
        sent = content.encode() if isinstance(content, str) else content
        job = await self.queued(shop, sent, dry_run=dry_run, content_type=content_type)
        await self.work()
        return await shop.get(f"/catalog/v1/imports/{job['id']}")

    async def products(self, shop: Shop) -> list[JSON]:
        """The shop's products, oldest first, each whole."""
        listed = await shop.get("/catalog/v1/products?limit=100")
        return [
            await shop.get(f"/catalog/v1/products/{each['id']}")
            for each in reversed(listed["items"])
        ]


def sheet(*rows: str) -> str:
    """A CSV list with the usual headings."""
    return "\n".join([HEADINGS, *rows])


MakeSettings = Callable[[], Settings]


@pytest.fixture(scope="module")
def stored_settings(catalog_settings: ServiceSettings, s3: S3Server) -> Settings:
    """The catalogue's settings with a real object store."""
    bucket = s3.bucket("catalog")
    return Settings.model_validate(
        {
            **dict(catalog_settings),
            "s3_endpoint_url": s3.endpoint_url,
            "s3_bucket": bucket.name,
            "s3_access_key": bucket.access_key,
            "s3_secret_key": bucket.secret_key,
        }
    )


@pytest.fixture(scope="module")
async def stored_app(stored_settings: Settings) -> AsyncIterator[FastAPI]:
    """The catalogue with that store."""
    async with apps.running(create_app(stored_settings)) as app:
        yield app


@pytest.fixture
async def desk(
    stored_app: FastAPI,
    stored_settings: Settings,
    tokens: TokenMint,
    deliver_to_catalog: Deliver,
    catalog_database: Database,
) -> AsyncIterator[Desk]:
    """Parties that call it, and the worker."""
    async with apps.client_of(stored_app) as client:
        catalogue = Catalogue(client, tokens, deliver_to_catalog)
        yield Desk(catalogue, catalog_database, Importer(ObjectStore(stored_settings)))
