"""The published description: every route, its errors, examples that are true."""

import importlib
import pkgutil

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

import services.auth
from kit.schemas import RequestModel, ResponseModel

PUBLIC = {
    "/.well-known/oauth-authorization-server",
    "/auth/v1/accounts",
    "/auth/v1/accounts/password-reset",
    "/auth/v1/accounts/password-reset/confirm",
    "/auth/v1/accounts/verification",
    "/auth/v1/accounts/verification/confirm",
    "/auth/v1/consent-purposes",
    "/auth/v1/jwks.json",
    "/auth/v1/places",
    "/auth/v1/token",
    "/auth/v1/token/revoke",
}


def models_with_examples() -> list[type[BaseModel]]:
    """Every request and response model of the service that shows examples."""
    for module in pkgutil.walk_packages(services.auth.__path__, "services.auth."):
        importlib.import_module(module.name)
    bases = (*RequestModel.__subclasses__(), *ResponseModel.__subclasses__())
    return [
        model
        for model in bases
        if model.__module__.startswith("services.auth.")
        and "json_schema_extra" in model.model_config
    ]


@pytest.mark.parametrize("model", models_with_examples(), ids=lambda model: model.__name__)
def test_examples_are_valid(model: type[BaseModel]) -> None:
    extra = model.model_config["json_schema_extra"]
    assert isinstance(extra, dict)
    examples = extra["examples"]
    assert isinstance(examples, list)
    assert examples
    for example in examples:
        assert isinstance(example, dict)
        shown = model.model_validate(example).model_dump(mode="json", exclude_unset=True)
        assert shown.keys() == example.keys()


def test_the_routes_state_their_errors(auth_app: FastAPI) -> None:
    document = auth_app.openapi()
    found = {
        (method, path): operation
        for path, operations in document["paths"].items()
        if path.startswith(("/auth/v1", "/.well-known"))
        for method, operation in operations.items()
    }
    for (method, path), operation in found.items():
        assert operation["summary"], path
        assert operation["description"], path
        responses = operation["responses"]
        if path not in PUBLIC:
            assert "401" in responses, (method, path)
            assert operation["security"], (method, path)
        if method in {"patch", "put"}:
            assert {"404", "412", "428"} <= responses.keys(), (method, path)
