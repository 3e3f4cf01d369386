"""Which files are accepted for what, and under which key they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.catalog.media.errors import UploadTypeRefused
from services.catalog.models import UploadPurpose

_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Allowance:
    """Content types with their file extensions, and the largest size in bytes."""

    extensions: Mapping[str, str]
    max_bytes: int


ALLOWANCES: Final[Mapping[UploadPurpose, Allowance]] = {
    UploadPurpose.EVIDENCE: Allowance(
        {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}, 20 * _MEGABYTE
    ),
    UploadPurpose.PRODUCT_IMAGE: Allowance(
        {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}, 10 * _MEGABYTE
    ),
    UploadPurpose.IMPORT: Allowance(
        {
            "text/csv": "csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        },
        100 * _MEGABYTE,
    ),
}


def object_key(
    *,
    purpose: UploadPurpose,
    organisation_id: UUID,
    upload_id: UUID,
    content_type: str,
    size_bytes: int,
) -> str:
    """The key of a file, made of our own ids only.

    Raises:
        UploadTypeRefused: the purpose does not allow the type or the size.
    """
    allowance = ALLOWANCES[purpose]
    if content_type not in allowance.extensions or size_bytes > allowance.max_bytes:
        raise UploadTypeRefused(
            types=", ".join(allowance.extensions), max_bytes=allowance.max_bytes
        )
    return f"{purpose.value}/{organisation_id}/{upload_id}.{allowance.extensions[content_type]}"
