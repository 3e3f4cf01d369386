"""The object store through boto3, whose blocking calls run in a thread."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
from boto3.exceptions import Boto3Error as S3TransferError
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kit.errors import ServiceUnavailable
from kit.time import now
from services.catalog.settings import Settings

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

UPLOAD_LIFETIME: Final = timedelta(minutes=15)
READ_LIFETIME: Final = timedelta(minutes=5)
_NOT_FOUND: Final = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """A form that lets its bearer store one object."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of an object."""

    content_type: str
    size_bytes: int


class ObjectStore:
    """One private bucket. Nothing is opened before the first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _client(self, endpoint: str) -> S3Client:
        # A session of its own: boto3's default one is not safe to share between threads.
        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=self._settings.s3_region,
            aws_access_key_id=self._settings.s3_access_key,
            aws_secret_access_key=self._settings.s3_secret_key.get_secret_value(),
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=2,
                read_timeout=5,
                retries={"total_max_attempts": 2},
            ),
        )

    @cached_property
    def _inside(self) -> S3Client:
        return self._client(self._settings.s3_endpoint_url)

    @cached_property
    def _outside(self) -> S3Client:
        """The client that signs addresses for browsers."""
        return self._client(self._settings.s3_public_endpoint_url or self._settings.s3_endpoint_url)

    async def presign_post(self, *, key: str, content_type: str, size_bytes: int) -> PresignedPost:
        """A form for exactly this key, type and size; no call to the store."""
        expires_at = now() + UPLOAD_LIFETIME

        def sign() -> PresignedPost:
            form = self._outside.generate_presigned_post(
                self._settings.s3_bucket,
                key,
                Fields={"Content-Type": content_type},
                Conditions=[
                    {"Content-Type": content_type},
                    ["content-length-range", size_bytes, size_bytes],
                ],
                ExpiresIn=int(UPLOAD_LIFETIME.total_seconds()),
            )
            return PresignedPost(form["url"], dict(form["fields"]), expires_at)

        return await asyncio.to_thread(sign)

    async def presign_get(self, *, key: str, content_type: str) -> tuple[str, datetime]:
        """An address from which the object can be read for five minutes."""
        expires_at = now() + READ_LIFETIME

        def sign() -> str:
            return self._outside.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._settings.s3_bucket,
                    "Key": key,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": "attachment",
                },
                ExpiresIn=int(READ_LIFETIME.total_seconds()),
            )

        return await asyncio.to_thread(sign), expires_at

    async def download(self, *, key: str, path: Path) -> bool:
        """Copy an object into a file, in pieces; False when there is no such object.

        Raises:
            ServiceUnavailable: the store does not answer.
        """

        def get() -> bool:
            try:
                self._inside.download_file(self._settings.s3_bucket, key, str(path))
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOT_FOUND:
                    return False
                raise ServiceUnavailable from error
            except (BotoCoreError, S3TransferError) as error:
                raise ServiceUnavailable from error
            return True

        return await asyncio.to_thread(get)

    async def find(self, *, key: str) -> StoredObject | None:
        """What is stored under a key, or None.

        Raises:
            ServiceUnavailable: the store does not answer.
        """

        def head() -> StoredObject | None:
            try:
                found = self._inside.head_object(Bucket=self._settings.s3_bucket, Key=key)
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOT_FOUND:
                    return None
                raise ServiceUnavailable from error
            except BotoCoreError as error:
                raise ServiceUnavailable from error
            return StoredObject(found["ContentType"], found["ContentLength"])

        return await asyncio.to_thread(head)
