"""What the routes of consent take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from kit.schemas import RequestModel, ResponseModel


class PurposeRead(ResponseModel):
    """The text in force of a purpose for which consent is asked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "purpose": "marketing_messages",
                    "version": 1,
                    "text_th": "ข้าพเจ้ายินยอมให้ตลาดส่งข่าวสินค้าและโปรโมชันทางอีเมลหรือข้อความ",
                    "text_en": "I agree that Talat sends me news of products and offers.",
                    "effective_on": "2026-01-01",
                }
            ]
        }
    )

    purpose: str
    version: int
    text_th: str
    text_en: str
    effective_on: date


class PurposeList(ResponseModel):
    """Every purpose with its text in force."""

    items: list[PurposeRead]


class ConsentGiven(RequestModel):
    """Consent given or withdrawn; withdrawing takes exactly what giving takes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"purpose": "marketing_messages", "version": 1, "granted": True}]
        }
    )

    purpose: Annotated[str, Field(min_length=1, max_length=64)]
    version: Annotated[int, Field(ge=1, le=10_000)]
    granted: bool


class ConsentRead(ResponseModel):
    """What holds for a purpose. Never asked: ``granted`` false, no instant."""

    purpose: str
    granted: bool
    version: int | None
    at: datetime | None
    newest_version: int


class ConsentList(ResponseModel):
    """What holds for every purpose."""

    items: list[ConsentRead]
