"""Where the services' databases are: in the operator's environment, else in the home."""

import os

from talat.stack import environment
from talat.stack.errors import StackError
from talat.stack.installation import Installation
from talat.stack.secrets import SERVICES


def adopt_environment(*services: str) -> None:
    """Complete this process's TALAT_ variables from the embedded system of the home.

    In production the operator has set them and nothing is added. Raises StackError when there
    is neither.
    """
    wanted = services or SERVICES
    if all(os.environ.get(f"TALAT_{name.upper()}_DATABASE_URL") for name in wanted):
        return
    installation = Installation.open()
    if installation.is_new:
        raise StackError(
            f"There is no system in {installation.home} yet.",
            "Start one with: talat up. For a system on your own servers set the TALAT_ variables "
            "(docs/production.md).",
        )
    environment.adopt(installation, tuple(wanted))


def database_url(service: str) -> str:
    """The service's SQLAlchemy URL, after `adopt_environment`."""
    return os.environ[f"TALAT_{service.upper()}_DATABASE_URL"]
