"""What the overview gives."""

from __future__ import annotations

from pydantic import ConfigDict

from kit.schemas import ResponseModel


class Overview(ResponseModel):
    """A province in figures, without anybody's name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "province_code": "15",
                    "organisations": {"community_enterprise": 38, "hospital": 1},
                    "selling": 31,
                    "applications": {"submitted": 4, "approved": 35},
                    "oldest_waiting_days": 3,
                    "leads": {"matched": 2, "won": 5},
                    "won_satang": 4_250_000,
                }
            ]
        }
    )

    province_code: str
    organisations: dict[str, int]
    selling: int
    applications: dict[str, int]
    oldest_waiting_days: int
    leads: dict[str, int]
    won_satang: int
