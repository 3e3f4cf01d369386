"""What a supervisor writes down about its processes, for `status`, `down` and the next start."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from talat.stack.process import ProcessIdentity


@dataclass(frozen=True)
class PartState:
    """One part as the supervisor last saw it. `state`: starting, ready, restarting, stopped."""

    name: str
    state: str
    address: str
    version: str
    process: ProcessIdentity | None
    restarts: int = 0


@dataclass(frozen=True)
class SystemState:
    """The supervisor and its parts."""

    supervisor: ProcessIdentity
    parts: Mapping[str, PartState] = field(default_factory=dict)


def _file(home: Path) -> Path:
    return home / "state.json"


def write(home: Path, state: SystemState) -> None:
    """Replace the state file atomically."""
    temporary = home / f"state.json.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(state), indent=1))
    temporary.chmod(0o600)
    temporary.replace(_file(home))


def read(home: Path) -> SystemState | None:
    """The last state, or None when there is none (or it is of another version's shape)."""
    try:
        found = json.loads(_file(home).read_text())
        parts = {
            name: PartState(
                **{**value, "process": value["process"] and ProcessIdentity(**value["process"])}
            )
            for name, value in found["parts"].items()
        }
        return SystemState(ProcessIdentity(**found["supervisor"]), parts)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def forget(home: Path) -> None:
    """After an orderly stop nothing of it remains."""
    _file(home).unlink(missing_ok=True)
