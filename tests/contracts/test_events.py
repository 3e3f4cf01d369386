"""Each event contract against its picture, and the rules that all contracts keep."""

import json

import pytest

from contracts.events.topology import EVENTS, TOPOLOGY
from kit.events.envelope import Event
from scripts import snapshots
from scripts.compatibility import breaks
from tests.support.bus import subscriptions_of

SERVICES = TOPOLOGY.services
CONTRACTS = snapshots.contract_events()
NAMES = [event.type for event in CONTRACTS]


def test_there_is_a_picture_of_each_contract_and_no_other() -> None:
    assert sorted(path.stem for path in snapshots.EVENTS.glob("*.json")) == NAMES


@pytest.mark.parametrize("event", CONTRACTS, ids=NAMES)
def test_a_contract_only_grew(event: type[Event]) -> None:
    picture = json.loads((snapshots.EVENTS / f"{event.type}.json").read_text())
    assert breaks(picture, snapshots.schema_of(event)) == []


@pytest.mark.parametrize("event", CONTRACTS, ids=NAMES)
def test_the_picture_is_up_to_date(event: type[Event]) -> None:
    picture = json.loads((snapshots.EVENTS / f"{event.type}.json").read_text())
    assert picture == snapshots.schema_of(event), "run scripts/snapshots.py"


@pytest.mark.parametrize("event", CONTRACTS, ids=NAMES)
def test_a_contract_is_frozen_and_published_by_its_module(event: type[Event]) -> None:
    assert event.model_config["frozen"] is True
    assert event.__module__ == f"contracts.events.{event.source}"


@pytest.mark.parametrize("event", CONTRACTS, ids=NAMES)
def test_a_reader_ignores_properties_that_it_does_not_know(event: type[Event]) -> None:
    assert event.model_config.get("extra", "ignore") == "ignore"


def test_every_contract_is_on_the_bus() -> None:
    assert sorted(event.type for event in EVENTS) == NAMES


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_subscribes_to_what_the_topology_says(service: str) -> None:
    subscribed = {each.event for each in subscriptions_of(service)}
    assert subscribed == set(TOPOLOGY.consumes[service])
