"""What is counted together. Pure, no I/O."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from typing import Final

_IPV6_NETWORK_BITS: Final = 64
_WIDE_IPV4_BITS: Final = 24
_WIDE_IPV6_BITS: Final = 48


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may happen in a window; beyond it the caller is refused."""

    key: bytes
    most: int


def network_of(address: str) -> str:
    """The network that is counted: an IPv4 address, or the /64 of an IPv6 one."""
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))
    return str(parsed)


def wide_network_of(address: str) -> str:
    """The network around it, against many addresses of one owner: /24 of IPv4, /48 of IPv6."""
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"
    bits = _WIDE_IPV6_BITS if isinstance(parsed, ipaddress.IPv6Address) else _WIDE_IPV4_BITS
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def throttle_key(*parts: str) -> bytes:
    """The key under which attempts are counted; hashed, so that no address is stored."""
    return hashlib.sha256("\x00".join(parts).encode()).digest()
