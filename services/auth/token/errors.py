"""Refusals of the token endpoints, in the shape of RFC 6749 section 5.2 with our own code."""

from __future__ import annotations

from typing import Any, ClassVar

from kit.errors import AppError, Language


class OAuthError(AppError):
    """A refusal that OAuth clients understand; ``error`` is RFC 6749's word for it."""

    status = 400
    code = "invalid_request"
    error: ClassVar[str] = "invalid_request"
    title_th = "คำขอโทเคนไม่ถูกต้อง"
    title_en = "The token request is not valid"

    def oauth_body(self, language: Language, request_id: str) -> dict[str, Any]:
        """The JSON body: RFC 6749's members, our code, the same text in the caller's language."""
        title = self.title_th if language == "th" else self.title_en
        return {
            "error": self.error,
            "error_description": self.detail(language) or title,
            "code": self.code,
            "request_id": request_id,
        }


class TokenRequestNotValid(OAuthError):
    """A parameter is missing or malformed."""

    code = "token_request_not_valid"
    detail_th = "ขาดหรือผิดรูปแบบ: {parameter}"
    detail_en = "Missing or malformed: {parameter}"


class GrantTypeNotSupported(OAuthError):
    """A grant type that this server does not have."""

    code = "unsupported_grant_type"
    error = "unsupported_grant_type"
    title_th = "ไม่รองรับ grant_type นี้"
    title_en = "That grant_type is not supported"


class WrongCredentials(OAuthError):
    """No such account, or another password: the same answer for both."""

    code = "wrong_credentials"
    error = "invalid_grant"
    title_th = "ที่อยู่หรือรหัสผ่านไม่ถูกต้อง"
    title_en = "The address or the password is wrong"


class RefreshTokenNotValid(OAuthError):
    """Unknown, expired, revoked, or used before, which ends its family."""

    code = "refresh_token_not_valid"
    error = "invalid_grant"
    title_th = "โทเคนต่ออายุใช้ไม่ได้แล้ว กรุณาเข้าสู่ระบบใหม่"
    title_en = "The refresh token is no longer good; sign in again"


class NotAMember(OAuthError):
    """The person may not act for the organisation, or it is closed or does not exist."""

    code = "not_a_member"
    error = "invalid_grant"
    title_th = "ท่านไม่ได้เป็นสมาชิกขององค์กรนี้"
    title_en = "You are not a member of this organisation"


class SecondFactorMissing(OAuthError):
    """The password is right; the account also takes a one-time password (``totp``)."""

    code = "second_factor_missing"
    error = "invalid_grant"
    title_th = "ต้องใช้รหัสผ่านครั้งเดียวด้วย"
    title_en = "A one-time password is needed too"
    detail_th = "ส่งรหัสจากแอปยืนยันตัวตนหรือรหัสกู้คืนในพารามิเตอร์ totp"
    detail_en = "Give the app's code or a recovery code as the parameter totp."


class SecondFactorWrong(OAuthError):
    """The password is right, the one-time password or recovery code is not."""

    code = "second_factor_wrong"
    error = "invalid_grant"
    title_th = "รหัสผ่านครั้งเดียวหรือรหัสกู้คืนไม่ถูกต้อง"
    title_en = "The one-time password or recovery code is not right"


class ContactNotProven(OAuthError):
    """The password is right; the address has not been proven yet."""

    code = "contact_not_proven"
    error = "invalid_grant"
    title_th = "ยังไม่ได้ยืนยันอีเมลหรือหมายเลขโทรศัพท์"
    title_en = "The address has not been proven yet"
    detail_th = "ขอรหัสที่ POST /auth/v1/accounts/verification แล้วยืนยันก่อนเข้าสู่ระบบ"
    detail_en = "Ask for a code at POST /auth/v1/accounts/verification and confirm it first."


class ClientNotValid(OAuthError):
    """No such system, or another, expired or revoked secret: the same answer for all."""

    status = 401
    code = "client_not_valid"
    error = "invalid_client"
    title_th = "client_id หรือ client_secret ใช้ไม่ได้"
    title_en = "The client_id or client_secret is not good"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(headers={"WWW-Authenticate": "Basic"}, **kwargs)


class ScopeNotValid(OAuthError):
    """More scopes than the system was given, or none that it may use now."""

    code = "scope_not_valid"
    error = "invalid_scope"
    title_th = "ขอสิทธิ์เกินกว่าที่ระบบนี้ได้รับ"
    title_en = "The system was not given that scope"


class TooManySignIns(OAuthError):
    """Too many attempts at this account from this address, or from this address at all."""

    status = 429
    code = "too_many_sign_ins"
    error = "slow_down"
    title_th = "พยายามเข้าสู่ระบบบ่อยเกินไป"
    title_en = "Too many attempts to sign in"
    detail_th = "รออีก {retry_after_seconds} วินาทีแล้วลองใหม่"
    detail_en = "Wait {retry_after_seconds} seconds and try again."
