"""How long a start takes and what the system weighs: `python -m bench.start`.

A new home: the first start until the demonstration is loaded and its story told, an orderly
stop, the second start until every service is ready, and the resident memory at rest (the
proportional set size of all processes, shared pages counted once). Each figure is printed
beside its limit; nothing fails, because machines differ.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import psutil

from talat.stack import state
from talat.stack.home import PROJECT, temporary_home
from talat.stack.installation import Installation
from talat.stack.ports import free_port
from talat.stack.secrets import SERVICES

FIRST_START_SECONDS: Final = 60
SECOND_START_SECONDS: Final = 10
MEMORY_MB: Final = 1_200
_GIVE_UP_SECONDS: Final = 600
_REST_SECONDS: Final = 10
_MB: Final = 2**20


def main() -> None:
    """Measure and print."""
    with temporary_home() as home:
        first = _start(home, (home / "demo-told").exists)
        first_seconds = _until(first)
        _stop(first[0])
        second = _start(home, lambda: _serving(home))
        second_seconds = _until(second)
        time.sleep(_REST_SECONDS)
        memory = _memory_mb(second[0].pid)
        _stop(second[0])
    _print("first start, with the demonstration and its story", first_seconds, FIRST_START_SECONDS)
    _print("second start", second_seconds, SECOND_START_SECONDS)
    print(f"{'memory at rest':<52} {memory:6.0f} MB  {memory / MEMORY_MB:.2f} of {MEMORY_MB} MB")


Started = tuple[subprocess.Popen[bytes], float, Callable[[], bool]]


def _start(home: Path, ready: Callable[[], bool]) -> Started:
    environment = {**os.environ, "TALAT_HOME": str(home), "TALAT_PORT": str(free_port())}
    with (home / "up.log").open("ab") as log:
        command = [sys.executable, "-m", "talat", "up"]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
    return process, time.monotonic(), ready


def _until(started: Started) -> float:
    process, began, ready = started
    while not ready():
        seconds = time.monotonic() - began
        if process.poll() is not None or seconds > _GIVE_UP_SECONDS:
            raise SystemExit(f"talat up did not become ready within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began


def _serving(home: Path) -> bool:
    parts = state.read(home)
    if parts is None or "gateway" not in parts.parts:
        return False
    url = Installation.open(home).public_url
    try:
        answers = [httpx.get(f"{url}/{name}/health/ready", timeout=5) for name in SERVICES]
    except httpx.HTTPError:
        return False
    return all(answer.status_code == httpx.codes.OK for answer in answers)


def _memory_mb(supervisor: int) -> float:
    top = psutil.Process(supervisor)
    return sum(p.memory_full_info().pss for p in (top, *top.children(recursive=True))) / _MB


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(_GIVE_UP_SECONDS)


def _print(what: str, seconds: float, limit: int) -> None:
    print(f"{what:<52} {seconds:6.1f} s   {seconds / limit:.2f} of {limit} s")


if __name__ == "__main__":
    main()
