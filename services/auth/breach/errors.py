"""Refusals of the register."""

from kit.errors import Unprocessable


class DiscoveredLater(Unprocessable):
    """A breach cannot be discovered in the future."""

    code = "discovered_in_the_future"
    title_th = "เวลาที่พบเหตุอยู่ในอนาคต"
    title_en = "The instant of discovery is in the future"
