"""What shoppers ask for and get."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from contracts.types import Agency, ProvinceCode, Satang, Scheme
from kit.pagination import DEFAULT_LIMIT, MAX_LIMIT
from kit.schemas import RequestModel, ResponseModel
from services.catalog.listing.schemas import Badge, ProductCard, ShopBrief
from services.catalog.place.geothai import PlaceRead
from services.catalog.search.rules import MAX_QUERY_LENGTH

SORTS: Final = ("-created_at", "price", "-price")


class ListingQuery(RequestModel):
    """Filters of the product list; all of them hold together."""

    q: Annotated[
        str | None,
        Field(max_length=MAX_QUERY_LENGTH, examples=["ปลาส้ม"], description="คำค้นภาษาไทยหรืออังกฤษ"),
    ] = None
    category: Annotated[str | None, Field(pattern=r"^[a-z0-9_.]{1,40}$", examples=["food"])] = None
    province: ProvinceCode | None = None
    scheme: Annotated[Scheme | None, Field(description="มีเครื่องหมายนี้ ณ วันนี้ (เวลาไทย)")] = None
    shop: UUID | None = None
    min_price: Annotated[Satang | None, Field(description="ราคาเริ่มต้นไม่ต่ำกว่า (สตางค์)")] = None
    max_price: Annotated[Satang | None, Field(description="ราคาเริ่มต้นไม่เกิน (สตางค์)")] = None
    in_stock: bool = False
    sort: Literal["-created_at", "price", "-price"] = "-created_at"
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: Annotated[str | None, Field(max_length=1_000)] = None


class ProductList(ResponseModel):
    """One page of products; ``next_cursor`` is null on the last."""

    items: list[ProductCard]
    next_cursor: str | None


class CategoryRead(ResponseModel):
    """A node of the category tree."""

    code: str = Field(examples=["food.processed_fish"])
    parent_code: str | None = Field(examples=["food"])
    name_th: str = Field(examples=["ปลาแปรรูป"])
    name_en: str = Field(examples=["Processed fish"])


class Categories(ResponseModel):
    """The whole tree, parents before children."""

    items: list[CategoryRead]


class ShopPage(ResponseModel):
    """A shop's public page."""

    id: UUID
    kind: str = Field(examples=["community_enterprise"])
    name_th: str = Field(examples=["กลุ่มปลาส้มตำบลชะไว"])
    name_en: str | None
    place: PlaceRead
    marks: list[Badge] = Field(description="เครื่องหมายของกลุ่มเองที่ใช้ได้ ณ วันนี้")
    demo_label_th: str | None = Field(examples=["ข้อมูลสาธิต"])


class CertificateStanding(StrEnum):
    """What a certificate is worth today, Asia/Bangkok."""

    VALID = "valid"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class CertificatePage(ResponseModel):
    """The public check of a mark: what was verified, by which office, until when."""

    id: UUID
    scheme: Scheme
    scheme_th: str
    scheme_en: str
    agency: Agency
    number: str | None = Field(examples=["อท 12/2567"])
    standard: str | None = Field(examples=["มผช.26/2557"])
    title_th: str = Field(examples=["ปลาส้มตำบลชะไว"])
    product_id: UUID | None
    shop: ShopBrief | None
    place: PlaceRead
    valid_from_on: date
    valid_until_on: date | None
    standing: CertificateStanding
    demo_label_th: str | None
