"""Every table of the auth database."""

from services.auth.models.base import BUS, IDEMPOTENCY, Base
from services.auth.models.notice import DeliveryStatus, Notice, NoticeDelivery
from services.auth.models.officer import AccessDenial, Appointment
from services.auth.models.onboarding import (
    Application,
    ApplicationStatus,
    ApplicationStep,
    Requirement,
    RequirementMode,
    RequirementValue,
    ValueType,
)
from services.auth.models.organisation import Membership, Organisation
from services.auth.models.person import Contact, ContactKind, Person
from services.auth.models.token import RefreshFamily, RefreshToken, SigningKey, SignInThrottle

__all__ = [
    "BUS",
    "IDEMPOTENCY",
    "AccessDenial",
    "Application",
    "ApplicationStatus",
    "ApplicationStep",
    "Appointment",
    "Base",
    "Contact",
    "ContactKind",
    "DeliveryStatus",
    "Membership",
    "Notice",
    "NoticeDelivery",
    "Organisation",
    "Person",
    "RefreshFamily",
    "RefreshToken",
    "Requirement",
    "RequirementMode",
    "RequirementValue",
    "SignInThrottle",
    "SigningKey",
    "ValueType",
]
