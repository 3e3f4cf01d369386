"""The webhook that Stripe calls."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from kit.errors import NotFound, problem_responses
from services.orders.deps import ResourcesDep, Session
from services.orders.payment import service
from services.orders.payment.errors import InvalidSignature
from services.orders.payment.schemas import WebhookReceived
from services.orders.payment.stripe import verified_news
from services.orders.ports import PaymentNews

router = APIRouter(tags=["webhooks"])


async def signed_news(
    request: Request,
    resources: ResourcesDep,
    stripe_signature: Annotated[str | None, Header(description="Stripe's signature")] = None,
) -> PaymentNews:
    """The event in the raw body, if its signature is right.

    Raises:
        NotFound: no webhook secret is set, so the route does not exist.
        InvalidSignature: forged, altered or too old.
    """
    secret = resources.settings.stripe_webhook_secret
    if secret is None or not secret.get_secret_value():
        raise NotFound
    return verified_news(await request.body(), stripe_signature, secret.get_secret_value())


SignedNews = Annotated[PaymentNews, Depends(signed_news)]


@router.post("/webhooks/stripe", responses=problem_responses(InvalidSignature, NotFound))
async def receive_stripe_event(news: SignedNews, session: Session) -> WebhookReceived:
    """Keep a signed event and apply it once, in whatever order events arrive."""
    await service.receive(session, news=news)
    return WebhookReceived(received=True)
