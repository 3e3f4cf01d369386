"""What parties do on Talat, one function each: the load and the story are made of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from contracts.types import Capability, OrganisationKind, Provenance, Scheme
from talat.demo.client import Party
from talat.demo.data import ANG_THONG, DemoProduct
from talat.demo.waiting import until

_ANSWERS: Final[Mapping[str, object]] = {"boolean": True, "text": "ข้อมูลสาธิต"}
_COURSE: Final = ("sampling", "testing")
VALID_FOR: Final = timedelta(days=3 * 365)
"""How long a มผช. certificate of the demonstration runs."""


def found_organisation(
    party: Party,
    *,
    kind: OrganisationKind,
    name_th: str,
    name_en: str,
    subdistrict_code: str | None,
    provenance: Provenance,
    registration_code: str | None = None,
) -> str:
    """Create the party's organisation and act for it from now on; returns its id."""
    created = party.post(
        "/auth/v1/organisations",
        {
            "kind": kind,
            "name_th": name_th,
            "name_en": name_en,
            "province_code": ANG_THONG,
            "subdistrict_code": subdistrict_code,
            "provenance": provenance,
            "registration_code": registration_code,
        },
    )
    party.acting_for(created["id"])
    return str(created["id"])


def apply_for(party: Party, capability: Capability) -> dict[str, Any]:
    """Open an application, meet its checklist and submit it."""
    path = f"/auth/v1/organisations/{party.organisation_id}/applications"
    opened = party.call("POST", path, body={"capability": capability})
    application, etag = opened.body, opened.etag
    for requirement in application["requirements"]:
        if requirement["mode"] == "attested":
            etag = party.call(
                "PUT",
                f"/auth/v1/applications/{application['id']}/requirements/{requirement['key']}",
                body={"value": _answer(requirement)},
                headers={"If-Match": etag or ""},
            ).etag
    return party.post(f"/auth/v1/applications/{application['id']}/submit")


def _answer(requirement: Mapping[str, Any]) -> object:
    if requirement["value_type"] == "integer":
        return requirement["minimum"] or 1
    return _ANSWERS[requirement["value_type"]]


def approve(officer: Party, application_id: str) -> dict[str, Any]:
    """An officer lets the applicant in."""
    return officer.post(
        f"/auth/v1/applications/{application_id}/decision",
        {"outcome": "approved", "reason": "เอกสารครบถ้วน (ข้อมูลสาธิต)"},
    )


def list_product(
    party: Party, product: DemoProduct, *, subdistrict_code: str | None, sku: str
) -> dict[str, Any]:
    """Draft and publish a product, once the catalogue has heard of the shop's approval."""
    body = {
        "name_th": product.name_th,
        "name_en": product.name_en,
        "description_th": "ข้อมูลสาธิต",
        "category": product.category,
        "tax_class": product.tax_class,
        "crop": product.crop,
        "province_code": ANG_THONG,
        "subdistrict_code": subdistrict_code,
        "temperature_class": product.temperature_class,
        "provenance": Provenance.SYNTHETIC,
        "variants": [
            {
                "sku": sku,
                "unit": product.unit,
                "price_satang": product.price_baht * 100,
                "order_step": "0.5" if product.unit == "กก." else "1",
                "weight_grams": product.weight_grams,
            }
        ],
    }
    draft, _ = until(
        lambda: party.post("/catalog/v1/products", body), "the catalogue knows the shop"
    )
    return party.post(f"/catalog/v1/products/{draft['id']}/publish")


def stock_up(party: Party, variant_id: str, on_hand: int) -> float:
    """Count a variant's stock; returns the seconds until orders had heard of the variant."""
    _, seconds = until(
        lambda: party.put(f"/orders/v1/stock/{variant_id}", {"on_hand": str(on_hand)}),
        "orders knows the variant",
    )
    return seconds


def open_case(
    party: Party, product_id: str, *, scheme: Scheme, round_name: str | None = None, **more: str
) -> str:
    """Begin a certification case for a product and submit it; returns its id."""
    case = party.post(
        "/catalog/v1/certifications",
        {
            "scheme": scheme,
            "product_id": product_id,
            "provenance": Provenance.SYNTHETIC,
            **({"round": round_name} if round_name else {}),
            **more,
        },
    )
    party.post(f"/catalog/v1/certifications/{case['id']}/submit")
    return str(case["id"])


def move_case(officer: Party, case_id: str, to: str, **more: Any) -> dict[str, Any]:
    """An officer moves a case on, naming the version that they looked at."""
    seen = officer.call("GET", f"/catalog/v1/certifications/{case_id}")
    return officer.call(
        "POST",
        f"/catalog/v1/certifications/{case_id}/transitions",
        body={"to": to, **more},
        headers={"If-Match": seen.etag or ""},
    ).body


def certify(officer: Party, case_id: str, *, number: str, from_on: date, until_on: date) -> None:
    """Take a มผช. case through sampling and testing to its certificate."""
    for state in _COURSE:
        move_case(officer, case_id, state)
    move_case(
        officer,
        case_id,
        "certified",
        number=number,
        valid_from_on=from_on.isoformat(),
        valid_until_on=until_on.isoformat(),
    )
