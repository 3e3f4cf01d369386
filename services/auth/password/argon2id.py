"""argon2id in threads of its own, so that hashing never blocks the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from services.auth.password import zxcvbn
from services.auth.password.errors import HashingBusy

T = TypeVar("T")

_LONGEST_QUEUE: Final = 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password matched, and its hash under newer parameters when it should change."""

    matches: bool
    rehash: str | None = None


class PasswordHashing:
    """Hashes and verifies with bounded concurrency.

    argon2 releases the interpreter's lock while it works; ``threads`` bounds both the cores and
    the memory that sign-ins can take. Beyond a queue of 64 a caller gets HashingBusy (503).
    The default parameters are OWASP's: 19 MiB, 2 passes, 1 lane.
    """

    def __init__(self, *, memory_kib: int = 19_456, time_cost: int = 2, threads: int = 1) -> None:
        self._argon2 = PasswordHasher(memory_cost=memory_kib, time_cost=time_cost, parallelism=1)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._waiting = 0
        self._of_nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The encoded hash, with parameters and a fresh salt."""
        return await self._run(lambda: self._argon2.hash(password))

    async def verify(self, encoded: str | None, password: str) -> Verdict:
        """Compare. Without a hash (no such account) the same work is done and nothing matches."""
        return await self._run(lambda: self._verify(encoded, password))

    async def is_guessable(self, password: str, *, personal: Sequence[str]) -> bool:
        """Whether zxcvbn guesses the password in fewer than 10^8 tries."""
        return await self._run(lambda: zxcvbn.is_guessable(password, personal=personal))

    def close(self) -> None:
        """Let the running hashes end and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= _LONGEST_QUEUE:
            raise HashingBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1

    def _verify(self, encoded: str | None, password: str) -> Verdict:
        if encoded is None:
            if self._of_nobody is None:
                self._of_nobody = self._argon2.hash("nobody's password")
            self._matches(self._of_nobody, password)
            return Verdict(matches=False)
        if not self._matches(encoded, password):
            return Verdict(matches=False)
        outdated = self._argon2.check_needs_rehash(encoded)
        return Verdict(matches=True, rehash=self._argon2.hash(password) if outdated else None)

    def _matches(self, encoded: str, password: str) -> bool:
        try:
            return self._argon2.verify(encoded, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
