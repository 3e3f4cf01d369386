"""Problems in Thai and English."""

import pytest

from kit.errors import AppError, FieldError, NotFound, preferred_language, problem_responses


class HarvestTooSmall(AppError):
    """A refusal with places to fill."""

    status = 409
    code = "harvest_too_small"
    title_th = "ผลผลิตไม่พอ"
    title_en = "The harvest is too small"
    detail_th = "เหลือ {left} กก."
    detail_en = "{left} kg are left."


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "th"),
        ("", "th"),
        ("*", "th"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("th-TH,th;q=0.9,en;q=0.8", "th"),
        ("en;q=0.9,th;q=0.8", "en"),
        ("en;q=0.8,th;q=0.8", "th"),
        ("en;q=x", "en"),
        ("de,fr", "th"),
    ],
)
def test_thai_unless_english_is_preferred(header: str | None, language: str) -> None:
    assert preferred_language(header) == language


def test_a_problem_carries_code_detail_context_and_fields() -> None:
    wrong = FieldError("lines.0.quantity", "too_much", "มากไป", "Too much.")
    error = HarvestTooSmall(left=12, errors=[wrong])
    assert error.problem("th", "r-1") == {
        "type": "urn:talat:problem:harvest_too_small",
        "title": "ผลผลิตไม่พอ",
        "status": 409,
        "detail": "เหลือ 12 กก.",
        "code": "harvest_too_small",
        "request_id": "r-1",
        "left": 12,
        "errors": [{"field": "lines.0.quantity", "code": "too_much", "message": "มากไป"}],
    }
    assert error.problem("en", "r-1")["detail"] == "12 kg are left."


def test_context_never_replaces_the_members_of_a_problem() -> None:
    problem = NotFound(code="forged", status="200").problem("en", "r-1")
    assert (problem["code"], problem["status"]) == ("not_found", 404)


def test_an_error_without_both_languages_is_refused_at_definition() -> None:
    with pytest.raises(TypeError, match="Nameless lacks title_th, title_en"):
        type("Nameless", (AppError,), {"status": 400, "code": "nameless"})


def test_documented_responses_group_errors_of_one_status() -> None:
    responses = problem_responses(HarvestTooSmall, NotFound)
    assert set(responses) == {404, 409}
    examples = responses[409]["content"]["application/problem+json"]["examples"]
    assert examples["harvest_too_small"]["value"]["title"] == "ผลผลิตไม่พอ"
