"""Who may move a case, where its state leads, and what a scheme asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from contracts.tokens import Principal
from contracts.types import Agency, clean_identifier, clean_name
from kit.errors import FieldError
from services.catalog.certification.errors import (
    CertificationIncomplete,
    OfficerOutsideRemit,
    OfficerRequired,
    TransitionNotAllowed,
    WrongAgency,
    WrongProvince,
    WrongScheme,
)
from services.catalog.certification.schemas import Move, TransitionCreate
from services.catalog.models import CaseState, Certification, CertificationScheme
from services.catalog.place import geothai

_STEPWISE: Final[Mapping[CaseState, frozenset[Move]]] = {
    CaseState.SUBMITTED: frozenset({Move.SAMPLING}),
    CaseState.SAMPLING: frozenset({Move.TESTING}),
    CaseState.TESTING: frozenset({Move.CERTIFIED, Move.NOT_CERTIFIED}),
}
_ONE_STEP: Final[Mapping[CaseState, frozenset[Move]]] = {
    CaseState.SUBMITTED: frozenset({Move.CERTIFIED, Move.NOT_CERTIFIED}),
}
_DECIDED: Final[Mapping[CaseState, frozenset[Move]]] = {
    CaseState.CERTIFIED: frozenset({Move.SUSPENDED, Move.CANCELLED}),
    CaseState.SUSPENDED: frozenset({Move.REINSTATED, Move.CANCELLED}),
}
_NEEDS_REASON: Final = frozenset({Move.NOT_CERTIFIED, Move.SUSPENDED, Move.CANCELLED})


def refusal(
    principal: Principal, case: Certification, scheme: CertificationScheme
) -> OfficerOutsideRemit | None:
    """Why the caller may not move the case, or None when they may.

    Agency, then scheme, then province (the production place's, else the organisation's). Schemes
    of bodies that have no office here are the operator's verifier's, in every province.
    """
    if scheme.agency is Agency.OPERATOR_VERIFIER and principal.operator:
        return None
    if not principal.officer:
        return OfficerRequired()
    of_agency = [rights for rights in principal.officer if rights.agency is scheme.agency]
    if not of_agency:
        return WrongAgency(scheme=scheme.name_th, agency=scheme.agency.value)
    of_scheme = [rights for rights in of_agency if rights.covers_scheme(scheme.code)]
    if not of_scheme:
        return WrongScheme(scheme=scheme.name_th)
    everywhere = scheme.agency is Agency.OPERATOR_VERIFIER
    if everywhere or any(rights.covers_province(case.province_code) for rights in of_scheme):
        return None
    place = geothai.describe(case.province_code, None)
    return WrongProvince(
        province_code=case.province_code,
        province_th=place.province_th,
        province_en=place.province_en,
    )


def next_state(case: Certification, scheme: CertificationScheme, move: Move) -> CaseState:
    """The state that a move leads to.

    Raises:
        TransitionNotAllowed: the case's state does not lead there.
    """
    undecided = _ONE_STEP if scheme.one_step else _STEPWISE
    allowed = {**undecided, **_DECIDED}.get(case.state, frozenset())
    if move not in allowed:
        raise TransitionNotAllowed(state=case.state.value, wanted=move.value)
    return CaseState.CERTIFIED if move is Move.REINSTATED else CaseState(move.value)


def check_decision(
    data: TransitionCreate, case: Certification, scheme: CertificationScheme
) -> None:
    """What a move must bring: dates in order with ``certified``, a reason with a refusal.

    Raises:
        CertificationIncomplete: with one entry for each field.
    """
    wrong: list[FieldError] = []
    if data.to is Move.CERTIFIED:
        wrong += _date_errors(data.valid_from_on, data.valid_until_on, expires=scheme.expires)
        if scheme.needs_area and not (data.area or case.area):
            wrong.append(FieldError("area", "missing", "ต้องระบุตำบลในพื้นที่", "Name its subdistricts."))
    elif data.valid_from_on or data.valid_until_on or data.number or data.area:
        wrong.append(
            FieldError(
                "to",
                "dates_only_when_certified",
                "วันที่และเลขที่ใบรับรองใช้กับการรับรองเท่านั้น",
                "Dates and number belong to the move certified only.",
            )
        )
    if data.to in _NEEDS_REASON and data.reason is None:
        wrong.append(FieldError("reason", "missing", "ต้องระบุเหตุผล", "A reason is required."))
    if wrong:
        raise CertificationIncomplete(errors=wrong)


def _date_errors(first: date | None, last: date | None, *, expires: bool) -> list[FieldError]:
    wrong = []
    if first is None:
        wrong.append(FieldError("valid_from_on", "missing", "ต้องระบุวันเริ่ม", "Give the first day."))
    if last is None and expires:
        wrong.append(
            FieldError("valid_until_on", "missing", "ต้องระบุวันหมดอายุ", "Give the last day.")
        )
    if first and last and first > last:
        wrong.append(
            FieldError(
                "valid_until_on",
                "before_valid_from_on",
                "วันหมดอายุต้องไม่ก่อนวันเริ่ม",
                "The last day is before the first.",
            )
        )
    return wrong


def check_complete(case: Certification, scheme: CertificationScheme) -> None:
    """What a case must hold before it is submitted.

    Raises:
        CertificationIncomplete: with one entry for each field.
    """
    required = {
        "product_id": (scheme.needs_product, case.product_id),
        "standard": (scheme.needs_standard, case.standard),
    }
    wrong = [
        FieldError(name, "missing", "การรับรองประเภทนี้ต้องระบุ", "This scheme needs it.")
        for name, (needed, value) in required.items()
        if needed and not value
    ]
    if wrong:
        raise CertificationIncomplete(errors=wrong)


def clean_standard(text: str | None, scheme: CertificationScheme) -> str | None:
    """A standard as it is stored; raises CertificationIncomplete when the form is wrong."""
    return _clean("standard", text, scheme.standard_pattern)


def clean_number(text: str | None, scheme: CertificationScheme) -> str | None:
    """A certificate number as it is stored: opaque unless the scheme has a pattern.

    Raises:
        CertificationIncomplete: the form is not the scheme's.
    """
    return _clean("number", text, scheme.number_pattern)


def _clean(field: str, text: str | None, pattern: str | None) -> str | None:
    if text is None or pattern is None:
        return text and clean_name(text)
    cleaned = clean_identifier(text)
    if re.fullmatch(pattern, cleaned) is None:
        wrong = FieldError(
            field, "pattern_mismatch", "รูปแบบไม่ตรงกับการรับรองประเภทนี้", "Not of the scheme's form."
        )
        raise CertificationIncomplete(errors=[wrong])
    return cleaned


def is_expired(case: Certification, today: date) -> bool:
    """Whether the certificate's last day has passed on that Bangkok date."""
    return case.valid_until_on is not None and case.valid_until_on < today
