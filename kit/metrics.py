"""Prometheus metrics of the HTTP side; the bus keeps its own beside its code."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest

_LATENCY: Final = Histogram(
    "talat_http_request_seconds",
    "Time to answer a request",
    ["service", "method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe_request(*, service: str, method: str, route: str, status: int, seconds: float) -> None:
    """Count one request. ``route`` is the route's template, so that labels stay few."""
    _LATENCY.labels(service, method, route, str(status)).observe(seconds)


router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """All metrics of this process; the gateway does not let it through."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
