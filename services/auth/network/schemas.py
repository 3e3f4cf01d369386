"""What the network routes take and give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.alliance import NetworkMemberStatus

_LEAD = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class NetworkCreate(RequestModel):
    """A new network, led by the organisation that makes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name_th": "เครือข่ายจักสานอ่างทอง", "name_en": "Ang Thong weavers"}]
        }
    )

    name_th: Name
    name_en: Name | None = None


class NetworkInvite(RequestModel):
    """The organisation that is asked to join."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"organisation_id": _LEAD}]})

    organisation_id: UUID


class NetworkMemberRead(ResponseModel):
    """An organisation in a network."""

    organisation_id: UUID
    name_th: str
    status: NetworkMemberStatus
    since_at: datetime


class NetworkRead(ResponseModel):
    """A network as its members see it; who has left is not listed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-f000-7b6f-8f5e-0d4c3b2a1908",
                    "name_th": "เครือข่ายจักสานอ่างทอง",
                    "name_en": "Ang Thong weavers",
                    "province_code": "15",
                    "lead_id": _LEAD,
                    "closed_at": None,
                    "created_at": "2026-11-01T02:00:00Z",
                    "members": [
                        {
                            "organisation_id": _LEAD,
                            "name_th": "กลุ่มจักสานไม้ไผ่บางเจ้าฉ่า",
                            "status": "active",
                            "since_at": "2026-11-01T02:00:00Z",
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    name_th: str
    name_en: str | None
    province_code: str
    lead_id: UUID
    created_at: datetime
    closed_at: datetime | None
    members: list[NetworkMemberRead]


class NetworkList(ResponseModel):
    """The networks in which an organisation is, or to which it has been asked."""

    items: list[NetworkRead]
