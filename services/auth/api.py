"""Every route of the auth service."""

from fastapi import APIRouter, Depends

from services.auth.account import endpoints as account
from services.auth.deps import remember_address
from services.auth.membership import endpoints as membership
from services.auth.officer import endpoints as officer
from services.auth.onboarding import endpoints as onboarding
from services.auth.organisation import endpoints as organisation
from services.auth.place import endpoints as place
from services.auth.queue import endpoints as queue
from services.auth.token import endpoints as token
from services.auth.trail import endpoints as trail

router = APIRouter(dependencies=[Depends(remember_address)])
for feature in (
    account,
    token,
    organisation,
    membership,
    onboarding,
    queue,
    officer,
    place,
    trail,
):
    router.include_router(feature.router)
