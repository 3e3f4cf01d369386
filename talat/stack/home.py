"""Where an embedded installation keeps its data, and whether that place can hold it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talat.stack.errors import StackError
from talat.stack.process import is_root

PROJECT = Path(__file__).resolve().parents[2]
NEEDED_BYTES = 1024 * 1024 * 1024


def default_home() -> Path:
    """TALAT_HOME; else /var/lib/talat for root (servers run as another user) or `var/`."""
    chosen = os.environ.get("TALAT_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    return Path("/var/lib/talat") if is_root() else PROJECT / "var"


def reachable_by_others(path: Path) -> bool:
    """Whether an account that owns nothing here can enter `path` (or the folder of a file)."""
    return first_closed_folder(path) is None


def first_closed_folder(path: Path) -> Path | None:
    """The topmost folder on the way to `path` that other accounts may not enter."""
    resolved = path.resolve()
    for folder in (*reversed(resolved.parents), resolved):
        if folder.is_dir() and not folder.stat().st_mode & 0o001:
            return folder
    return None


def prepare(home: Path) -> None:
    """Make the folder and check it: writable, reachable by the servers' user, enough room."""
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        probe = home / f".probe.{os.getpid()}"
        probe.write_text("ok")
        probe.unlink()
    except OSError as error:
        raise StackError(
            f"The data folder {home} cannot be written: {error.strerror}.",
            "Set TALAT_HOME to a folder that you may write, on a disk with room.",
        ) from error
    if is_root():
        _require_reachable(home)


def _require_reachable(home: Path) -> None:
    closed = first_closed_folder(home)
    if closed is not None:
        raise StackError(
            f"PostgreSQL does not run as root, and its account cannot enter {closed}, "
            f"which is on the way to the data folder {home}.",
            "Set TALAT_HOME to a folder that every account may enter (such as /var/lib/talat), "
            f"or run: chmod o+x {closed}",
        )


def require_room(home: Path, needed_bytes: int = NEEDED_BYTES) -> None:
    """Raises StackError when the disk of `home` has less free than a start needs."""
    free = shutil.disk_usage(home).free
    if free < needed_bytes:
        raise StackError(
            f"The disk of {home} has {free // 2**20} MB free; "
            f"Talat needs {needed_bytes // 2**20} MB to start.",
            "Free some space, or set TALAT_HOME to a folder on another disk.",
        )


@contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty home for tests that the servers' user can reach, removed afterwards.

    pytest's own temporary folders are closed to other accounts, so root cannot use them for
    PostgreSQL.
    """
    home = Path(tempfile.mkdtemp(prefix="talat-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
