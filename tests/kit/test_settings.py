"""Settings refuse placeholder secrets where it matters."""

from typing import Any

import pytest
from pydantic import ValidationError

from kit.settings import ServiceSettings

GOOD = {
    "database_url": "postgresql+asyncpg://talat:Zk8w2Qv7n1@127.0.0.1/talat",
    "nats_nkey_seed": "SUAEX4FOCLWYVYFZVTRV3ZQGW2",
    "nats_url": "nats://127.0.0.1:4222",
    "public_url": "https://talat.local",
}


def _settings(**changed: Any) -> ServiceSettings:
    return ServiceSettings.model_validate({**GOOD, **changed})


@pytest.mark.parametrize("seed", ["changeme-changeme-changeme", "short", "nkey-placeholder-000000"])
def test_production_refuses_a_placeholder_and_names_it(seed: str) -> None:
    with pytest.raises(ValidationError, match="NATS_NKEY_SEED") as refused:
        _settings(environment="production", nats_nkey_seed=seed)
    assert GOOD["database_url"] not in str(refused.value.errors(include_input=False))


@pytest.mark.parametrize("environment", ["development", "test"])
def test_development_accepts_one(environment: str) -> None:
    assert _settings(environment=environment, nats_nkey_seed="changeme").pool_size == 4


def test_production_accepts_real_secrets() -> None:
    assert _settings(environment="production").issuer == "https://talat.local"


def test_a_secret_has_no_default() -> None:
    with pytest.raises(ValidationError) as refused:
        ServiceSettings.model_validate({"environment": "test"})
    missing = {error["loc"][0] for error in refused.value.errors()}
    assert missing == {"database_url", "nats_nkey_seed", "nats_url", "public_url"}


def test_the_issuer_can_stand_apart_from_the_public_address() -> None:
    assert (
        _settings(environment="test", token_issuer="https://id.local").issuer == "https://id.local"
    )
