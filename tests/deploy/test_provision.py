"""`talat provision`, as the compose file runs it: on a server of its own, told by variables."""

import os
import subprocess
import sys
from pathlib import Path

from talat.stack.nats import NatsServer

ROOT = Path(__file__).resolve().parents[2]


def provision(nats: NatsServer, seed: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TALAT_NATS_URL": nats.url, "TALAT_NATS_ADMIN_SEED": seed}
    return subprocess.run(
        [sys.executable, "-m", "talat", "provision"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_may_be_repeated(nats: NatsServer) -> None:
    for _ in range(2):
        done = provision(nats, nats.admin_seed)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "✓ streams and consumers of auth, catalog, orders\n"


def test_a_service_may_not_and_is_told_what_to_check(nats: NatsServer) -> None:
    done = provision(nats, nats.seeds["auth"])
    assert done.returncode == 1
    assert "could not be provisioned" in done.stderr
    assert "Traceback" not in done.stderr
