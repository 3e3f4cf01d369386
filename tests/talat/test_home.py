"""The home of an installation: secrets, ports, room, reachability, its lock."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from talat.stack import home as homes
from talat.stack import installation as installations
from talat.stack import ports, postgres, state
from talat.stack.errors import StackError
from talat.stack.home import temporary_home
from talat.stack.installation import Installation
from talat.stack.process import ProcessIdentity, is_root
from talat.stack.secrets import Secrets
from talat.stack.state import PartState, SystemState


@pytest.fixture
def empty_home() -> Iterator[Path]:
    with temporary_home() as folder:
        yield folder


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.LOCALHOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_secrets_are_made_once_and_for_the_owner_alone(empty_home: Path) -> None:
    made = Secrets.load(empty_home)
    file = empty_home / "secrets.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert Secrets.load(empty_home).items() == made.items()
    assert len(set(made.items().values())) == len(made.items())
    assert made.nkey_public("auth").startswith("U")


def test_a_secret_of_a_newer_version_is_added(empty_home: Path) -> None:
    made = Secrets.load(empty_home).items()
    lost = dict(made)
    del lost["nats.orders"]
    (empty_home / "secrets.json").write_text(json.dumps(lost))

    completed = Secrets.load(empty_home).items()

    assert completed["nats.orders"] != made["nats.orders"]
    assert {**completed, "nats.orders": ""} == {**made, "nats.orders": ""}


def test_a_taken_port_is_passed_over(taken_port: int) -> None:
    assert not ports.is_free(taken_port)
    assert ports.first_free_from(taken_port) > taken_port


def test_free_ports_are_not_given_to_two_processes() -> None:
    mine = {ports.free_port() for _ in range(20)}
    script = f"from talat.stack import ports; print(any(map(ports.reserved, {sorted(mine)})))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    for port in mine:
        ports.release(port)
    assert len(mine) == 20
    assert done.stdout == "False\n"


def test_ports_stay_the_same_while_they_are_free(empty_home: Path) -> None:
    first = Installation.open(empty_home)
    first.settle_ports(gateway=ports.free_port())
    for port in first.ports.values():
        ports.release(port)
    blocked = first.ports["nats"]
    with socket.socket() as listener:
        listener.bind((ports.LOCALHOST, blocked))
        listener.listen()
        second = Installation.open(empty_home)
        second.settle_ports(gateway=first.ports["gateway"])
    assert second.ports["nats"] != blocked
    assert {**second.ports, "nats": 0} == {**first.ports, "nats": 0}


def test_a_wrong_gateway_port_is_explained(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALAT_PORT", "eighty")
    with pytest.raises(StackError, match="TALAT_PORT is 'eighty'"):
        Installation.open(empty_home).settle_ports()


def test_a_full_disk_is_told_before_anything_starts(empty_home: Path) -> None:
    with pytest.raises(StackError, match="MB free; Talat needs"):
        homes.require_room(empty_home, needed_bytes=2**62)


def test_a_folder_that_cannot_be_used_is_explained(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700 if is_root() else 0o500)
    with pytest.raises(StackError) as refused:
        homes.prepare(closed / "home")
    assert str(closed / "home") in refused.value.problem
    assert "TALAT_HOME" in refused.value.remedy


def test_only_one_holds_a_home(empty_home: Path) -> None:
    installation = Installation.open(empty_home)
    with installation.lock():
        assert installation.locked_elsewhere()
        with pytest.raises(StackError, match="Talat already runs in"), installation.lock():
            pytest.fail("two hold it")
    assert not installation.locked_elsewhere()


def test_the_state_file_comes_back_as_written(empty_home: Path) -> None:
    me = ProcessIdentity.of(os.getpid())
    part = PartState("nats", "ready", "127.0.0.1:1", "2", me, restarts=3)
    written = SystemState(me, {"nats": part, "gone": PartState("gone", "failed", "", "", None)})
    state.write(empty_home, written)
    assert state.read(empty_home) == written
    state.forget(empty_home)
    assert state.read(empty_home) is None


def test_a_broken_state_file_is_no_state(empty_home: Path) -> None:
    (empty_home / "state.json").write_text('{"supervisor": {"pid": 1')
    assert state.read(empty_home) is None


def test_a_stale_pid_file_with_a_foreign_pid_is_dropped(tmp_path: Path) -> None:
    file = tmp_path / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{tmp_path}\n")
    postgres.clear_stale_pid_file(tmp_path)
    assert not file.exists()


def test_a_real_stripe_key_takes_the_place_of_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installations.real_stripe_key() is None
    monkeypatch.setenv(installations.STRIPE_KEY_VARIABLE, "rk_of_the_operator")
    assert installations.real_stripe_key() == "rk_of_the_operator"
