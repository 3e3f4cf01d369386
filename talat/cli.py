"""The operator's command `talat`.

Each command's module is imported when it is called: a service's process does not carry the
embedded servers' code, and `talat --help` answers at once.
"""

import importlib

import click
import typer
from typer.core import TyperGroup

MODULES = {
    "up": "talat.commands.up",
    "down": "talat.commands.down",
    "status": "talat.commands.status",
    "doctor": "talat.commands.doctor",
    "operator": "talat.commands.operator",
    "backup": "talat.commands.backup",
    "restore": "talat.commands.restore",
    "migrate": "talat.commands.migrate",
    "serve": "talat.commands.serve",
    "work": "talat.commands.work",
    "psql": "talat.commands.psql",
    "openapi": "talat.commands.openapi",
    "demo": "talat.demo.cli",
    "events": "talat.commands.events",
}


class Commands(TyperGroup):
    """The commands of `MODULES`, each from its module's `app`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table, which is the order of use."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None for an unknown name."""
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(MODULES[cmd_name])
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="ตลาด · Talat: run, look after and try the marketplace.",
)


@app.callback()
def talat() -> None:
    """ตลาด · Talat: run, look after and try the marketplace."""
