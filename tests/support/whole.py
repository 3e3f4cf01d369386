"""Fixtures of a whole running system, shared by the end-to-end and the fault tests."""

from collections.abc import Iterator

import pytest

from tests.support.system import RunningSystem, running_system


@pytest.fixture(scope="session")
def system() -> Iterator[RunningSystem]:
    """A whole system without the demonstration."""
    with running_system() as started:
        yield started


@pytest.fixture(scope="session")
def demo(system: RunningSystem) -> RunningSystem:
    """The system with the Ang Thong demonstration loaded."""
    loaded = system.talat("demo", "load")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    return system
