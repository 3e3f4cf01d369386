"""Every route of the auth service."""

from fastapi import APIRouter

from services.auth.account import endpoints as account
from services.auth.membership import endpoints as membership
from services.auth.officer import endpoints as officer
from services.auth.onboarding import endpoints as onboarding
from services.auth.organisation import endpoints as organisation
from services.auth.place import endpoints as place
from services.auth.queue import endpoints as queue
from services.auth.token import endpoints as token

router = APIRouter()
for feature in (account, token, organisation, membership, onboarding, queue, officer, place):
    router.include_router(feature.router)
