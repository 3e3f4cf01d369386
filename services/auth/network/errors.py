"""Refusals of the network feature."""

from kit.errors import Conflict, Unprocessable


class NotANetworkKind(Unprocessable):
    """Buyers do not form networks of producers."""

    code = "not_a_network_kind"
    title_th = "องค์กรประเภทนี้เข้าเครือข่ายผู้ผลิตไม่ได้"
    title_en = "This kind of organisation cannot be in a network of producers"


class AlreadyInNetwork(Conflict):
    """Asked already, or a member."""

    code = "already_in_network"
    title_th = "องค์กรนี้ได้รับเชิญหรืออยู่ในเครือข่ายแล้ว"
    title_en = "The organisation has been asked already or is a member"


class NotInvitedToNetwork(Conflict):
    """There is no open invitation to accept."""

    code = "not_invited_to_network"
    title_th = "ไม่มีคำเชิญเข้าเครือข่ายที่รอตอบรับ"
    title_en = "There is no invitation to accept"


class NetworkLeadOnly(Conflict):
    """Only the lead asks others."""

    code = "network_lead_only"
    title_th = "เฉพาะแม่ข่ายเชิญสมาชิกได้"
    title_en = "Only the network's lead asks others to join"
