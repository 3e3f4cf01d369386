"""Free TCP ports of 127.0.0.1, not handed out twice to processes that start side by side."""

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

from talat.stack.errors import StackError

LOCALHOST = "127.0.0.1"
# Below Linux's ephemeral range, so that no outgoing connection takes a port meanwhile.
_LOWEST, _HIGHEST = 12000, 32000
_reservations: dict[int, int] = {}


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
        return True


def answers(port: int, timeout_seconds: float = 0.5) -> bool:
    """Whether something accepts connections on this port."""
    try:
        with socket.create_connection((LOCALHOST, port), timeout_seconds):
            return True
    except OSError:
        return False


def _reserve(port: int) -> bool:
    """Keep the port from other Talat processes until this process ends."""
    folder = Path(tempfile.gettempdir()) / f"talat-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    _reservations[port] = descriptor
    return True


def reserved(port: int) -> bool:
    """Take this very port if it is free and no other Talat process has reserved it."""
    if port in _reservations or not _reserve(port):
        return False
    if is_free(port):
        return True
    release(port)
    return False


def free_port() -> int:
    """A free port, reserved against every other process of this user that asks here."""
    for _ in range(200):
        port = random.randint(_LOWEST, _HIGHEST)  # noqa: S311  a port is no secret
        if reserved(port):
            return port
    raise StackError(
        f"No free TCP port was found between {_LOWEST} and {_HIGHEST}.",
        "End programs that listen on many ports, then start again.",
    )


def release(port: int) -> None:
    """Give a reserved port back; unknown ports are ignored."""
    descriptor = _reservations.pop(port, None)
    if descriptor is not None:
        os.close(descriptor)


def first_free_from(port: int, tries: int = 100) -> int:
    """The wanted port, or the next one up that is free."""
    for candidate in range(port, min(port + tries, 65536)):
        if is_free(candidate):
            return candidate
    raise StackError(
        f"Port {port} and the {tries - 1} after it are all in use.",
        "Set TALAT_PORT to a free port and start again.",
    )
