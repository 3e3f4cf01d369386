"""Each custom rule finds what it forbids, and leaves alone what is allowed."""

from collections.abc import Callable, Iterable

import pytest

from scripts import rules
from scripts.rules import Finding, Source

Check = Callable[[Source], Iterable[Finding]]


def lines_of(rule: Check, path: str, text: str) -> list[int]:
    return [finding.line for finding in rule(Source.of(path, text))]


def test_a_file_of_400_lines_passes_and_of_401_does_not() -> None:
    assert lines_of(rules.short_files, "kit/x.py", "a = 1\n" * 400) == []
    assert lines_of(rules.short_files, "kit/x.py", "a = 1\n" * 401) == [400]
    assert lines_of(rules.short_files, "docs/x.md", "a\n" * 401) == []


def test_a_migration_is_as_long_as_its_step() -> None:
    text = "def upgrade():\n" + "    a = 1\n" * 400
    path = "migrations/auth/2026_11_22_0955_first_tables.py"
    assert lines_of(rules.short_files, path, text) == []
    assert lines_of(rules.short_functions, path, text) == []


def test_a_function_of_50_lines_passes_and_of_51_does_not() -> None:
    assert lines_of(rules.short_functions, "kit/x.py", "def f():\n" + "    a = 1\n" * 49) == []
    assert lines_of(rules.short_functions, "kit/x.py", "def f():\n" + "    a = 1\n" * 50) == [1]
    longer = "async def f():\n" + "    a = 1\n" * 50
    assert lines_of(rules.short_functions, "kit/x.py", longer) == [1]


@pytest.mark.parametrize(
    ("path", "expected"), [("services/auth/account/service.py", [2]), ("kit/db.py", [])]
)
def test_only_kit_commits(path: str, expected: list[int]) -> None:
    text = "async def f(session):\n    await session.commit()\n"
    assert lines_of(rules.only_kit_commits, path, text) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "from services.orders.stock import queries",
        "from services.orders.stock import queries as stock_queries",
        "from services.orders.stock.queries import reserve",
        "import services.orders.stock.queries",
    ],
)
def test_another_features_queries_are_refused(statement: str) -> None:
    path = "services/orders/checkout/service.py"
    assert lines_of(rules.own_queries_only, path, statement) == [1]
    assert lines_of(rules.own_queries_only, "services/orders/stock/service.py", statement) == []


def test_a_registry_host_is_refused_in_any_file() -> None:
    host = rules.REGISTRY_HOSTS[0]
    text = f"fine\nsee https://{host}/simple\n"
    assert lines_of(rules.no_registry_host, "README.md", text) == [2]
    option = rules.INDEX_OPTIONS[0]
    assert lines_of(rules.no_registry_host, "Makefile", f"\tpip install {option} x\n") == [1]
    allowed = f"    --no-emit{option[1:]} \\\n"
    assert lines_of(rules.no_registry_host, "scripts/lock", allowed) == []


def test_unfinished_marks_are_refused() -> None:
    mark = "TO" + "DO"
    assert lines_of(rules.nothing_unfinished, "kit/x.py", f"a = 1  # {mark}: later\n") == [1]
    assert lines_of(rules.nothing_unfinished, "kit/x.py", f"a = '{mark}S'\n") == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [("time.sleep(1)", [1]), ("asyncio.sleep(0.1)", [1]), ("asyncio.sleep(0)", []), ("f()", [])],
)
def test_a_test_does_not_sleep(call: str, expected: list[int]) -> None:
    assert lines_of(rules.no_sleeping_tests, "tests/kit/test_x.py", call) == expected
    assert lines_of(rules.no_sleeping_tests, "tests/support/waiting.py", call) == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("key: SecretStr", []),
        ("key: SecretStr | None = None", []),
        ("key: SecretStr = SecretStr('')", [2]),
        ("key: str = ''", []),
    ],
)
def test_a_secret_has_no_default(field: str, expected: list[int]) -> None:
    text = f"class Settings:\n    {field}\n"
    assert lines_of(rules.no_secret_defaults, "services/auth/settings.py", text) == expected


def test_an_error_speaks_both_languages() -> None:
    thai = "class E(NotFound):\n    title_th = 'ไม่พบ'\n"
    path = "services/auth/account/errors.py"
    assert lines_of(rules.both_languages, path, thai) == [1]
    assert lines_of(rules.both_languages, path, thai + "    title_en = 'Not found'\n") == []


@pytest.mark.parametrize(
    ("name", "expected"), [("2026_11_22_0955_first_tables", []), ("first_tables", [1])]
)
def test_a_migration_is_dated(name: str, expected: list[int]) -> None:
    assert lines_of(rules.dated_migrations, f"migrations/auth/{name}.py", "") == expected


def test_every_declared_dependency_is_pinned() -> None:
    declared = ["sqlalchemy[asyncio]>=2.1", "python-stdnum>=2", "pyjwt[crypto]>=2.15", "uv"]
    pins = (
        "SQLAlchemy==2.1.9 \\\n    --hash=sha256:00\npyjwt==2.15.1\nuv==0.9 ; python_version>'3'\n"
    )
    assert rules.unpinned(declared, pins) == ["python-stdnum"]


def test_what_the_product_imports_is_declared() -> None:
    source = Source.of("kit/x.py", "import json\nimport httpx\nfrom sqlalchemy.orm import Mapped\n")
    assert list(rules.undeclared(source, frozenset({"httpx", "sqlalchemy"}))) == []
    assert [each.line for each in rules.undeclared(source, frozenset({"sqlalchemy"}))] == [2]
    of_a_test = Source.of("tests/kit/test_x.py", "import httpx\n")
    assert list(rules.undeclared(of_a_test, frozenset())) == []
