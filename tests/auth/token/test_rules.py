"""Networks, delays and scopes of tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.scopes import Scope
from services.auth.guard import rules as guard_rules
from services.auth.throttle import rules as throttle_rules
from services.auth.token import rules


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("not an address", "unknown"),
    ],
)
def test_the_network_that_is_counted(address: str, network: str) -> None:
    assert throttle_rules.network_of(address) == network


@given(st.integers(min_value=0, max_value=10**9))
def test_the_delay_grows_and_is_bounded(attempts: int) -> None:
    delay = guard_rules.account_delay_seconds(attempts)
    assert 0 <= delay <= 2
    assert delay <= guard_rules.account_delay_seconds(attempts + 1)
    assert (delay == 0) == (attempts <= guard_rules.FREE_ACCOUNT_ATTEMPTS)


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_keys_of_different_accounts_differ(accounts: list[str]) -> None:
    first, second = (throttle_rules.throttle_key("account", account) for account in accounts)
    assert first != second


def test_personal_scopes() -> None:
    assert rules.personal_scopes(officer=False, operator=False) == {Scope.ACCOUNT}
    assert rules.personal_scopes(officer=True, operator=True) == {
        Scope.ACCOUNT,
        Scope.OFFICER,
        Scope.OPERATOR,
    }
