"""The whole system for real: taken port, kill -9 of everything, stop, backup and restore."""

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from talat.stack import manifest, ports
from talat.stack.home import temporary_home
from talat.stack.installation import Installation
from tests.talat.parts import wait_until
from tests.talat.running import RunningSystem, processes_of, talat, up

pytestmark = pytest.mark.timeout(400)
PARTS = ("postgres", "nats", "seaweedfs", "stripe-sandbox", "auth", "catalog", "orders", "gateway")


@pytest.fixture
def own_home() -> Iterator[Path]:
    with temporary_home() as folder:
        yield folder


def kill_and_await(system: RunningSystem, part: str) -> None:
    """Kill one part and wait until the supervisor has it ready again."""
    before = system.pid(part)
    os.kill(before, signal.SIGKILL)
    wait_until(
        lambda: system.state[part]["state"] == "ready" and system.pid(part) not in (0, before),
        f"{part} ready again",
        seconds=60,
    )


def test_everything_comes_back_after_kill_9(own_home: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((ports.LOCALHOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        with up(own_home, tmp_path / "up.log", TALAT_PORT=str(taken)) as system:
            assert f"Port {taken} is in use by another program" in system.said
            assert system.gateway_port > taken
            second = talat(own_home, "up")
            assert (second.returncode, second.stdout) == (1, "")
            assert f"Talat already runs in {own_home}" in second.stderr

            for part in PARTS:
                kill_and_await(system, part)

            assert [system.state[part]["restarts"] for part in PARTS] == [1] * len(PARTS)
            assert all(f"{part} ended (SIGKILL)" in system.said for part in PARTS)
            wait_until(system.all_ready, "all services ready", seconds=60)
            status = talat(own_home, "status", "--json")
            assert status.returncode == 0, status.stdout
            doctor = talat(own_home, "doctor")
            assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    assert system.process.returncode == 0
    assert processes_of(own_home) == []
    assert not (own_home / "state.json").exists()


def test_a_killed_supervisor_leaves_nothing_in_the_way(own_home: Path, tmp_path: Path) -> None:
    port = str(ports.free_port())
    with up(own_home, tmp_path / "first.log", TALAT_PORT=port) as killed:
        killed.process.kill()
        killed.process.wait()
        with up(own_home, tmp_path / "second.log", TALAT_PORT=port) as system:
            assert system.all_ready()
            down = talat(own_home, "down")
            assert (down.returncode, down.stdout) == (0, "Stopped.\n")
            assert system.process.wait(10) == 0
    assert processes_of(own_home) == []
    again = talat(own_home, "down")
    assert (again.returncode, again.stdout) == (0, f"Nothing runs in {own_home}.\n")


def rows(home: Path) -> dict[str, str]:
    """What the round trip must bring back, read from the databases."""
    installation = Installation.open(home)
    return {
        "people": installation.postgres.sql(
            "SELECT string_agg(display_name, ',' ORDER BY display_name) FROM person", "talat_auth"
        ),
        "epochs": ",".join(
            installation.postgres.sql("SELECT count(*) FROM bus_state WHERE epoch > 0", database)
            for database in ("talat_auth", "talat_catalog", "talat_orders")
        ),
    }


def create_operator(home: Path, name: str) -> None:
    """Somebody to find again in the backup, or not."""
    email = f"{name}@operators.example"
    made = talat(
        home,
        *("operator", "create", "--email", email, "--name", name),
        TALAT_OPERATOR_PASSWORD="a long enough phrase 42",
    )
    assert made.returncode == 0, made.stdout + made.stderr


def back_up_and_go_on(home: Path, folder: Path) -> None:
    """An operator and an object before the backup, others after it."""
    create_operator(home, "before")
    s3 = Installation.open(home).s3.admin_client()
    s3.put_object(Bucket="talat-catalog", Key="a/ปลา.txt", Body=b"kept", ContentType="text/plain")
    taken = talat(home, "backup", str(folder))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    create_operator(home, "after")
    s3.put_object(Bucket="talat-catalog", Key="later", Body=b"gone")
    s3.delete_object(Bucket="talat-catalog", Key="a/ปลา.txt")


def test_a_backup_brings_the_system_back(own_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    port = str(ports.free_port())
    with up(own_home, tmp_path / "first.log", TALAT_PORT=port):
        back_up_and_go_on(own_home, folder)
        refused = talat(own_home, "restore", "--yes", str(folder))
        assert refused.returncode == 1
        assert "Stop it first with: talat down" in refused.stderr
        assert rows(own_home) == {"people": "after,before", "epochs": "0,0,0"}
    listed = manifest.verified(folder)
    assert listed.objects == {"auth": 0, "catalog": 1, "orders": 0}

    restored = talat(own_home, "restore", "--yes", str(folder))

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert processes_of(own_home) == []
    with up(own_home, tmp_path / "second.log", TALAT_PORT=port) as system:
        assert rows(own_home) == {"people": "before", "epochs": "1,1,1"}
        s3 = Installation.open(own_home).s3.admin_client()
        keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="talat-catalog")["Contents"]]
        assert keys == ["a/ปลา.txt"]
        returned = s3.get_object(Bucket="talat-catalog", Key="a/ปลา.txt")
        assert (returned["Body"].read(), returned["ContentType"]) == (b"kept", "text/plain")
        wait_until(system.all_ready, "all services ready", seconds=60)
        doctor = talat(own_home, "doctor")
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def test_a_damaged_backup_changes_nothing(own_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    folder.mkdir()
    (folder / "auth.dump").write_bytes(b"dump")
    made = manifest.Manifest(1, "0", "2026-01-01", manifest.sums(folder), {}, {}, {})
    manifest.write(folder, made)
    (folder / "auth.dump").write_bytes(b"dunp")

    refused = talat(own_home, "restore", "--yes", str(folder))

    assert refused.returncode == 1
    said = re.sub(r"\s+", " ", refused.stderr)
    assert "The backup is damaged: auth.dump (1 of 1 files) missing or changed." in said
    assert "Nothing was restored." in said
    assert list(own_home.iterdir()) == []


def test_an_unfinished_backup_is_refused(own_home: Path, tmp_path: Path) -> None:
    refused = talat(own_home, "restore", "--yes", str(tmp_path))
    assert refused.returncode == 1
    assert "is not a finished backup: it has no manifest.json" in refused.stderr


def test_commands_say_when_there_is_no_system(own_home: Path) -> None:
    status = talat(own_home, "status")
    assert (status.returncode, status.stdout) == (1, "Nothing runs here. Start it with: talat up\n")
    doctor = talat(own_home, "doctor")
    assert doctor.returncode == 1
    assert f"There is no system in {own_home} yet." in doctor.stderr
