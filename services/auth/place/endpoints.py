"""HTTP of places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from contracts.types import clean_name
from kit.errors import Unprocessable, problem_responses
from services.auth.place import rules
from services.auth.place.schemas import PlaceList

router = APIRouter(prefix="/auth/v1", tags=["place"])


@router.get("/places", responses=problem_responses(Unprocessable))
async def find_places(
    response: Response,
    q: Annotated[
        str,
        AfterValidator(clean_name),
        Query(min_length=1, max_length=100, examples=["ชะไว", "ang th", "14140"]),
    ],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> PlaceList:
    """Provinces, districts and tambons by Thai or English name, code or postcode. Public."""
    response.headers["Cache-Control"] = "public, max-age=3600"
    return PlaceList(
        items=rules.find(q, limit=limit),
        region_scheme=rules.REGION_SCHEME,
        attribution=rules.ATTRIBUTION,
    )
