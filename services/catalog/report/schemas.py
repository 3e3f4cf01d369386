"""The report on certifications."""

from __future__ import annotations

from pydantic import Field

from contracts.types import Scheme
from kit.schemas import ResponseModel


class CertificationReport(ResponseModel):
    """Outcomes of a round, whatever is valid today."""

    scheme: Scheme
    province: str | None
    round: str | None
    certified: int = Field(examples=[9], description="รับรอง (รวมที่ถูกพักใช้หรือเพิกถอนภายหลัง)")
    not_certified: int = Field(examples=[1], description="ไม่รับรอง")
    awaiting: int = Field(examples=[20], description="รอผลการตรวจสอบ")
    total: int = Field(examples=[30])
