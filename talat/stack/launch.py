"""The life of `talat up`: start in order, tell, wait, stop in order."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from talat.stack import state, system, welcome
from talat.stack.home import PROJECT
from talat.stack.installation import DEFAULT_GATEWAY_PORT, Installation
from talat.stack.process import ProcessIdentity
from talat.stack.state import PartState, SystemState
from talat.stack.supervisor import Supervisor


class _Teller:
    """Prints each part once when it is ready, and writes every change to the state file."""

    def __init__(self, installation: Installation, console: Console) -> None:
        self._home = installation.home
        self._console = console
        self._began = time.monotonic()
        self._told: set[str] = set()
        self._supervisor = ProcessIdentity.of(os.getpid())

    def changed(self, parts: dict[str, PartState]) -> None:
        """A part changed its state."""
        state.write(self._home, SystemState(self._supervisor, parts))
        for part in parts.values():
            if part.state == "ready" and part.name not in self._told:
                self._told.add(part.name)
                seconds = time.monotonic() - self._began
                self._console.print(
                    f"[green]✓[/green] {part.name:<15} {part.version:<8} "
                    f"{escape(part.address):<42} [dim]{seconds:5.1f} s[/dim]"
                )

    def notice(self, text: str) -> None:
        """Something that the operator should see while the system runs."""
        clock = time.strftime("%H:%M:%S")
        self._console.print(f"[yellow]![/yellow] [dim]{clock}[/dim] {escape(text)}")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A step with a spinner, and its time when it is done."""
        began = time.monotonic()
        with self._console.status(what):
            yield
        self._console.print(f"[green]✓[/green] {what} [dim]{time.monotonic() - began:.1f} s[/dim]")


async def run(
    installation: Installation, console: Console, *, gateway_port: int | None, demo: bool
) -> None:
    """Start the system and keep it until SIGINT, SIGTERM or SIGHUP, or until a part is given up.

    The caller holds the installation's lock. Everything is stopped when it returns. Raises
    StackError when a part does not start or fails too often.
    """
    _clean(installation, console)
    _choose_ports(installation, console, gateway_port)
    teller = _Teller(installation, console)
    supervisor = Supervisor(notice=teller.notice, changed=teller.changed)
    stop = _stop_event(supervisor, console)
    try:
        await _first_of(
            stop.wait(),
            _fail_when_given_up(supervisor),
            _live(installation, supervisor, teller, console, demo=demo),
        )
    finally:
        with console.status("Stopping…"):
            await supervisor.stop()
        state.forget(installation.home)


async def _first_of(*waits: Awaitable[object]) -> None:
    """Return when the first one does, or raise what it raises; the others are cancelled."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _clean(installation: Installation, console: Console) -> None:
    ended = system.end_orphans(installation.home)
    if ended:
        console.print(f"[yellow]![/yellow] Ended what an earlier run left: {', '.join(ended)}")


def _choose_ports(installation: Installation, console: Console, wanted: int | None) -> None:
    installation.settle_ports(wanted)
    asked = wanted or int(os.environ.get("TALAT_PORT", DEFAULT_GATEWAY_PORT))
    if installation.ports["gateway"] != asked:
        console.print(
            f"[yellow]![/yellow] Port {asked} is in use by another program; "
            f"the gateway takes {installation.ports['gateway']} instead."
        )


def _stop_event(supervisor: Supervisor, console: Console) -> asyncio.Event:
    stop = asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            console.print("Killing everything now.")
            supervisor.kill()
        stop.set()

    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(which, asked)
    return stop


async def _fail_when_given_up(supervisor: Supervisor) -> None:
    raise await supervisor.given_up()


async def _live(
    installation: Installation,
    supervisor: Supervisor,
    teller: _Teller,
    console: Console,
    *,
    demo: bool,
) -> None:
    """Start everything in order, then wait for ever."""
    with teller.step("Servers"):
        await supervisor.start(*system.server_parts(installation))
    with teller.step("Databases, buckets, streams, migrations"):
        await system.prepare_servers(installation)
        await system.migrate_all(installation)
    with teller.step("Services"):
        await supervisor.start(*system.service_parts(installation))
        await supervisor.start(system.gateway_part(installation))
    if demo:
        await _first_demo(installation, teller)
    welcome.show(installation, console)
    await asyncio.Event().wait()


async def _first_demo(installation: Installation, teller: _Teller) -> None:
    """Once in the life of a home; a failure is told and does not end the system."""
    done = installation.home / "demo-told"
    if done.exists():
        return
    for action in ("load", "story"):
        code = await _talat(installation, "demo", action)
        if code:
            teller.notice(
                f"`talat demo {action}` failed (exit code {code}). The system runs without it; "
                f"try again with: talat demo {action}"
            )
            return
    done.touch()


async def _talat(installation: Installation, *arguments: str) -> int:
    """Run another `talat` command on this installation and show what it prints."""
    environment = {**os.environ, "TALAT_HOME": str(installation.home), "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", "talat", *arguments)
    child = await asyncio.create_subprocess_exec(*command, env=environment, cwd=PROJECT)
    try:
        return await child.wait()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            await child.wait()
