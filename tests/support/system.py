"""The whole system as an operator starts it: `talat up` in a home of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import psutil

from talat.stack import state
from talat.stack.home import PROJECT, temporary_home
from talat.stack.installation import Installation
from talat.stack.ports import free_port

_READY_SECONDS: Final = 90.0
_STOP_SECONDS: Final = 40.0
_PAUSE_SECONDS: Final = 0.05


def wait_for(fact: Callable[[], bool], what: str, seconds: float = _READY_SECONDS) -> float:
    """Ask until it is so; returns the seconds it took. Fails the test after `seconds`."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if fact():
            return time.monotonic() - began
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError(f"{what}: not within {seconds:.0f} s")


class RunningSystem:
    """A `talat up` without the demonstration, on free ports."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TALAT_")},
            "TALAT_HOME": str(home),
            "TALAT_PORT": str(free_port()),
        }
        self._log = (home / "up.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The gateway's origin."""
        return Installation.open(self.home).public_url

    def start(self) -> float:
        """Start it and wait until the gateway answers for all services; returns the seconds."""
        command = [sys.executable, "-m", "talat", "up", "--no-demo"]
        self._process = subprocess.Popen(
            command, cwd=PROJECT, env=self._environment, stdout=self._log, stderr=self._log
        )
        return wait_for(self._ready, f"talat up is ready (see {self.home / 'up.log'})")

    def _ready(self) -> bool:
        assert self._process is not None
        code = self._process.poll()
        assert code is None, f"talat up ended with {code}:\n{(self.home / 'up.log').read_text()}"
        return self.answers("auth") and self.answers("catalog") and self.answers("orders")

    def answers(self, service: str) -> bool:
        """Whether a service says through the gateway that it is ready."""
        parts = state.read(self.home)
        if parts is None or "gateway" not in parts.parts:
            return False
        try:
            return httpx.get(f"{self.url}/{service}/health/ready", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def pid(self, part: str) -> int:
        """The process of a part that is ready."""
        found = state.read(self.home)
        assert found is not None
        process = found.parts[part].process
        assert process is not None
        return process.pid

    def kill(self, part: str) -> None:
        """`kill -9` one part, and wait until it is gone."""
        process = psutil.Process(self.pid(part))
        process.kill()
        with contextlib.suppress(psutil.NoSuchProcess):
            process.wait(10)

    def await_restart(self, part: str, old_pid: int) -> None:
        """Until the supervisor has another process of the part ready."""

        def restarted() -> bool:
            found = state.read(self.home)
            now = found.parts.get(part) if found else None
            return (
                now is not None
                and now.state == "ready"
                and now.process is not None
                and now.process.pid != old_pid
            )

        wait_for(restarted, f"{part} is restarted")

    def talat(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `talat` command on this home."""
        return subprocess.run(
            [sys.executable, "-m", "talat", *arguments],
            cwd=PROJECT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def stop(self) -> None:
        """Ctrl-C, and wait for the orderly end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_STOP_SECONDS)
            finally:
                self._process.kill()


@contextlib.contextmanager
def running_system() -> Iterator[RunningSystem]:
    """A system for tests, stopped and removed afterwards."""
    with temporary_home() as home:
        system = RunningSystem(home)
        try:
            system.start()
            yield system
        finally:
            system.stop()
