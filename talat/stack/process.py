"""Children that die with their parent, and proof that a process is one of ours."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from talat.stack.errors import StackError

POLL_SECONDS = 0.03
LOG_LIMIT_BYTES = 20 * 1024 * 1024
SERVER_USER = "nobody"
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One process of the system, declared as data.

    `ready` answers quickly (under a second) and never raises; `address` is what people are shown.
    `as_server_user` runs it as an unprivileged account when we are root.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    ready: Callable[[], bool]
    address: str = ""
    version: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path = Path("/")
    as_server_user: bool = False
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15.0
    ready_seconds: float = 60.0
    before_start: Callable[[], None] | None = None
    """Runs before each start, restarts too: clears what a killed predecessor left."""


def is_root() -> bool:
    return os.geteuid() == 0


def server_group() -> int:
    """The group of the servers' account; its name differs between systems. StackError."""
    try:
        return pwd.getpwnam(SERVER_USER).pw_gid
    except KeyError as error:
        raise StackError(
            f"PostgreSQL does not run as root, and there is no account {SERVER_USER}.",
            "Start Talat as an ordinary user.",
        ) from error


def base_environment() -> dict[str, str]:
    """The little that a server needs of ours: nothing secret passes by accident."""
    kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C", "LC_ALL": "C", "TZ": "UTC", **environment}


def _dies_with(parent: int, death_signal: int) -> Callable[[], None] | None:
    """A hook for the child between fork and exec; Linux only (elsewhere the next start cleans)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def hook() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return hook


@dataclass(frozen=True)
class SpawnOptions:
    """The same keyword arguments for `subprocess.Popen` and `asyncio.create_subprocess_exec`."""

    env: dict[str, str]
    cwd: str
    preexec_fn: Callable[[], None] | None
    user: str | None
    group: int | None
    extra_groups: list[int] | None


def spawn_options(part: Part) -> SpawnOptions:
    """How to start `part`.

    Must be used from the main thread: Linux sends the death signal when the *thread* that
    started the child ends.
    """
    demote = part.as_server_user and is_root()
    return SpawnOptions(
        env={**base_environment(), **part.environment},
        cwd=str(part.directory),
        preexec_fn=_dies_with(os.getpid(), part.death_signal),
        user=SERVER_USER if demote else None,
        group=server_group() if demote else None,
        extra_groups=[] if demote else None,
    )


def open_log(part: Part) -> int:
    """A descriptor that appends to the part's log; a log over 20 MB is set aside first."""
    part.log.parent.mkdir(parents=True, exist_ok=True)
    if part.log.exists() and part.log.stat().st_size > LOG_LIMIT_BYTES:
        part.log.replace(part.log.with_suffix(".log.1"))
    return os.open(part.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def log_tail(part: Part, lines: int = 12) -> str:
    """The last lines of the part's log, for a message about why it failed."""
    if not part.log.exists():
        return "(it wrote no log)"
    with part.log.open("rb") as file:
        file.seek(max(0, part.log.stat().st_size - 8192))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-lines:])


def start(part: Part) -> subprocess.Popen[bytes]:
    """Start the part and return at once; it dies with us."""
    if part.before_start is not None:
        part.before_start()
    options = spawn_options(part)
    log = open_log(part)
    try:
        return subprocess.Popen(
            part.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the parts in order
            env=options.env,
            cwd=options.cwd,
            preexec_fn=options.preexec_fn,  # noqa: PLW1509  the hook is one prctl call
            user=options.user,
            group=options.group,
            extra_groups=options.extra_groups,
        )
    finally:
        os.close(log)


def stop(part: Part, process: subprocess.Popen[bytes]) -> None:
    """Ask it to stop, then kill it; returns when it is gone."""
    if process.poll() is not None:
        return
    process.send_signal(part.stop_signal)
    try:
        process.wait(part.stop_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def not_ready(part: Part, exit_code: int | None) -> StackError:
    """The error for a part that ended, or did not answer in time, while it was starting."""
    what = "did not become ready" if exit_code is None else f"ended with code {exit_code}"
    return StackError(
        f"{part.name} {what} while starting. Its last words:\n{log_tail(part)}",
        f"See {part.log}, mend the cause and start again.",
    )


@contextmanager
def running(part: Part) -> Iterator[subprocess.Popen[bytes]]:
    """The part, ready, for the length of the block. Raises StackError when it does not start."""
    process = start(part)
    try:
        deadline = time.monotonic() + part.ready_seconds
        while not part.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise not_ready(part, process.poll())
            time.sleep(POLL_SECONDS)
        yield process
    finally:
        stop(part, process)


@dataclass(frozen=True)
class ProcessIdentity:
    """A pid with its birth time: a reused pid is never taken for ours."""

    pid: int
    created_at: float

    @classmethod
    def of(cls, pid: int) -> "ProcessIdentity":
        return cls(pid, psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The process if it still runs and is the same one."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.created_at) < 1.0
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def _is_gone(identity: ProcessIdentity, wait_seconds: float) -> bool:
    """Wait for its end. One that ended and was not reaped by its parent (a zombie) is gone."""
    deadline = time.monotonic() + wait_seconds
    while identity.process() is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def end_process(identity: ProcessIdentity, wait_seconds: float) -> bool:
    """Ask the process to stop; False when it still runs after `wait_seconds`."""
    found = identity.process()
    if found is not None:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended just now
            found.terminate()
    return _is_gone(identity, wait_seconds)


def end_orphan(identity: ProcessIdentity, wait_seconds: float = 10.0) -> bool:
    """End a process that a killed supervisor left; True when there was one."""
    found = identity.process()
    if found is None:
        return False
    if not end_process(identity, wait_seconds):
        with contextlib.suppress(psutil.NoSuchProcess):
            found.kill()
        _is_gone(identity, wait_seconds)
    return True
