"""A private bucket of an S3 store through boto3, whose blocking calls run in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr

from kit.errors import ServiceUnavailable
from kit.time import now

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

UPLOAD_LIFETIME: Final = timedelta(minutes=15)
READ_LIFETIME: Final = timedelta(minutes=5)
_NOT_FOUND: Final = frozenset({"404", "NoSuchKey", "NotFound"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """Where a bucket is and the key that opens it."""

    endpoint_url: str
    public_endpoint_url: str | None
    """The store's address as browsers see it, when it differs; presigned addresses use it."""
    bucket: str
    access_key: str
    secret_key: SecretStr
    region: str


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """A form that lets its bearer store one object."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


class Bucket:
    """One private bucket. Nothing is opened before the first use."""

    def __init__(self, settings: BucketSettings) -> None:
        self._settings = settings

    def _client(self, endpoint: str) -> S3Client:
        # A session of its own: boto3's default one is not safe to share between threads.
        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=self._settings.region,
            aws_access_key_id=self._settings.access_key,
            aws_secret_access_key=self._settings.secret_key.get_secret_value(),
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
        return self._client(self._settings.endpoint_url)

    @cached_property
    def _outside(self) -> S3Client:
        """The client that signs addresses for browsers."""
        return self._client(self._settings.public_endpoint_url or self._settings.endpoint_url)

    async def presign_post(self, *, key: str, content_type: str, size_bytes: int) -> PresignedPost:
        """A form for exactly this key, type and size; no call to the store."""
        expires_at = now() + UPLOAD_LIFETIME

        def sign() -> PresignedPost:
            form = self._outside.generate_presigned_post(
                self._settings.bucket,
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

    async def presign_get(
        self, *, key: str, content_type: str, lifetime: timedelta = READ_LIFETIME
    ) -> tuple[str, datetime]:
        """An address that offers the object as a download, five minutes long unless said."""
        expires_at = now() + lifetime

        def sign() -> str:
            return self._outside.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._settings.bucket,
                    "Key": key,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": "attachment",
                },
                ExpiresIn=int(lifetime.total_seconds()),
            )

        return await asyncio.to_thread(sign), expires_at

    async def read(self, *, key: str, at_most: int) -> bytes | None:
        """An object's bytes, at most so many of them; None when there is no such object.

        Raises:
            ServiceUnavailable: the store does not answer.
        """

        def get() -> bytes:
            answer = self._inside.get_object(Bucket=self._settings.bucket, Key=key)
            return answer["Body"].read(at_most)

        return await asyncio.to_thread(_absent_or, get)

    async def write(self, *, key: str, body: bytes, content_type: str) -> None:
        """Store an object; the same again replaces it.

        Raises:
            ServiceUnavailable: the store does not answer.
        """

        def put() -> None:
            self._inside.put_object(
                Bucket=self._settings.bucket, Key=key, Body=body, ContentType=content_type
            )

        await asyncio.to_thread(_absent_or, put)

    async def delete(self, *, key: str) -> None:
        """Remove an object; one that is not there is nothing.

        Raises:
            ServiceUnavailable: the store does not answer.
        """

        def remove() -> None:
            self._inside.delete_object(Bucket=self._settings.bucket, Key=key)

        await asyncio.to_thread(_absent_or, remove)


def _absent_or(call: Callable[[], T]) -> T | None:
    try:
        return call()
    except ClientError as error:
        if error.response["Error"]["Code"] in _NOT_FOUND:
            return None
        raise ServiceUnavailable from error
    except BotoCoreError as error:
        raise ServiceUnavailable from error
