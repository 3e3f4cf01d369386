"""Refusals that several features of the auth service share."""

from kit.errors import Forbidden


class MissingScope(Forbidden):
    """The caller's token or present roles lack the scope that this needs."""

    code = "missing_scope"
    title_th = "ไม่มีสิทธิ์ที่ต้องใช้"
    title_en = "A scope is missing"
    detail_th = "ต้องมีสิทธิ์ {scope}"
    detail_en = "The scope {scope} is needed."
