"""Every route of the auth service."""

from fastapi import APIRouter, Depends

from services.auth.account import endpoints as account
from services.auth.breach import endpoints as breach
from services.auth.client import endpoints as client
from services.auth.confirmation import endpoints as confirmation
from services.auth.consent import endpoints as consent
from services.auth.contact import endpoints as contact
from services.auth.credential import endpoints as credential
from services.auth.deps import remember_address
from services.auth.document import endpoints as document
from services.auth.duplicate import endpoints as duplicate
from services.auth.importing import endpoints as importing
from services.auth.invitation import endpoints as invitation
from services.auth.lead import endpoints as lead
from services.auth.mandate import endpoints as mandate
from services.auth.membership import endpoints as membership
from services.auth.network import endpoints as network
from services.auth.officer import endpoints as officer
from services.auth.onboarding import endpoints as onboarding
from services.auth.organisation import endpoints as organisation
from services.auth.overview import endpoints as overview
from services.auth.payee import endpoints as payee
from services.auth.place import endpoints as place
from services.auth.privacy import endpoints as privacy
from services.auth.queue import endpoints as queue
from services.auth.registry import endpoints as registry
from services.auth.review import endpoints as review
from services.auth.rotation import endpoints as rotation
from services.auth.second_factor import endpoints as second_factor
from services.auth.session import endpoints as session
from services.auth.setting import endpoints as setting
from services.auth.support import endpoints as support
from services.auth.token import endpoints as token
from services.auth.trail import endpoints as trail

router = APIRouter(dependencies=[Depends(remember_address)])
for feature in (
    account,
    contact,
    credential,
    second_factor,
    session,
    token,
    client,
    organisation,
    membership,
    onboarding,
    queue,
    officer,
    place,
    trail,
    privacy,
    consent,
    breach,
    rotation,
    registry,
    duplicate,
    invitation,
    network,
    mandate,
    importing,
    overview,
    support,
    setting,
    lead,
    payee,
    confirmation,
    document,
    review,
):
    router.include_router(feature.router)
