"""Bases of request and response models."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RequestModel(BaseModel):
    """What a client sends: an unknown field is refused, so that a typing mistake is seen."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class ResponseModel(BaseModel):
    """What a client gets: read from rows and objects, every field always present."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
