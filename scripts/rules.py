"""The house's own rules: what neither ruff nor import-linter can say.

Each rule is a function that yields findings and has a test in tests/scripts/test_rules.py. A
remark that was made twice in review belongs here. Run by `scripts/check`; exit code 1 when
something was found.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
# Put together here so that this file does not contain what it looks for.
REGISTRY_HOSTS = tuple(
    name + "." + end
    for name, end in (
        ("pypi", "org"),
        ("files.python" + "hosted", "org"),
        ("registry.npm" + "js", "org"),
        ("conda.ana" + "conda", "org"),
        ("registry.yarn" + "pkg", "com"),
    )
)
INDEX_OPTIONS = tuple("--" + word for word in ("index" + "-url", "extra-index" + "-url"))
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
FEATURE_FILE = re.compile(r"services/(?P<service>\w+)/(?P<feature>\w+)/\w+\.py")
QUERIES = re.compile(r"services\.(?P<service>\w+)\.(?P<feature>\w+)\.queries")
MIGRATION = re.compile(r"migrations/(auth|catalog|orders)/(?P<name>[^/]+)\.py")
DATED = re.compile(r"\d{4}_\d\d_\d\d_\d{4}_[a-z0-9_]+")


PRODUCT = ("contracts/", "kit/", "services/", "stripe_sandbox/", "talat/")
# The distributions that bring each module of this environment.
DISTRIBUTIONS = packages_distributions()


@dataclass(frozen=True)
class Finding:
    """A broken rule: where, which, and what to do about it."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """A file of the repository; `tree` only for Python."""

    path: str
    text: str
    tree: ast.Module | None = None

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        """Parse what is Python."""
        return cls(path, text, ast.parse(text) if path.endswith(".py") else None)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the tree; none for other files."""
        return ast.walk(self.tree) if self.tree is not None else iter(())

    @property
    def is_test(self) -> bool:
        """Whether it is a test, fixture or test support."""
        return self.path.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        """Whether it is a revision of one of the three histories."""
        return MIGRATION.fullmatch(self.path) is not None


Rule = Callable[[Source], Iterable[Finding]]


def short_files(source: Source) -> Iterator[Finding]:
    """A file has at most 400 lines; a migration, which is one step, as many as its step."""
    lines = source.text.count("\n")
    if source.tree is not None and lines > LONGEST_FILE and not source.is_migration:
        yield Finding(
            source.path,
            LONGEST_FILE,
            f"{lines} lines, at most {LONGEST_FILE}: split it by subject, not by size",
        )


def short_functions(source: Source) -> Iterator[Finding]:
    """A function has at most 50 lines; a migration's, which list one step, as many as it has."""
    if source.is_migration:
        return
    for node in source.nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield Finding(
                    source.path,
                    node.lineno,
                    f"{node.name} has {lines} lines, at most {LONGEST_FUNCTION}: name its parts",
                )


def _method(call: ast.Call) -> str:
    """The name of the method that is called; empty for a plain function."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def only_kit_commits(source: Source) -> Iterator[Finding]:
    """One request, one message, one due item is one transaction; kit ends it."""
    if source.path.startswith(("kit/", "bench/")):
        return
    for node in source.nodes():
        if isinstance(node, ast.Call) and _method(node) == "commit":
            yield Finding(
                source.path,
                node.lineno,
                "commit() outside kit: use `async with database.transaction()`",
            )


def _imported(node: ast.AST) -> Iterator[str]:
    """The full names that an import statement may bring in."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_queries_only(source: Source) -> Iterator[Finding]:
    """A feature's queries are called by that feature's service alone."""
    here = FEATURE_FILE.fullmatch(source.path)
    if here is None:
        return
    own = (here["service"], here["feature"])
    for node in source.nodes():
        others = {
            name
            for name in _imported(node)
            if (found := QUERIES.fullmatch(name)) and (found["service"], found["feature"]) != own
        }
        for name in sorted(others):
            service = name.removesuffix("queries") + "service"
            yield Finding(
                source.path,
                getattr(node, "lineno", 1),
                f"uses {name}: ask {service} instead",
            )


def no_registry_host(source: Source) -> Iterator[Finding]:
    """No file names a package registry or an index: installing is the machine's business."""
    for number, line in enumerate(source.text.splitlines(), 1):
        for word in (*REGISTRY_HOSTS, *INDEX_OPTIONS):
            if word in line and not line.lstrip().startswith(f"--no-emit{word[1:]}"):
                yield Finding(source.path, number, f"names {word}: leave it to the machine")


def nothing_unfinished(source: Source) -> Iterator[Finding]:
    """Unfinished work is an issue, not a comment."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := UNFINISHED.search(line):
            yield Finding(source.path, number, f"{found[0]}: finish it or open an issue")


def _sleeps(node: ast.AST) -> bool:
    """Whether the node sleeps for some time (sleep(0) only lets others run)."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    if not (isinstance(owner, ast.Name) and owner.id in ("time", "asyncio")):
        return False
    zero = bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0
    return node.func.attr == "sleep" and not zero


def no_sleeping_tests(source: Source) -> Iterator[Finding]:
    """A test waits for a condition, never for a time."""
    if not PurePosixPath(source.path).name.startswith("test_"):
        return
    for node in source.nodes():
        if _sleeps(node):
            yield Finding(
                source.path,
                getattr(node, "lineno", 1),
                "sleeps: wait for what you expect with tests.support.waiting.eventually",
            )


def no_secret_defaults(source: Source) -> Iterator[Finding]:
    """A secret of the settings has no default; None, which switches a part off, is one."""
    if not source.path.endswith("settings.py") or source.is_test:
        return
    for node in source.nodes():
        if not (isinstance(node, ast.AnnAssign) and node.value is not None):
            continue
        none = isinstance(node.value, ast.Constant) and node.value.value is None
        if "SecretStr" in ast.unparse(node.annotation) and not none:
            yield Finding(
                source.path,
                node.lineno,
                f"{ast.unparse(node.target)} is a secret with a default: leave it without one",
            )


def both_languages(source: Source) -> Iterator[Finding]:
    """An error that says something in Thai says it in English too, and the other way round."""
    for node in source.nodes():
        if not (isinstance(node, ast.ClassDef) and source.path.endswith("errors.py")):
            continue
        names = {
            target.id
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        for stem in ("title", "detail"):
            pair = {f"{stem}_th", f"{stem}_en"}
            if len(pair & names) == 1:
                missing = (pair - names).pop()
                yield Finding(source.path, node.lineno, f"{node.name} lacks {missing}")


def dated_migrations(source: Source) -> Iterator[Finding]:
    """A migration's file name begins with its date and time, so that they sort."""
    found = MIGRATION.fullmatch(source.path)
    if found and found["name"] != "__init__" and not DATED.fullmatch(found["name"]):
        yield Finding(source.path, 1, "name it YYYY_MM_DD_HHMM_slug.py, as scripts/migration does")


RULES: tuple[Rule, ...] = (
    short_files,
    short_functions,
    only_kit_commits,
    own_queries_only,
    no_registry_host,
    nothing_unfinished,
    no_sleeping_tests,
    no_secret_defaults,
    both_languages,
    dated_migrations,
)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def unpinned(declared: Iterable[str], requirements: str) -> list[str]:
    """The declared dependencies that a requirements file does not pin."""
    pinned = {
        _normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", requirements, re.MULTILINE)
    }
    names = (_name(each) for each in declared)
    return sorted({name for name in names if _normal(name) not in pinned})


def everything_pinned(root: Path) -> Iterator[Finding]:
    """What pyproject.toml declares is pinned in the requirements files."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    declared = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }
    for file, dependencies in declared.items():
        for name in unpinned(dependencies, (root / file).read_text()):
            yield Finding(file, 1, f"{name} is declared but not pinned: run scripts/lock")


def undeclared(source: Source, declared: frozenset[str]) -> Iterator[Finding]:
    """What is imported is declared, and not there by somebody else's grace."""
    if source.tree is None or not source.path.startswith(PRODUCT):
        return
    for node in source.nodes():
        modules = {name.split(".", 1)[0] for name in _imported(node)}
        # Stubs are imported for the type checker alone and come with the development ones.
        for module in sorted(each for each in modules if not each.startswith("types_")):
            distributions = {_normal(name) for name in DISTRIBUTIONS.get(module, ())}
            if distributions and not distributions & declared:
                yield Finding(
                    source.path,
                    getattr(node, "lineno", 1),
                    f"imports {module}, but pyproject.toml does not declare "
                    f"{' or '.join(sorted(distributions))}: add it and run scripts/lock",
                )


def declared_dependencies(root: Path) -> frozenset[str]:
    """The normalised names of the product's dependencies."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    return frozenset(_normal(_name(each)) for each in project["project"]["dependencies"])


def tracked(root: Path) -> list[str]:
    """Every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({path for path in listed.stdout.split("\0") if path and (root / path).is_file()})


def findings(root: Path) -> Iterator[Finding]:
    """What is wrong in the whole repository."""
    declared = declared_dependencies(root)
    for path in tracked(root):
        try:
            source = Source.of(path, (root / path).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a picture or a font
        except SyntaxError as error:
            yield Finding(path, error.lineno or 1, f"does not parse: {error.msg}")
            continue
        for rule in RULES:
            yield from rule(source)
        yield from undeclared(source, declared)
    yield from everything_pinned(root)


def main() -> int:
    """Print every finding; 1 when there is one."""
    found = list(findings(ROOT))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
