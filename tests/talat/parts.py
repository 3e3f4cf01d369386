"""Small processes that stand for servers."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from talat.stack.process import Part

WAIT_SECONDS = 20.0


def python_part(name: str, home: Path, script: str, **changes: object) -> Part:
    """A part that runs `script`, which says that it is ready by making `home/<name>.ready`."""
    mark = home / f"{name}.ready"
    program = f"import pathlib; READY = pathlib.Path({str(mark)!r})\n{script}"
    declared: dict[str, object] = {
        "name": name,
        "command": (sys.executable, "-c", program),
        "log": home / "logs" / f"{name}.log",
        "ready": mark.exists,
        "before_start": lambda: mark.unlink(missing_ok=True),
        **changes,
    }
    return Part(**declared)  # type: ignore[arg-type]


SLEEPER = "import signal; READY.touch(); signal.pause()"


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = WAIT_SECONDS) -> None:
    """Return when the condition holds; fail the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"in {seconds} s not: {what}"
        time.sleep(0.02)
