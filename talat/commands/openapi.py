"""`talat openapi`: the services' OpenAPI documents, written without starting any server."""

import copy
import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from cryptography.fernet import Fernet

from talat.commands.console import console
from talat.stack.home import PROJECT
from talat.stack.secrets import SERVICES

app = typer.Typer()
Document = dict[str, Any]
STOREFRONT = "/storefront/"
_REFERENCE = "#/components/schemas/"
# Valid and useless: an application is built to be read, never started.
_PLACEHOLDERS = {
    "ENVIRONMENT": "development",
    "DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:9/nothing",
    "NATS_URL": "nats://127.0.0.1:9",
    "NATS_NKEY_SEED": "none",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "JWKS_URL": "http://127.0.0.1:9/jwks.json",
    "MAIL_DIR": ".",
    "S3_ENDPOINT_URL": "http://127.0.0.1:9",
    "S3_BUCKET": "none",
    "S3_ACCESS_KEY": "none",
    "S3_SECRET_KEY": "none",
    "S3_REGION": "none",
    "STRIPE_API_KEY": "none",
    "STRIPE_WEBHOOK_SECRET": "none",
}


@app.command()
def openapi(
    folder: Annotated[Path, typer.Option(help="where the documents are written")] = PROJECT
    / "docs"
    / "openapi",
) -> None:
    """Write auth, catalog, orders and storefront documents as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        console.print(f"[green]✓[/green] {folder / f'{name}.json'}")


def documents() -> dict[str, Document]:
    """Each service's document by its name, and the shoppers' routes of all as "storefront"."""
    services = {service: _document(service) for service in SERVICES}
    return {**services, "storefront": storefront(services)}


def _document(service: str) -> Document:
    _use_placeholders(service)
    settings = importlib.import_module(f"services.{service}.settings").Settings()
    application = importlib.import_module(f"services.{service}.app").create_app(settings)
    document: Document = application.openapi()
    return document


def _use_placeholders(service: str) -> None:
    prefix = f"TALAT_{service.upper()}_"
    for name in [name for name in os.environ if name.startswith(prefix)]:
        del os.environ[name]
    for name, value in _PLACEHOLDERS.items():
        os.environ[prefix + name] = value
    os.environ["TALAT_AUTH_KEY_ENCRYPTION_KEY"] = Fernet.generate_key().decode()


def storefront(services: Mapping[str, Document]) -> Document:
    """One document with every /storefront route.

    Two services may name different schemas alike: then each gets its service's name in front.
    """
    parts = {name: _prune(_only_storefront(document)) for name, document in services.items()}
    clashing = _clashing(parts)
    merged: Document = {
        "openapi": "3.1.0",
        "info": {"title": "ตลาด · Talat storefront", "version": "1"},
        "paths": {},
        "components": {},
    }
    for name, part in parts.items():
        renamed = _rename(part, {each: f"{name.title()}{each}" for each in clashing})
        merged["paths"] |= renamed["paths"]
        for kind, entries in renamed.get("components", {}).items():
            merged["components"].setdefault(kind, {}).update(entries)
    return merged


def _only_storefront(document: Document) -> Document:
    part = copy.deepcopy(document)
    part["paths"] = {
        path: item for path, item in part["paths"].items() if path.startswith(STOREFRONT)
    }
    return part


def _references(value: object) -> set[str]:
    if isinstance(value, dict):
        found = {
            str(text).removeprefix(_REFERENCE)
            for key, text in value.items()
            if key == "$ref" and str(text).startswith(_REFERENCE)
        }
        return found.union(*(_references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_references(inner) for inner in value))
    return set()


def _prune(document: Document) -> Document:
    """Keep the schemas that the paths reach."""
    schemas = document.get("components", {}).get("schemas", {})
    wanted: set[str] = set()
    waiting = _references(document["paths"])
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting |= _references(schemas.get(name, {})) - wanted
    if schemas:
        document["components"]["schemas"] = {name: schemas[name] for name in sorted(wanted)}
    return document


def _clashing(parts: Mapping[str, Document]) -> set[str]:
    seen: dict[str, object] = {}
    clashing = set()
    for part in parts.values():
        for name, schema in part.get("components", {}).get("schemas", {}).items():
            if seen.setdefault(name, schema) != schema:
                clashing.add(name)
    return clashing


def _rename(document: Document, names: Mapping[str, str]) -> Document:
    text = json.dumps(document)
    for old, new in names.items():
        text = text.replace(f'"{_REFERENCE}{old}"', f'"{_REFERENCE}{new}"')
    renamed: Document = json.loads(text)
    schemas = renamed.get("components", {}).get("schemas", {})
    for old, new in names.items():
        if old in schemas:
            schemas[new] = schemas.pop(old)
    return renamed
