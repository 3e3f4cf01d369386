"""A whole system as a child of a test: `talat up` in a home of its own."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from talat.stack import ports
from talat.stack.home import PROJECT
from tests.talat.parts import wait_until

START_SECONDS = 120.0


@dataclass
class RunningSystem:
    """`talat up` of one home and what it printed."""

    home: Path
    process: subprocess.Popen[str]
    output: Path

    @property
    def said(self) -> str:
        """Everything that it printed so far."""
        return self.output.read_text()

    @property
    def state(self) -> dict[str, dict[str, object]]:
        """The parts as the state file has them."""
        parts: dict[str, dict[str, object]] = json.loads((self.home / "state.json").read_text())[
            "parts"
        ]
        return parts

    @property
    def gateway_port(self) -> int:
        """Where the gateway listens."""
        chosen: int = json.loads((self.home / "ports.json").read_text())["gateway"]
        return chosen

    def pid(self, part: str) -> int:
        """The present pid of a part, 0 while it has none."""
        found = self.state[part]["process"]
        return int(found["pid"]) if isinstance(found, dict) else 0

    def get(self, path: str) -> int:
        """The status of a request through the gateway; 0 when nothing answers."""
        connection = http.client.HTTPConnection(ports.LOCALHOST, self.gateway_port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def all_ready(self) -> bool:
        """Whether each service answers through the gateway that it is ready."""
        return all(
            self.get(f"/{name}/health/ready") == 200 for name in ("auth", "catalog", "orders")
        )


def talat(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one `talat` command on a home and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "talat", *arguments],
        env={**os.environ, "TALAT_HOME": str(home), "PYTHONPATH": str(PROJECT), **variables},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@contextmanager
def up(home: Path, output: Path, **variables: str) -> Iterator[RunningSystem]:
    """`talat up --no-demo`, ready; stopped by SIGTERM at the end if it still runs."""
    with output.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "talat", "up", "--no-demo"],
            env={**os.environ, "TALAT_HOME": str(home), "PYTHONPATH": str(PROJECT), **variables},
            cwd=PROJECT,
            stdout=written,
            stderr=subprocess.STDOUT,
            text=True,
        )
    system = RunningSystem(home, process, output)
    try:
        wait_until(
            lambda: "Talat is ready" in system.said or process.poll() is not None,
            "ready",
            seconds=START_SECONDS,
        )
        assert process.poll() is None, system.said
        yield system
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def processes_of(home: Path) -> list[str]:
    """The command lines of every process that works on this home."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
            known = str(home) in line or process.environ().get("TALAT_HOME") == str(home)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if known:
            found.append(line)
    return found
