"""Every object of the services' buckets to a folder and back.

Files are named by their content's sum and listed in `objects.jsonl` with bucket, key and type.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talat.stack.seaweedfs import S3Server

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

INDEX = "objects.jsonl"
FOLDER = "objects"
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class StoredObject:
    """One object of a service's bucket; `content` names its file."""

    service: str
    key: str
    content: str
    content_type: str
    metadata: dict[str, str]


def save(s3: S3Server, backup: Path) -> dict[str, int]:
    """Copy every object below `backup`; returns how many there are, by service."""
    client = s3.admin_client()
    (backup / FOLDER).mkdir()
    counts = dict.fromkeys(s3.buckets, 0)
    with (backup / INDEX).open("w") as index:
        for service, bucket in s3.buckets.items():
            for key in _keys(client, bucket.name):
                stored = _download(client, service, bucket.name, key, backup / FOLDER)
                index.write(json.dumps(asdict(stored), ensure_ascii=False) + "\n")
                counts[service] += 1
    return counts


def load(s3: S3Server, backup: Path) -> dict[str, set[str]]:
    """Put every object of the backup back; returns the keys by service."""
    client = s3.admin_client()
    keys: dict[str, set[str]] = {service: set() for service in s3.buckets}
    for stored in _index(backup):
        with (backup / FOLDER / stored.content).open("rb") as body:
            client.put_object(
                Bucket=s3.bucket(stored.service).name,
                Key=stored.key,
                Body=body,
                ContentType=stored.content_type,
                Metadata=stored.metadata,
            )
        keys[stored.service].add(stored.key)
    return keys


def remove_others(s3: S3Server, keep: dict[str, set[str]]) -> int:
    """Delete what the backup does not know; returns how many objects that were."""
    client = s3.admin_client()
    removed = 0
    for service, bucket in s3.buckets.items():
        for key in list(_keys(client, bucket.name)):
            if key not in keep[service]:
                client.delete_object(Bucket=bucket.name, Key=key)
                removed += 1
    return removed


def _keys(client: "S3Client", bucket: str) -> Iterator[str]:
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", []):
            yield entry["Key"]


def _download(
    client: "S3Client", service: str, bucket: str, key: str, folder: Path
) -> StoredObject:
    answer = client.get_object(Bucket=bucket, Key=key)
    temporary = folder / "downloading"
    digest = hashlib.sha256()
    with temporary.open("wb") as file:
        for chunk in answer["Body"].iter_chunks(_CHUNK_BYTES):
            digest.update(chunk)
            file.write(chunk)
    temporary.replace(folder / digest.hexdigest())
    return StoredObject(
        service, key, digest.hexdigest(), answer["ContentType"], dict(answer["Metadata"])
    )


def _index(backup: Path) -> Iterator[StoredObject]:
    with (backup / INDEX).open() as file:
        for line in file:
            yield StoredObject(**json.loads(line))
