"""Pictures of what others build on, kept in the repository so that a change is seen in review.

  scripts/snapshots.py           writes them anew (refuses a change that breaks an event contract)
  scripts/snapshots.py --check   fails when one is out of date, and says which

tests/contracts/snapshots/  a JSON schema of each event type
docs/openapi/               the OpenAPI document of each service and of the storefront
docs/asyncapi.json          the events as an AsyncAPI document
"""

import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import contracts.events  # noqa: E402  (the path is set above)
from kit.events.envelope import Event  # noqa: E402
from scripts.compatibility import breaks  # noqa: E402

EVENTS = ROOT / "tests" / "contracts" / "snapshots"
OPENAPI = ROOT / "docs" / "openapi"
ASYNCAPI = ROOT / "docs" / "asyncapi.json"


def _subclasses(of: type[Event]) -> Iterator[type[Event]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)


def contract_events() -> list[type[Event]]:
    """Every event contract, by type. Test events and bases without a type are none."""
    for module in pkgutil.iter_modules(contracts.events.__path__):
        importlib.import_module(f"contracts.events.{module.name}")
    found = [
        event
        for event in _subclasses(Event)
        if event.type and event.__module__.startswith("contracts.")
    ]
    return sorted(found, key=lambda event: event.type)


def schema_of(event: type[Event]) -> dict[str, Any]:
    """What a consumer of the event accepts."""
    return event.model_json_schema(mode="validation")


def text_of(document: object) -> str:
    """A document as it stands in a file."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def event_snapshots() -> dict[Path, str]:
    """The files of the event schemas as they should be."""
    return {EVENTS / f"{each.type}.json": text_of(schema_of(each)) for each in contract_events()}


def broken_contracts(wanted: Mapping[Path, str]) -> list[str]:
    """Changes of event contracts that are not additive, against the files as they are."""
    broken = []
    for path in sorted(EVENTS.glob("*.json")):
        if path not in wanted:
            broken.append(f"{path.stem}: the event type is gone; old messages still have it")
            continue
        old, new = json.loads(path.read_text()), json.loads(wanted[path])
        broken += [f"{path.stem}: {each}" for each in breaks(old, new)]
    return broken


def _talat(*arguments: str) -> str:
    """What `talat` prints; what it says when it fails is shown."""
    command = [sys.executable, "-m", "talat", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"talat {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def api_snapshots() -> dict[Path, str]:
    """The files of the OpenAPI and AsyncAPI documents as they should be."""
    with tempfile.TemporaryDirectory() as folder:
        _talat("openapi", "--folder", folder)
        written = {
            OPENAPI / path.name: path.read_text() for path in sorted(Path(folder).glob("*.json"))
        }
    return {**written, ASYNCAPI: text_of(json.loads(_talat("events", "--asyncapi")))}


def differences(wanted: Mapping[Path, str]) -> list[str]:
    """What is missing, out of date or left over among the files."""
    present = {*EVENTS.glob("*.json"), *OPENAPI.glob("*.json")}
    left_over = [f"{path.relative_to(ROOT)} is left over" for path in present - wanted.keys()]
    changed = [
        f"{path.relative_to(ROOT)} is {'out of date' if path.exists() else 'missing'}"
        for path, text in wanted.items()
        if not path.exists() or path.read_text() != text
    ]
    return sorted(left_over + changed)


def write(wanted: Mapping[Path, str]) -> None:
    """Bring the files up to date and remove those that are left over."""
    for path in {*EVENTS.glob("*.json"), *OPENAPI.glob("*.json")} - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def main() -> int:
    """Check or write; 1 when something is wrong."""
    events = event_snapshots()
    if broken := broken_contracts(events):
        print("An event contract changed in a way that breaks its readers:", *broken, sep="\n  ")
        print("Keep the contract and add a new event type that ends in the next .v<n>.")
        return 1
    wanted = {**events, **api_snapshots()}
    if "--check" not in sys.argv[1:]:
        write(wanted)
        return 0
    found = differences(wanted)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
