"""Health of a service: alive, and ready with the name of what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from fastapi import APIRouter, Response
from pydantic import BaseModel

Check = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)
_CHECK_SECONDS: Final = 2.0
_UNAVAILABLE: Final = 503


class Health(BaseModel):
    """``ok``, or the failing dependencies by name."""

    status: str
    failing: list[str] = []


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """``/health/live`` and ``/health/ready``; each check raises when its dependency fails."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live", summary="โปรเซสยังทำงาน · The process is alive")
    async def live() -> Health:
        return Health(status="ok")

    @router.get(
        "/ready",
        summary="พร้อมให้บริการ · Ready to serve",
        responses={_UNAVAILABLE: {"model": Health, "description": "Says which dependency fails"}},
    )
    async def ready(response: Response) -> Health:
        results = await asyncio.gather(*(_passes(name, run) for name, run in checks.items()))
        failing = [name for name, passed in zip(checks, results, strict=True) if not passed]
        if failing:
            response.status_code = _UNAVAILABLE
        return Health(status="failing" if failing else "ok", failing=failing)

    return router


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    except Exception as error:  # noqa: BLE001 - any failure means that it is not ready
        _log.warning("not_ready", dependency=name, error=repr(error))
        return False
    return True
