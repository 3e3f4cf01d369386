"""Refusals of the counters."""

from kit.errors import TooManyRequests


class TooManyAttempts(TooManyRequests):
    """Asked or tried too often for this address, from this network, or by this person."""

    code = "too_many_attempts"
    title_th = "ลองบ่อยเกินไป"
    title_en = "Too many attempts"
    detail_th = "รออีก {retry_after_seconds} วินาทีแล้วลองใหม่"
    detail_en = "Wait {retry_after_seconds} seconds and try again."
