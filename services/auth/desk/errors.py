"""Refusals of the desk feature."""

from kit.errors import Forbidden


class OfficerIsMember(Forbidden):
    """Nobody decides for the organisation that they belong to."""

    code = "officer_is_member"
    title_th = "ท่านเป็นสมาชิกขององค์กรที่ยื่นคำขอ จึงพิจารณาไม่ได้"
    title_en = "You belong to the applicant and cannot decide"


class OfficerAssisted(Forbidden):
    """Whoever filled the application in for the group does not decide on it."""

    code = "officer_assisted"
    title_th = "ท่านเป็นผู้กรอกคำขอนี้แทนกลุ่ม จึงพิจารณาเองไม่ได้"
    title_en = "You filled this in for the group and cannot decide on it"
