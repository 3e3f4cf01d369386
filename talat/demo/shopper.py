"""A guest at the storefront: searches, fills a cart, checks out, scans, looks at the order."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

import httpx

from talat.demo.client import Gateway

ADDRESS: Final = {
    "recipient": "ผู้ซื้อสาธิต",
    "line": "9 หมู่ 1",
    "subdistrict_code": "150103",
    "postcode": "14000",
}
_SCAN_SECONDS: Final = 20


class Shopper:
    """One guest with one cart."""

    def __init__(self, gateway: Gateway, email: str) -> None:
        self._gateway = gateway
        self._email = email
        cart = gateway.post("/storefront/v1/carts")
        self._cart = f"/storefront/v1/carts/{cart['id']}"
        self._headers = {"Cart-Token": str(cart["token"])}

    def put(self, variant_id: str, quantity: str) -> None:
        """Want so much of a variant."""
        self._gateway.call(
            "PUT",
            f"{self._cart}/lines/{variant_id}",
            body={"quantity": quantity},
            headers=self._headers,
        )

    def quote(self) -> dict[str, Any]:
        """What it all costs, by seller and line."""
        return self._gateway.post(
            f"{self._cart}/quote", {"address": ADDRESS}, headers=self._headers
        )

    def check_out(self, quote: dict[str, Any]) -> dict[str, Any]:
        """Order what was quoted, to be paid by PromptPay."""
        return self._gateway.post(
            f"{self._cart}/checkout",
            {
                "contact": {"email": self._email},
                "address": ADDRESS,
                "payment_method": "promptpay",
                "cart_version": quote["cart_version"],
                "total_satang": quote["total_satang"],
            },
            headers={**self._headers, "Idempotency-Key": str(uuid4())},
        )

    def order(self, group_id: str) -> dict[str, Any]:
        """How the order stands."""
        return self._gateway.call(
            "GET", f"/storefront/v1/orders/{group_id}", headers=self._headers
        ).body


def scan(payment: dict[str, Any]) -> None:
    """What a banking app does with the code: open the sandbox's page and press "Pay"."""
    page = payment["promptpay_qr"]["instructions_url"]
    httpx.post(page, data={"action": "pay"}, timeout=_SCAN_SECONDS).raise_for_status()
