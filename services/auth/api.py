"""Every route of the auth service."""

from fastapi import APIRouter, Depends

from services.auth.account import endpoints as account
from services.auth.client import endpoints as client
from services.auth.contact import endpoints as contact
from services.auth.credential import endpoints as credential
from services.auth.deps import remember_address
from services.auth.duplicate import endpoints as duplicate
from services.auth.importing import endpoints as importing
from services.auth.invitation import endpoints as invitation
from services.auth.mandate import endpoints as mandate
from services.auth.membership import endpoints as membership
from services.auth.network import endpoints as network
from services.auth.officer import endpoints as officer
from services.auth.onboarding import endpoints as onboarding
from services.auth.organisation import endpoints as organisation
from services.auth.place import endpoints as place
from services.auth.queue import endpoints as queue
from services.auth.registry import endpoints as registry
from services.auth.second_factor import endpoints as second_factor
from services.auth.session import endpoints as session
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
    registry,
    duplicate,
    invitation,
    network,
    mandate,
    importing,
):
    router.include_router(feature.router)
