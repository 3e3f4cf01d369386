"""The second story: who is let in, who is refused, who may sell for whom."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from talat.demo import onboarding
from talat.demo.accounts import Accounts
from talat.demo.client import Gateway
from talat.demo.narrate import Narrator
from tests.support.system import RunningSystem

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]


def test_a_return_a_refusal_and_a_mandate(demo: RunningSystem) -> None:
    with Gateway(demo.url) as gateway:
        facts = onboarding.tell(
            gateway,
            Accounts.load(demo.home),
            Narrator(Console(file=io.StringIO(), width=100)),
            demo.home / "mail",
        )
    assert facts.missing_at_first == ("margin_disclosed", "terms_accepted", "company_affidavit")
    assert facts.remark == "หนังสือรับรองออกไว้เกิน 6 เดือน"
    assert facts.wrong_province == "officer_wrong_province"
    assert facts.unverified == "requirements_unverified"
    assert facts.history == ("draft", "submitted", "returned", "submitted", "approved")
    assert facts.mandate == ("proposed", "active", "revoked")
