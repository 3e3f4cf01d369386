"""The operator's command `talat`.

Only the module of the command that is called is imported: a service's process does not carry
the embedded servers' code.
"""

import importlib
import sys
from collections.abc import Sequence

import typer

COMMANDS = {
    "up": "talat.commands.up",
    "down": "talat.commands.down",
    "status": "talat.commands.status",
    "doctor": "talat.commands.doctor",
    "backup": "talat.commands.backup",
    "restore": "talat.commands.restore",
    "migrate": "talat.commands.migrate",
    "provision": "talat.commands.provision",
    "serve": "talat.commands.serve",
    "work": "talat.commands.work",
    "psql": "talat.commands.psql",
    "openapi": "talat.commands.openapi",
}
GROUPS = {
    "operator": "talat.commands.operator",
    "demo": "talat.demo.cli",
    "events": "talat.commands.events",
    "seed": "talat.seed.cli",
}


def application(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the called command, or with all of them when none is named."""
    root = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="ตลาด · Talat: run, look after and try the marketplace.",
    )
    root.callback()(_talat)
    called = arguments[0] if arguments else ""
    known = called in COMMANDS or called in GROUPS
    for name, module in COMMANDS.items():
        if name == called or not known:
            root.add_typer(importlib.import_module(module).app)
    for name, module in GROUPS.items():
        if name == called or not known:
            root.add_typer(importlib.import_module(module).app, name=name)
    return root


def _talat() -> None:
    """ตลาด · Talat: run, look after and try the marketplace."""


def app() -> None:
    """Run the command line."""
    application(sys.argv[1:])()
