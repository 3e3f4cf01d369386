"""Tokens are verified against public keys, with keys that come and go."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kit.auth import TokenVerifier
from kit.errors import ServiceUnavailable, Unauthenticated
from kit.time import now
from tests.support.tokens import TokenMint

ISSUER = "http://talat.test"


class Keys:
    """A key set that a test changes, and that counts how often it was fetched."""

    def __init__(self, *mints: TokenMint) -> None:
        self.mints = mints
        self.fetched = 0
        self.down = False

    async def __call__(self) -> Mapping[str, Any]:
        self.fetched += 1
        if self.down:
            raise ConnectionRefusedError
        return {"keys": [key for mint in self.mints for key in mint.jwks()["keys"]]}


def _mint(key_id: str) -> TokenMint:
    mint = TokenMint(ISSUER)
    mint._key_id = key_id
    return mint


def _token(mint: TokenMint, **kwargs: Any) -> str:
    return mint.mint(**kwargs).removeprefix("Bearer ")


async def test_a_good_token_gives_its_claims_and_fetches_the_keys_once() -> None:
    keys = Keys(_mint("a"))
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    token = _token(keys.mints[0], name="สมาชิก")
    assert (await verifier.verify(token))["name"] == "สมาชิก"
    assert (await verifier.verify(token))["aud"] == "talat"
    assert keys.fetched == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://elsewhere.test"},
        {"aud": "another"},
        {"exp": now() - timedelta(seconds=1)},
        {"sub": None},
    ],
)
async def test_a_token_for_others_or_expired_is_refused(claims: dict[str, Any]) -> None:
    keys = Keys(_mint("a"))
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    with pytest.raises(Unauthenticated):
        await verifier.verify(_token(keys.mints[0], claims=claims))


async def test_a_forged_signature_under_a_known_key_id_is_refused() -> None:
    verifier = TokenVerifier(Keys(_mint("a")), issuer=ISSUER, audience="talat")
    with pytest.raises(Unauthenticated):
        await verifier.verify(_token(_mint("a")))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
async def test_what_is_no_token_is_refused(token: str) -> None:
    verifier = TokenVerifier(Keys(_mint("a")), issuer=ISSUER, audience="talat")
    with pytest.raises(Unauthenticated):
        await verifier.verify(token)


async def test_a_new_key_is_found_and_a_withdrawn_one_forgotten() -> None:
    old, new = _mint("old"), _mint("new")
    keys = Keys(old)
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    before = _token(old)
    await verifier.verify(before)
    keys.mints = (new,)
    await verifier.refresh()
    await verifier.verify(_token(new))
    with pytest.raises(Unauthenticated):
        await verifier.verify(before)


async def test_strangers_cannot_make_it_fetch_at_will() -> None:
    keys = Keys(_mint("a"))
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    for _ in range(20):
        with pytest.raises(Unauthenticated):
            await verifier.verify(_token(_mint("unknown")))
    assert keys.fetched == 1


async def test_a_cached_token_still_expires() -> None:
    keys = Keys(_mint("a"))
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    token = _token(keys.mints[0])
    await verifier.verify(token)
    later = time_machine.travel(now() + timedelta(minutes=11), tick=True)
    with later, pytest.raises(Unauthenticated):
        await verifier.verify(token)


async def test_without_any_key_yet_it_is_unavailable_not_forbidden() -> None:
    keys = Keys(_mint("a"))
    keys.down = True
    verifier = TokenVerifier(keys, issuer=ISSUER, audience="talat")
    with pytest.raises(ServiceUnavailable):
        await verifier.verify(_token(keys.mints[0]))
