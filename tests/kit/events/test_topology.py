"""What the services do is what the bus is provisioned for."""

import importlib

import pytest

from contracts.events.topology import TOPOLOGY


@pytest.mark.parametrize("service", TOPOLOGY.services)
def test_a_service_subscribes_to_what_the_topology_says(service: str) -> None:
    worker = importlib.import_module(f"services.{service}.worker")
    subscribed = {subscription.event for subscription in worker.SUBSCRIPTIONS}
    assert subscribed == set(TOPOLOGY.consumes[service])


@pytest.mark.parametrize("service", TOPOLOGY.services)
def test_each_projection_can_be_rebuilt_from_its_source(service: str) -> None:
    worker = importlib.import_module(f"services.{service}.worker")
    for projection in getattr(worker, "PROJECTIONS", ()):
        source = importlib.import_module(f"services.{projection.event.source}.snapshots")
        assert projection.event.type in source.SNAPSHOTS
        assert projection.name
