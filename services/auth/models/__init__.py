"""Every table of the auth database."""

from services.auth.models.alliance import Mandate, Network, NetworkMember
from services.auth.models.audit import AuditEntry, AuditKind, AuditSeal, AuditSealed
from services.auth.models.base import BUS, IDEMPOTENCY, Base
from services.auth.models.challenge import Challenge, ChallengePurpose
from services.auth.models.client import ApiClient, ApiClientSecret
from services.auth.models.notice import DeliveryStatus, Notice, NoticeDelivery
from services.auth.models.office import (
    ConfirmationReminder,
    Lead,
    OperatorSetting,
    Payee,
)
from services.auth.models.officer import AccessDenial, Appointment
from services.auth.models.onboarding import (
    Application,
    ApplicationDocument,
    ApplicationStatus,
    ApplicationStep,
    Requirement,
    RequirementMode,
    RequirementValue,
    RequirementVerification,
    ValueType,
)
from services.auth.models.organisation import Membership, Organisation
from services.auth.models.person import Contact, ContactKind, Person
from services.auth.models.privacy import (
    Breach,
    BreachStep,
    Consent,
    ConsentText,
    PrivacyAnswer,
    PrivacyCase,
)
from services.auth.models.registry import (
    ClaimCode,
    DuplicateDismissal,
    GroupImport,
    GroupImportRow,
    Invitation,
    OrganisationStep,
    RegistryKey,
)
from services.auth.models.second_factor import RecoveryCode, Totp
from services.auth.models.token import RefreshFamily, RefreshToken, SigningKey, SignInThrottle

__all__ = [
    "BUS",
    "IDEMPOTENCY",
    "AccessDenial",
    "ApiClient",
    "ApiClientSecret",
    "Application",
    "ApplicationDocument",
    "ApplicationStatus",
    "ApplicationStep",
    "Appointment",
    "AuditEntry",
    "AuditKind",
    "AuditSeal",
    "AuditSealed",
    "Base",
    "Breach",
    "BreachStep",
    "Challenge",
    "ChallengePurpose",
    "ClaimCode",
    "ConfirmationReminder",
    "Consent",
    "ConsentText",
    "Contact",
    "ContactKind",
    "DeliveryStatus",
    "DuplicateDismissal",
    "GroupImport",
    "GroupImportRow",
    "Invitation",
    "Lead",
    "Mandate",
    "Membership",
    "Network",
    "NetworkMember",
    "Notice",
    "NoticeDelivery",
    "OperatorSetting",
    "Organisation",
    "OrganisationStep",
    "Payee",
    "Person",
    "PrivacyAnswer",
    "PrivacyCase",
    "RecoveryCode",
    "RefreshFamily",
    "RefreshToken",
    "RegistryKey",
    "Requirement",
    "RequirementMode",
    "RequirementValue",
    "RequirementVerification",
    "SignInThrottle",
    "SigningKey",
    "Totp",
    "ValueType",
]
