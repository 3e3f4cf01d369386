"""Accounts of the demonstration: one password per home, addresses that reach nobody."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts.types import Agency
from talat.demo.client import Gateway, Party
from talat.demo.data import ANG_THONG, SING_BURI
from talat.stack.welcome import ACCOUNTS

DOMAIN: Final = "demo.talat.example"


@dataclass(frozen=True)
class Officer:
    """An office of a province whose officer the demonstration needs."""

    who: str
    email: str
    agency: Agency
    province_code: str


OFFICERS: Final[tuple[Officer, ...]] = tuple(
    Officer(f"{office} ({english})", f"{agency}.{code}@{DOMAIN}", agency, code)
    for office, english, agency, code in (
        ("พัฒนาชุมชนอ่างทอง", "community development", Agency.COMMUNITY_DEVELOPMENT, ANG_THONG),
        ("อุตสาหกรรมอ่างทอง", "industry", Agency.INDUSTRY, ANG_THONG),
        ("อุตสาหกรรมสิงห์บุรี", "industry of Sing Buri", Agency.INDUSTRY, SING_BURI),
        ("สาธารณสุขอ่างทอง", "public health", Agency.PUBLIC_HEALTH, ANG_THONG),
        ("พาณิชย์อ่างทอง", "commerce", Agency.COMMERCE, ANG_THONG),
        ("เกษตรอ่างทอง", "agriculture", Agency.AGRICULTURE, ANG_THONG),
    )
)

OPERATOR: Final = f"operator@{DOMAIN}"


def email_of(key: str) -> str:
    """The address of a group's or buyer's account."""
    return f"{key}@{DOMAIN}"


class Accounts:
    """The sample accounts of a home, all with one password made for it."""

    def __init__(self, password: str, who: dict[str, str]) -> None:
        self.password = password
        self.who = who

    @classmethod
    def load(cls, home: Path) -> Accounts:
        """Those of an earlier load, or the operator alone under a new password."""
        file = home / ACCOUNTS
        if not file.exists():
            return cls(f"talat-{secrets.token_urlsafe(9)}", {OPERATOR: "ผู้ดูแลระบบ (operator)"})
        rows = json.loads(file.read_text())
        return cls(rows[0]["password"], {row["email"]: row["who"] for row in rows})

    def save(self, home: Path) -> None:
        """Write the file that `talat up` shows, readable by its owner alone."""
        rows = [
            {"who": who, "email": email, "password": self.password}
            for email, who in self.who.items()
        ]
        temporary = home / f"{ACCOUNTS}.new"
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            json.dump(rows, f, ensure_ascii=False, indent=1)
        temporary.replace(home / ACCOUNTS)

    def party(self, gateway: Gateway, email: str) -> Party:
        """One of the accounts, to act with."""
        return Party(gateway, email, self.password)

    def officer(self, gateway: Gateway, agency: Agency, province_code: str) -> Party:
        """The demonstration's officer of an office."""
        return self.party(gateway, f"{agency}.{province_code}@{DOMAIN}")
