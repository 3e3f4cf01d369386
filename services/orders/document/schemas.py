"""Answers of the document feature, and what is to be issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.orders.document.data import DocumentKind
from services.orders.document.union import DocumentData


class Relation(StrEnum):
    """What a document does to the earlier one that it names."""

    REPLACES = "replaces"
    """It takes its place: ยกเลิกและออกแทน."""
    CANCELS = "cancels"
    CREDITS = "credits"
    """A credit note: both stand."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """The earlier document of the same issuer that a new one names, and why."""

    document_id: UUID
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document to be issued.

    ``issuer_id`` is whose numbers it takes: the seller, or the buyer for papers of its own file.
    ``cause`` is unique within the kind: the same cause gives the same document again.
    ``number`` is given when the thing itself is numbered (a purchase order); otherwise the next
    of the issuer's series is taken.
    """

    issuer_id: UUID
    seller_id: UUID | None
    buyer_id: UUID | None
    file_id: UUID
    cause: str
    data: DocumentData
    number: str | None = None
    amends: Amendment | None = None


class DocumentRead(ResponseModel):
    """An issued document; ``path`` is where its PDF is read.

    ``ended_by_id`` is the document that replaced or cancelled it. ``content_hash`` is the
    SHA-256 of what is printed: as long as it is the same, so is the paper.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-9e0f1a2b3c4d",
                    "kind": "tax_invoice",
                    "name_th": "ใบกำกับภาษี/ใบเสร็จรับเงิน",
                    "name_en": "Tax invoice / receipt",
                    "number": "IV2570-000123",
                    "issued_on": "2026-11-22",
                    "issued_at": "2026-11-22T03:15:00Z",
                    "issuer_id": "0198f0c2-a7e4-7b6f-8f5e-3c5d7e9f1a2b",
                    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-3c5d7e9f1a2b",
                    "buyer_id": None,
                    "file_id": "0198f0c2-a7e4-7b6f-8f5e-7c8d9e0f1a2b",
                    "replaces_id": None,
                    "relation": None,
                    "ended_by_id": None,
                    "content_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f0"
                    "0a08",
                    "path": "/orders/v1/documents/0198f0c2-a7e4-7b6f-8f5e-9e0f1a2b3c4d.pdf",
                }
            ]
        }
    )

    id: UUID
    kind: DocumentKind
    name_th: str
    name_en: str
    number: str
    issued_on: date
    issued_at: datetime
    issuer_id: UUID
    seller_id: UUID | None
    buyer_id: UUID | None
    file_id: UUID
    replaces_id: UUID | None
    relation: Relation | None
    ended_by_id: UUID | None
    content_hash: str
    path: str


class DocumentList(ResponseModel):
    """Every document of a file, oldest first."""

    items: list[DocumentRead]
