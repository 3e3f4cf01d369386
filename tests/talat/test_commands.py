"""The operator's command line: what it offers, what it says when something is missing."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kit.doctor import Check
from talat import cli
from talat.commands import examination, openapi
from talat.commands.console import explained
from talat.commands.examination import Finding
from talat.stack.errors import StackError
from talat.stack.home import PROJECT
from talat.stack.process import is_root
from tests.talat.running import talat


def test_every_command_is_offered() -> None:
    shown = CliRunner().invoke(cli.application([]), ["--help"])
    assert shown.exit_code == 0
    for name in (*cli.COMMANDS, *cli.GROUPS):
        assert f" {name} " in shown.stdout


def test_only_the_called_command_is_loaded() -> None:
    script = (
        "import sys; from talat.cli import application; application(['serve', 'auth']); "
        "print(sorted(name for name in ('boto3', 'talat.stack', 'alembic') "
        "if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_service_names_the_settings_that_are_missing(command: str) -> None:
    bare = {"PATH": os.environ["PATH"], "TALAT_AUTH_ENVIRONMENT": "production"}
    done = subprocess.run(
        [sys.executable, "-m", "talat", command, "auth"],
        cwd=PROJECT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "TALAT_AUTH_DATABASE_URL: Field required" in done.stderr
    assert "TALAT_AUTH_NATS_NKEY_SEED: Field required" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_service_is_refused(tmp_path: Path) -> None:
    done = talat(tmp_path, "serve", "billing")
    assert done.returncode == 2
    assert "'billing' is not one of" in done.stderr


@pytest.mark.skipif(not is_root(), reason="only root starts servers under another account")
def test_root_is_told_when_the_servers_account_cannot_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    done = talat(closed / "home", "up", "--no-demo")
    assert done.returncode == 1
    assert "PostgreSQL does not run as root, and its account cannot enter" in done.stderr
    assert "Set TALAT_HOME to a folder that every account may enter" in done.stderr


async def test_a_check_that_cannot_run_is_a_finding() -> None:
    async def broken() -> str | None:
        raise ConnectionRefusedError("nobody listens")

    async def fine() -> str | None:
        return None

    assert await examination._run("auth", "bus", broken) == Finding("auth", "bus", "nobody listens")
    assert await examination._run("auth", "bus", fine) == Finding("auth", "bus", None)


def test_the_bus_checks_hold_for_every_service() -> None:
    assert all(isinstance(check, Check) for check in examination.BUS_CHECKS)
    assert [check.name for check in examination.BUS_CHECKS] == [
        "no event waits longer than a minute to be published",
        "no dead letter is open",
    ]


def document(path: str, schema: Mapping[str, object], *, other: bool = False) -> openapi.Document:
    """A small OpenAPI document with one route and its schema `Item`."""
    answer = {"schema": {"$ref": "#/components/schemas/Item"}}
    paths = {path: {"get": {"responses": {"200": answer}}}}
    if other:
        paths["/orders/v1/secret"] = {"get": {"responses": {}}}
    schemas = {"Item": schema, "Unused": {"type": "string"}, "Part": {"type": "integer"}}
    return {"paths": paths, "components": {"schemas": schemas}}


def test_the_storefront_document_joins_the_shoppers_routes() -> None:
    part = {"type": "object", "properties": {"part": {"$ref": "#/components/schemas/Part"}}}
    merged = openapi.storefront(
        {
            "catalog": document("/storefront/v1/products", part),
            "orders": document("/storefront/v1/carts", {"type": "string"}, other=True),
        }
    )
    assert sorted(merged["paths"]) == ["/storefront/v1/carts", "/storefront/v1/products"]
    assert merged["components"]["schemas"] == {
        "CatalogItem": part,
        "OrdersItem": {"type": "string"},
        "Part": {"type": "integer"},
    }
    answer = merged["paths"]["/storefront/v1/carts"]["get"]["responses"]["200"]
    assert answer == {"schema": {"$ref": "#/components/schemas/OrdersItem"}}


def test_a_stack_error_is_two_lines_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, explained():
        raise StackError("The disk [of /var] is full.", "Free some space.")
    assert left.value.exit_code == 1
    assert capsys.readouterr().err == "✗ The disk [of /var] is full.\n→ Free some space.\n"
