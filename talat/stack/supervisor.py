"""Keeps the parts of a system running: starts, watches, restarts, gives up, stops in order."""

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from talat.stack import process
from talat.stack.errors import StackError
from talat.stack.process import Part, ProcessIdentity
from talat.stack.state import PartState

Notice = Callable[[str], None]
StateChange = Callable[[dict[str, PartState]], None]


@dataclass(frozen=True)
class RestartPolicy:
    """`deaths` within `within_seconds` end the system; before that each restart waits longer."""

    deaths: int = 5
    within_seconds: float = 60.0
    first_wait_seconds: float = 0.2
    longest_wait_seconds: float = 5.0

    def wait(self, recent_deaths: int) -> float:
        """Seconds before the next start after this many deaths."""
        grown: float = self.first_wait_seconds * 2.0 ** (recent_deaths - 1)
        return min(self.longest_wait_seconds, grown)


@dataclass
class _Kept:
    """A part with its process."""

    part: Part
    process: asyncio.subprocess.Process | None = None
    deaths: deque[float] = field(default_factory=deque)
    restarts: int = 0
    state: str = "starting"
    watch: "asyncio.Task[None] | None" = None


class Supervisor:
    """Runs in the main thread's event loop: a child dies with the thread that started it."""

    def __init__(
        self,
        *,
        notice: Notice,
        changed: StateChange | None = None,
        policy: RestartPolicy | None = None,
    ) -> None:
        self._notice = notice
        self._changed = changed or (lambda _: None)
        self._policy = policy or RestartPolicy()
        self._kept: dict[str, _Kept] = {}
        self._groups: list[list[_Kept]] = []
        self._refused: BaseException | None = None
        self._stopping = False
        self._given_up: asyncio.Future[StackError] = asyncio.get_running_loop().create_future()

    async def start(self, *parts: Part) -> None:
        """Start the parts side by side and return when all are ready.

        Raises StackError for the first that is not.
        """
        kept = [self._kept.setdefault(part.name, _Kept(part)) for part in parts]
        self._groups.append(kept)
        try:
            async with asyncio.TaskGroup() as group:
                for each in kept:
                    group.create_task(self._start_first(each))
        except* StackError as errors:
            first: BaseException = errors
            while isinstance(first, BaseExceptionGroup):
                first = first.exceptions[0]
            self._refused = first
        if self._refused is not None:
            raise self._refused

    async def given_up(self) -> StackError:
        """Waits until a part has failed too often; returns why."""
        return await asyncio.shield(self._given_up)

    def pid(self, name: str) -> int:
        """The present pid of a part; 0 while it has none."""
        running = self._kept[name].process
        return running.pid if running is not None else 0

    def states(self) -> dict[str, PartState]:
        """Every part as it is now."""
        return {name: self._state(kept) for name, kept in self._kept.items()}

    async def stop(self) -> None:
        """Stop the parts, the last started first; a part that does not stop is killed."""
        self._stopping = True
        for group in reversed(self._groups):
            await asyncio.gather(*(self._stop_one(kept) for kept in group))

    def kill(self) -> None:
        """End every part at once (a second Ctrl-C)."""
        self._stopping = True
        for kept in self._kept.values():
            self._signal(kept, signal.SIGKILL)

    def _state(self, kept: _Kept) -> PartState:
        identity = None
        if kept.process is not None and kept.process.returncode is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                identity = ProcessIdentity.of(kept.process.pid)
        part = kept.part
        return PartState(part.name, kept.state, part.address, part.version, identity, kept.restarts)

    def _now(self, kept: _Kept, state: str) -> None:
        kept.state = state
        self._changed(self.states())

    async def _start_first(self, kept: _Kept) -> None:
        await self._spawn(kept)
        if not await self._becomes_ready(kept):
            code = kept.process.returncode if kept.process is not None else None
            raise process.not_ready(kept.part, code)
        self._now(kept, "ready")
        kept.watch = asyncio.create_task(self._watch(kept))

    async def _spawn(self, kept: _Kept) -> None:
        part = kept.part
        if part.before_start is not None:
            await asyncio.to_thread(part.before_start)
        if self._stopping:
            return
        options = process.spawn_options(part)
        log = process.open_log(part)
        try:
            kept.process = await asyncio.create_subprocess_exec(
                *part.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=options.env,
                cwd=options.cwd,
                preexec_fn=options.preexec_fn,
                user=options.user,
                group=options.group,
                extra_groups=options.extra_groups,
            )
        finally:
            os.close(log)
        self._now(kept, "starting")

    async def _becomes_ready(self, kept: _Kept) -> bool:
        """False when it ended or took too long; then it is gone."""
        running = kept.process
        deadline = time.monotonic() + kept.part.ready_seconds
        while running is not None and running.returncode is None:
            if await asyncio.to_thread(kept.part.ready):
                return running.returncode is None
            if time.monotonic() > deadline:
                running.kill()
                await running.wait()
                return False
            await asyncio.sleep(process.POLL_SECONDS)
        return False

    async def _watch(self, kept: _Kept) -> None:
        """Restart the part whenever it ends, until we stop or it fails too often."""
        while kept.process is not None:
            code = await kept.process.wait()
            if self._stopping:
                return
            wait = self._count_death(kept, code)
            if wait is None:
                return
            await asyncio.sleep(wait)
            await self._restart(kept)

    def _count_death(self, kept: _Kept, code: int) -> float | None:
        now = time.monotonic()
        kept.deaths.append(now)
        while now - kept.deaths[0] > self._policy.within_seconds:
            kept.deaths.popleft()
        if len(kept.deaths) >= self._policy.deaths:
            self._give_up(kept)
            return None
        wait = self._policy.wait(len(kept.deaths))
        self._notice(f"{kept.part.name} ended ({_cause(code)}); starting it again in {wait:g} s")
        self._now(kept, "restarting")
        return wait

    async def _restart(self, kept: _Kept) -> None:
        if self._stopping:
            return
        began = time.monotonic()
        kept.restarts += 1
        try:
            await self._spawn(kept)
        except (StackError, OSError) as error:
            self._notice(f"{kept.part.name} could not be started: {error}")
            return  # the old process stays ended, so the watch counts this as one more death
        if await self._becomes_ready(kept):
            self._now(kept, "ready")
            self._notice(f"{kept.part.name} is ready again ({time.monotonic() - began:.1f} s)")

    def _give_up(self, kept: _Kept) -> None:
        self._now(kept, "failed")
        if self._given_up.done():
            return
        part, policy = kept.part, self._policy
        self._given_up.set_result(
            StackError(
                f"{part.name} ended {policy.deaths} times within {policy.within_seconds:g} s. "
                f"Its last words:\n{process.log_tail(part)}",
                f"Everything is being stopped; no data is lost. See {part.log}, mend the cause "
                "and run: talat up",
            )
        )

    def _signal(self, kept: _Kept, which: signal.Signals) -> None:
        if kept.process is not None and kept.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                kept.process.send_signal(which)

    async def _stop_one(self, kept: _Kept) -> None:
        if kept.process is not None:
            self._signal(kept, kept.part.stop_signal)
            try:
                await asyncio.wait_for(kept.process.wait(), kept.part.stop_seconds)
            except TimeoutError:
                self._signal(kept, signal.SIGKILL)
                await kept.process.wait()
        if kept.watch is not None:
            kept.watch.cancel()
            await asyncio.gather(kept.watch, return_exceptions=True)
        # The watch may have been starting a new process just now.
        self._signal(kept, signal.SIGKILL)
        self._now(kept, "stopped")


def _cause(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
