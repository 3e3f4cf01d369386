"""The supervisor: restarts, gives up, stops in order, leaves nothing."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from talat.stack import process
from talat.stack.errors import StackError
from talat.stack.process import ProcessIdentity
from talat.stack.supervisor import RestartPolicy, Supervisor
from tests.talat.parts import SLEEPER, WAIT_SECONDS, python_part, wait_until

QUICK = RestartPolicy(deaths=3, first_wait_seconds=0.01, longest_wait_seconds=0.02)


class Watched:
    """A supervisor with what it said."""

    def __init__(self) -> None:
        self.notices: asyncio.Queue[str] = asyncio.Queue()
        self.supervisor = Supervisor(notice=self.notices.put_nowait, policy=QUICK)

    async def said(self) -> str:
        """The next notice, waited for."""
        async with asyncio.timeout(WAIT_SECONDS):
            return await self.notices.get()


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    made = Watched()
    yield made
    await made.supervisor.stop()


async def test_a_killed_part_is_started_again_and_said(watched: Watched, tmp_path: Path) -> None:
    supervisor = watched.supervisor
    await supervisor.start(python_part("server", tmp_path, SLEEPER))
    first = supervisor.pid("server")

    os.kill(first, signal.SIGKILL)

    assert await watched.said() == "server ended (SIGKILL); starting it again in 0.01 s"
    assert re.fullmatch(r"server is ready again \(\d+\.\d s\)", await watched.said())
    state = supervisor.states()["server"]
    assert (state.state, state.restarts) == ("ready", 1)
    assert supervisor.pid("server") != first
    assert psutil.pid_exists(supervisor.pid("server"))


async def test_it_gives_up_after_repeated_failures(watched: Watched, tmp_path: Path) -> None:
    once = tmp_path / "once"
    script = f"""
import pathlib, signal, sys
first = pathlib.Path({str(once)!r})
if first.exists():
    print("cannot go on: no such table")
    sys.exit(3)
first.touch(); READY.touch(); signal.pause()
"""
    supervisor = watched.supervisor
    await supervisor.start(python_part("server", tmp_path, script))
    other = python_part("other", tmp_path, SLEEPER)
    await supervisor.start(other)

    os.kill(supervisor.pid("server"), signal.SIGKILL)
    async with asyncio.timeout(WAIT_SECONDS):
        error = await supervisor.given_up()

    assert error.problem.startswith("server ended 3 times within 60 s.")
    assert "cannot go on: no such table" in error.problem
    assert "talat up" in error.remedy
    assert supervisor.states()["server"].state == "failed"
    assert (await watched.said()).startswith("server ended (SIGKILL);")
    assert (await watched.said()).startswith("server ended (exit code 3);")
    assert watched.notices.empty()
    assert supervisor.states()["other"].state == "ready"


async def test_a_part_that_does_not_start_is_explained(watched: Watched, tmp_path: Path) -> None:
    broken = python_part("broken", tmp_path, "raise SystemExit('port 1 is taken')")
    with pytest.raises(StackError) as refused:
        await watched.supervisor.start(python_part("good", tmp_path, SLEEPER), broken)

    good = watched.supervisor.pid("good")
    assert refused.value.problem == (
        "broken ended with code 1 while starting. Its last words:\nport 1 is taken"
    )
    await watched.supervisor.stop()
    assert good == 0 or not psutil.pid_exists(good)


async def test_a_part_that_never_becomes_ready_is_killed(watched: Watched, tmp_path: Path) -> None:
    mute = python_part("mute", tmp_path, "import signal; signal.pause()", ready_seconds=0.3)
    with pytest.raises(StackError, match="mute ended with code -9 while starting"):
        await watched.supervisor.start(mute)
    assert not psutil.pid_exists(watched.supervisor.pid("mute"))


async def test_it_stops_the_last_started_first(watched: Watched, tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = f"""
import os, signal, sys
def end(*_):
    with open({str(told)!r}, "a") as file:
        file.write(READY.stem + "\\n")
    os._exit(0)
signal.signal(signal.SIGTERM, end)
READY.touch()
while True:
    signal.pause()
"""
    for name in ("database", "service", "gateway"):
        await watched.supervisor.start(python_part(name, tmp_path, script))

    await watched.supervisor.stop()

    assert told.read_text().split() == ["gateway", "service", "database"]
    states = watched.supervisor.states()
    assert {state.state for state in states.values()} == {"stopped"}
    assert {state.process for state in states.values()} == {None}


async def test_a_part_that_refuses_to_stop_is_killed(watched: Watched, tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); READY.touch()\n"
    part = python_part("deaf", tmp_path, deaf + "while True: signal.pause()", stop_seconds=0.2)
    await watched.supervisor.start(part)
    pid = watched.supervisor.pid("deaf")

    await watched.supervisor.stop()

    assert not psutil.pid_exists(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a parent-death signal")
def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    parent_script = f"""
import signal, pathlib
from talat.stack import process
from tests.talat.parts import SLEEPER, python_part
with process.running(python_part("child", pathlib.Path({str(tmp_path)!r}), SLEEPER)) as child:
    print(child.pid, flush=True)
    signal.pause()
"""
    with subprocess.Popen(
        [sys.executable, "-c", parent_script], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = ProcessIdentity.of(int(parent.stdout.readline()))
        parent.kill()
        parent.wait()
    wait_until(lambda: child.process() is None, "the child ended")


def test_a_reused_pid_is_not_taken_for_ours() -> None:
    ours = ProcessIdentity.of(os.getpid())
    assert ours.process() is not None
    older = ProcessIdentity(ours.pid, ours.created_at - 3600)
    assert older.process() is None
    assert process.end_orphan(older) is False
    assert psutil.pid_exists(os.getpid())
