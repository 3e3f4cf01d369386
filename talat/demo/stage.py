"""Where the story is played: the gateway, the accounts, the voice, and what has happened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from contracts.types import Agency
from talat.demo.accounts import DOMAIN, Accounts
from talat.demo.client import Gateway, Party
from talat.demo.data import ANG_THONG
from talat.demo.narrate import Narrator


@dataclass
class StoryFacts:
    """What happened, for the test that reads it."""

    seconds_to_shop: float = 0.0
    seconds_to_stock: float = 0.0
    seconds_to_badge: float = 0.0
    seconds_to_no_badge: float = 0.0
    wrong_province: str = ""
    order_total_satang: int = 0
    paid_orders: int = 0
    stock_before: dict[str, str] = field(default_factory=dict)
    stock_after: dict[str, str] = field(default_factory=dict)
    ledger: dict[str, int] = field(default_factory=dict)
    sellers_told: int = 0
    purchase_order: str = ""
    purchase_order_satang: int = 0
    after_expiry: str = ""
    while_suspended: str = ""


class Stage:
    """One telling; its mark makes this telling's parties new."""

    def __init__(
        self, gateway: Gateway, accounts: Accounts, narrator: Narrator, mail: Path
    ) -> None:
        self.gateway = gateway
        self.accounts = accounts
        self.say = narrator
        self.mark = secrets.token_hex(3)
        self.facts = StoryFacts()
        self.mail = mail

    def sign_up(self, who: str, name: str) -> Party:
        """A new person of this telling."""
        email = f"{who}.{self.mark}@{DOMAIN}"
        return Party.sign_up(self.gateway, email, self.accounts.password, name)

    def officer(self, agency: Agency, province_code: str = ANG_THONG) -> Party:
        """One of the demonstration's officers."""
        return self.accounts.officer(self.gateway, agency, province_code)

    def badges(self, product_id: str) -> list[str]:
        """The schemes whose marks the storefront shows on a product today."""
        product = self.gateway.get(f"/storefront/v1/products/{product_id}")
        return [mark["scheme"] for mark in product["marks"]]

    def was_told(self, address: str, words: str) -> bool:
        """Whether an e-mail to this address with these words lies in the mail folder."""
        return any(words in letter for letter in letters_to(self.mail, address))


def letters_to(mail: Path, address: str) -> list[str]:
    """The texts of the e-mails to an address that lie in the mail folder."""
    letters = (message_from_bytes(p.read_bytes(), policy=default) for p in mail.glob("*.eml"))
    bodies = (letter.get_body(("plain",)) for letter in letters if letter["To"] == address)
    return [str(body.get_content()) for body in bodies if body is not None]


def variant_of(product: dict[str, Any]) -> str:
    """The id of a product's first pack."""
    return str(product["variants"][0]["id"])
