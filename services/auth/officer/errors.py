"""Refusals of the officer feature."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kit.errors import AppError, Conflict, Forbidden, Unprocessable


class Denial(StrEnum):
    """Why an officer may not act on something."""

    WRONG_AGENCY = "officer_wrong_agency"
    WRONG_PROVINCE = "officer_wrong_province"
    OUTSIDE_DATES = "officer_outside_dates"


class OfficerWrongAgency(Forbidden):
    """Another agency decides this."""

    code = "officer_wrong_agency"
    title_th = "เรื่องนี้ไม่อยู่ในอำนาจของหน่วยงานท่าน"
    title_en = "Your agency does not decide this"
    detail_th = "หน่วยงานที่พิจารณาคือ {agency}"
    detail_en = "It is decided by the agency {agency}."


class OfficerWrongProvince(Forbidden):
    """The matter belongs to another province."""

    code = "officer_wrong_province"
    title_th = "เรื่องนี้อยู่นอกจังหวัดที่ท่านได้รับแต่งตั้ง"
    title_en = "This is outside the provinces of your appointment"
    detail_th = "เรื่องนี้อยู่ในจังหวัดรหัส {province_code}"
    detail_en = "It belongs to the province with code {province_code}."


class OfficerOutsideDates(Forbidden):
    """The appointment has not begun or is over."""

    code = "officer_outside_dates"
    title_th = "การแต่งตั้งของท่านยังไม่เริ่มหรือสิ้นสุดแล้ว"
    title_en = "Your appointment is not in force today"


class AppointmentPlaceNotKnown(Unprocessable):
    """A province of the appointment does not exist."""

    code = "province_not_known"
    title_th = "ไม่มีจังหวัดรหัสนี้"
    title_en = "No such province"
    detail_th = "ไม่มีจังหวัดรหัส {province_code}"
    detail_en = "There is no province with code {province_code}."


class DelegationOutsideAppointment(Unprocessable):
    """Longer than the appointment, of one that is over, or of one that was lent itself."""

    code = "delegation_outside_appointment"
    title_th = "มอบอำนาจเกินขอบเขตการแต่งตั้งไม่ได้"
    title_en = "A delegation cannot reach further than the appointment"
    detail_th = "ต้องอยู่ในช่วงวันของการแต่งตั้งที่ยังมีผล และเป็นการแต่งตั้งของท่านเอง"
    detail_en = "It must lie within the dates of an appointment of one's own that has not ended."


class AppointmentEnded(Conflict):
    """It has ended already."""

    code = "appointment_ended"
    title_th = "การแต่งตั้งนี้สิ้นสุดแล้ว"
    title_en = "The appointment has ended already"


DENIALS: Final[Mapping[Denial, type[AppError]]] = MappingProxyType(
    {
        Denial.WRONG_AGENCY: OfficerWrongAgency,
        Denial.WRONG_PROVINCE: OfficerWrongProvince,
        Denial.OUTSIDE_DATES: OfficerOutsideDates,
    }
)
