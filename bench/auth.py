"""What signing in and checking tokens cost, as ratios of one run: `python -m bench.auth`.

Three figures of issue 3: verification of a token adds at most 5 % to a request; a sign-in spends
at least 85 % of its time in argon2 itself; a plain read's p99 while sign-ins keep half a core
busy is at most three times its idle p99. Everything runs in one process on real PostgreSQL.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from kit.ids import uuid7
from services.auth.app import create_app
from services.auth.settings import Settings
from tests.support import apps
from tests.support.servers import PostgresForRun, clone
from tests.support.services import FERNET_KEY, common_settings

PASSWORD = "ปลาส้มชะไวอร่อยที่สุด"  # noqa: S105  (of an account of this run)
READS = 400
SIGN_INS = 30


async def timed(work: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """Seconds of each of several calls, one after the other."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return taken


def p99(taken: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(taken, n=100)[98]


async def token_of(client: httpx.AsyncClient) -> dict[str, Any]:
    """The tokens of a new account."""
    email = f"bench{uuid7().hex}@talat.example"
    body = {"email": email, "password": PASSWORD, "display_name": "วัดความเร็ว"}
    (await client.post("/auth/v1/accounts", json=body)).raise_for_status()
    return {"grant_type": "password", "username": email, "password": PASSWORD}


SignIn = Callable[[], Awaitable[dict[str, Any]]]


async def measure(app: Any, client: httpx.AsyncClient) -> None:
    """Measure and print."""
    form = await token_of(client)

    async def sign_in() -> dict[str, Any]:
        answer = await client.post("/auth/v1/token", data=form)
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens

    access = (await sign_in())["access_token"]
    headers = {"Authorization": f"Bearer {access}"}

    async def read() -> None:
        (await client.get("/auth/v1/me", headers=headers)).raise_for_status()

    await timed(read, 50)
    idle = await timed(read, READS)
    await verification(app.state.resources.verifier, access, idle)
    await share_of_argon2(sign_in)
    await reads_beside_sign_ins(sign_in, read, idle)


async def verification(verifier: Any, access: str, idle: list[float]) -> None:
    """A token's verification, known from before and seen for the first time, to a request."""

    async def first_time() -> None:
        verifier._verified.clear()  # noqa: SLF001  (the figure without the cache)
        await verifier.verify(access)

    request = statistics.median(idle)
    known = statistics.median(await timed(lambda: verifier.verify(access), READS)) / request
    fresh = statistics.median(await timed(first_time, READS)) / request
    print(f"token verification ÷ request      {known:6.3f}  (≤ 0.05)")
    print(f"  the first time a token is seen  {fresh:6.3f}")


async def share_of_argon2(sign_in: SignIn) -> None:
    """One hash by itself to a whole sign-in, in turns."""
    hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
    encoded = hasher.hash(PASSWORD)
    alone: list[float] = []
    whole: list[float] = []
    for _ in range(SIGN_INS):
        alone += await timed(lambda: asyncio.to_thread(hasher.verify, encoded, PASSWORD), 1)
        whole += await timed(sign_in, 1)
    spent = statistics.median(alone) / statistics.median(whole)
    print(f"argon2 ÷ sign-in                  {spent:6.3f}  (≥ 0.85)")


async def reads_beside_sign_ins(
    sign_in: SignIn, read: Callable[[], Awaitable[None]], idle: list[float]
) -> None:
    """The slowest reads while sign-ins work half of the time, to those of an idle server."""
    stop = asyncio.Event()

    async def keep_half_a_core_busy() -> None:
        while not stop.is_set():
            began = time.perf_counter()
            await sign_in()
            await asyncio.sleep(time.perf_counter() - began)

    busy = asyncio.create_task(keep_half_a_core_busy())
    loaded = await timed(read, READS)
    stop.set()
    await busy
    print(f"p99 of a read, signing in ÷ idle  {p99(loaded) / p99(idle):6.2f}  (≤ 3)")


async def main() -> None:
    """A server, a database, an application, the figures."""
    run = PostgresForRun()
    try:
        await run.prepare("auth")
        url = await clone(run.addresses, "auth", "bench")
        settings = Settings(
            **common_settings(url),
            key_encryption_key=FERNET_KEY,
            mail_dir=Path(run.addresses.home) / "mail",
            rate_limits_enabled=False,
            **extra_settings(),
        )
        async with apps.running(create_app(settings)) as app, apps.client_of(app) as client:
            await measure(app, client)
    finally:
        run.close()


def extra_settings() -> dict[str, Any]:
    """An object store that nothing here asks for, where the settings want one."""
    wanted = {
        "s3_endpoint_url": "http://127.0.0.1:9",
        "s3_bucket": "talat-auth",
        "s3_access_key": "bench",
        "s3_secret_key": "bench",
        "s3_region": "us-east-1",
    }
    return {name: value for name, value in wanted.items() if name in Settings.model_fields}


if __name__ == "__main__":
    asyncio.run(main())
