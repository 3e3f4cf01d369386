"""How guessing is slowed down. Pure, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.auth.throttle.rules import network_of, throttle_key, wide_network_of

PAIR_LIMIT: Final = 10
"""Attempts at one account from one network in a window; more are refused with 429."""

NETWORK_LIMIT: Final = 100
"""Failed attempts from one network in a window; more are refused with 429."""

WIDE_NETWORK_LIMIT: Final = 400
"""Failed attempts from the network around it in a window; more are refused with 429."""

NO_LIMIT: Final = 2**31 - 1
"""An account tried from everywhere is delayed and never refused."""

FREE_ACCOUNT_ATTEMPTS: Final = 20
"""Attempts at one account from everywhere before answers are delayed; never refused."""

_DELAY_STEP_SECONDS: Final = 0.1
_LONGEST_DELAY_SECONDS: Final = 2.0


def account_delay_seconds(attempts: int) -> float:
    """How long an attempt waits when an account is tried from everywhere.

    A delay and no refusal: nobody can lock the owner out by guessing.
    """
    return min(
        _LONGEST_DELAY_SECONDS, _DELAY_STEP_SECONDS * max(0, attempts - FREE_ACCOUNT_ATTEMPTS)
    )


@dataclass(frozen=True, slots=True)
class Keys:
    """The counters of one attempt: account with network, network, the network around, account."""

    pair: bytes
    network: bytes
    wide: bytes
    account: bytes

    @classmethod
    def of(cls, account: str, address: str) -> Keys:
        """The counters of an attempt at an account, or a system, from an address."""
        network = network_of(address)
        return cls(
            pair=throttle_key("pair", account, network),
            network=throttle_key("network", network),
            wide=throttle_key("wide network", wide_network_of(address)),
            account=throttle_key("account", account),
        )
