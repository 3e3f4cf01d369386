"""A backup's table of contents: what it holds, with the sum of every file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from talat.stack.errors import StackError

FILE = "manifest.json"
FORMAT = 1
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """`files`: path in the backup → sha256. `rows`: service → table → rows when it was taken.

    `migrations`: service → newest migration. `objects`: bucket's service → how many objects.
    """

    format: int
    talat_version: str
    taken_at: str
    files: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]
    migrations: Mapping[str, str]
    objects: Mapping[str, int]


def sha256(path: Path) -> str:
    """The sum of a file, read in pieces."""
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def sums(folder: Path) -> dict[str, str]:
    """The sum of every file below the folder except the manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return {str(path.relative_to(folder)): sha256(path) for path in files}


def write(folder: Path, manifest: Manifest) -> None:
    """The last file of a backup: without it there is none."""
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1))


def verified(folder: Path) -> Manifest:
    """The manifest of a whole, unchanged backup. Raises StackError saying what is wrong."""
    file = folder / FILE
    if not file.exists():
        raise StackError(
            f"{folder} is not a finished backup: it has no {FILE}.",
            "Give the folder that `talat backup` wrote.",
        )
    manifest = Manifest(**json.loads(file.read_text()))
    if manifest.format != FORMAT:
        raise StackError(
            f"The backup has format {manifest.format}; this Talat reads format {FORMAT}.",
            f"Restore it with Talat {manifest.talat_version}.",
        )
    present = sums(folder)
    wrong = [name for name, expected in manifest.files.items() if present.get(name) != expected]
    if wrong:
        raise StackError(
            f"The backup is damaged: {', '.join(wrong[:5])} "
            f"({len(wrong)} of {len(manifest.files)} files) missing or changed.",
            "Nothing was restored. Use another copy of the backup.",
        )
    return manifest
