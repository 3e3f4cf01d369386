"""Errors that a caller sees, as RFC 9457 problem details in Thai or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

Language = Literal["th", "en"]

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; ``field`` is a dotted path such as ``lines.0.quantity``."""

    field: str
    code: str
    message_th: str
    message_en: str

    def as_dict(self, language: Language) -> dict[str, str]:
        """The field's entry in ``errors``."""
        message = self.message_th if language == "th" else self.message_en
        return {"field": self.field, "code": self.code, "message": message}


class AppError(Exception):
    """A refusal that states a fact. Every subclass names its status, code and both languages.

    ``detail_th`` and ``detail_en`` are ``str.format`` templates; the keyword context fills them
    and stands in the problem body beside them.
    """

    status: ClassVar[int]
    code: ClassVar[str]
    title_th: ClassVar[str]
    title_en: ClassVar[str]
    detail_th: ClassVar[str] = ""
    detail_en: ClassVar[str] = ""

    def __init__(
        self,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **context: object,
    ) -> None:
        super().__init__(self.code, context)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.context = context

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        missing = [n for n in ("status", "code", "title_th", "title_en") if not hasattr(cls, n)]
        if missing:
            raise TypeError(f"{cls.__name__} lacks {', '.join(missing)}")

    def detail(self, language: Language) -> str:
        """The detail in one language, its places filled from the context."""
        template = self.detail_th if language == "th" else self.detail_en
        return template.format(**self.context)

    def problem(self, language: Language, request_id: str) -> dict[str, Any]:
        """The body of the answer."""
        body = problem_body(
            status=self.status,
            code=self.code,
            title=self.title_th if language == "th" else self.title_en,
            detail=self.detail(language),
            request_id=request_id,
        )
        if self.errors:
            body["errors"] = [error.as_dict(language) for error in self.errors]
        return {**{key: _plain(value) for key, value in self.context.items()}, **body}


def problem_body(
    *, status: int, code: str, title: str, detail: str, request_id: str
) -> dict[str, Any]:
    """The members that every problem has."""
    return {
        "type": f"urn:talat:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
        "request_id": request_id,
    }


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)


class Unauthenticated(AppError):
    """No token, or one that is not valid."""

    status = 401
    code = "unauthenticated"
    title_th = "ต้องเข้าสู่ระบบก่อน"
    title_en = "Sign in first"
    detail_th = "ไม่พบโทเคน หรือโทเคนหมดอายุหรือไม่ถูกต้อง"
    detail_en = "The access token is missing, expired or not valid."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"}, **kwargs)


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    title_th = "ไม่มีสิทธิ์ทำรายการนี้"
    title_en = "You may not do this"


class NotFound(AppError):
    """It does not exist, or not for this caller."""

    status = 404
    code = "not_found"
    title_th = "ไม่พบข้อมูล"
    title_en = "Not found"


class Conflict(AppError):
    """The state of things does not allow it."""

    status = 409
    code = "conflict"
    title_th = "ขัดกับสถานะปัจจุบัน"
    title_en = "In conflict with the present state"


class PreconditionFailed(AppError):
    """Somebody else changed it first."""

    status = 412
    code = "precondition_failed"
    title_th = "ข้อมูลถูกแก้ไขไปก่อนแล้ว"
    title_en = "It has been changed meanwhile"
    detail_th = "อ่านข้อมูลล่าสุดแล้วลองใหม่อีกครั้ง"
    detail_en = "Read the latest version and try again."


class Unprocessable(AppError):
    """The request can be read but not be accepted."""

    status = 422
    code = "invalid_request"
    title_th = "ข้อมูลที่ส่งมาไม่ถูกต้อง"
    title_en = "The request is not valid"


class PreconditionRequired(AppError):
    """An edit without If-Match."""

    status = 428
    code = "precondition_required"
    title_th = "ต้องส่ง If-Match"
    title_en = "If-Match is required"
    detail_th = "ส่งค่า ETag ที่อ่านได้ล่าสุดในส่วนหัว If-Match"
    detail_en = "Send the ETag of the version that you read in the If-Match header."


class TooManyRequests(AppError):
    """A rate limit is used up."""

    status = 429
    code = "too_many_requests"
    title_th = "เรียกใช้บ่อยเกินไป"
    title_en = "Too many requests"
    detail_th = "รอสักครู่แล้วลองใหม่"
    detail_en = "Wait a little and try again."


class InternalError(AppError):
    """Our fault; the details are in the log under the request id."""

    status = 500
    code = "internal_error"
    title_th = "ระบบขัดข้อง"
    title_en = "Something went wrong on our side"
    detail_th = "แจ้งหมายเลขคำขอ (request_id) นี้กับผู้ดูแลระบบ"
    detail_en = "Tell the operator this request_id."


class ServiceUnavailable(AppError):
    """Something we need is not there for the moment; nothing was half done."""

    status = 503
    code = "service_unavailable"
    title_th = "ระบบไม่พร้อมให้บริการชั่วคราว"
    title_en = "Unavailable for the moment"
    detail_th = "รายการนี้ยังไม่ได้บันทึก ลองใหม่อีกครั้งในไม่กี่วินาที"
    detail_en = "Nothing was saved; try again in a few seconds."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(headers={"Retry-After": "2"}, **kwargs)


def problem_responses(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Document the errors of a route: the value of FastAPI's ``responses``."""
    responses: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = responses.setdefault(
            error.status, {"description": "", "content": {MEDIA_TYPE: {"examples": {}}}}
        )
        entry["description"] = " · ".join(
            part for part in (entry["description"], f"`{error.code}` {error.title_en}") if part
        )
        entry["content"][MEDIA_TYPE]["examples"][error.code] = {
            "value": problem_body(
                status=error.status,
                code=error.code,
                title=error.title_th,
                detail=error.detail_th,
                request_id="0198f0c2a7e47b6f8f5e",
            )
        }
    return responses


def preferred_language(accept_language: str | None) -> Language:
    """Thai, unless the Accept-Language header prefers English to it."""
    best: dict[str, float] = {"th": -1.0, "en": -1.0}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.split("-")[0].lower()
        if language in best:
            best[language] = max(best[language], _quality(parameters))
    return "en" if best["en"] > best["th"] else "th"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
