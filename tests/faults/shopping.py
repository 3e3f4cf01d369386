"""Shoppers who keep on buying while parts of the system die, and remember what they were told."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import uuid4

import httpx

from talat.demo.shopper import ADDRESS

_GONE: Final = frozenset({502, 503, 504})
_TIMEOUT_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Acknowledged:
    """An order that a shopper was told stands; ``payment`` is where to pay it."""

    group_id: str
    token: str
    payment: dict[str, Any]


@dataclass
class Diary:
    """What the shoppers saw."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: list[tuple[int, str, str | None]] = field(default_factory=list)
    """Status, code and Retry-After of each answer that was no success."""
    unanswered: int = 0


class Shoppers:
    """Some shoppers in threads, each buying 1 of the variant again and again until told to stop."""

    def __init__(self, url: str, variant_id: str, *, count: int = 2) -> None:
        self._url = url
        self._variant_id = variant_id
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._shop, daemon=True) for _ in range(count)]
        self.diary = Diary()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(_TIMEOUT_SECONDS * 3)

    def _shop(self) -> None:
        with httpx.Client(base_url=self._url, timeout=_TIMEOUT_SECONDS) as client:
            while not self._stop.is_set():
                try:
                    self._buy_once(client)
                except httpx.HTTPStatusError as error:
                    self._note(error.response)
                    self._stop.wait(0.05)
                except httpx.HTTPError:
                    self.diary.unanswered += 1
                    self._stop.wait(0.05)

    def _buy_once(self, client: httpx.Client) -> None:
        cart = _ok(client.post("/storefront/v1/carts"))
        headers = {"Cart-Token": cart["token"]}
        path = f"/storefront/v1/carts/{cart['id']}"
        _ok(client.put(f"{path}/lines/{self._variant_id}", json={"quantity": "1"}, headers=headers))
        ordered = _ok(
            client.post(
                f"{path}/checkout",
                json={
                    "contact": {"email": "shopper@faults.talat.example"},
                    "address": ADDRESS,
                    "payment_method": "promptpay",
                },
                headers={**headers, "Idempotency-Key": str(uuid4())},
            )
        )
        self.diary.acknowledged.append(
            Acknowledged(ordered["order_group_id"], cart["token"], ordered["payment"])
        )

    def _note(self, response: httpx.Response) -> None:
        try:
            code = str(response.json().get("code", ""))
        except ValueError:
            code = ""
        self.diary.refused.append((response.status_code, code, response.headers.get("retry-after")))


def _ok(response: httpx.Response) -> dict[str, Any]:
    response.raise_for_status()
    body: dict[str, Any] = response.json()
    return body


def only_unavailable(diary: Diary) -> bool:
    """Whether every refusal said "not now, come back" and nothing else went wrong."""
    return all(
        status in _GONE and retry_after is not None for status, _, retry_after in diary.refused
    )
