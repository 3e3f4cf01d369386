"""Notices: told once, to the right people, in both languages."""

import asyncio
import email
import email.policy
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from contracts.events.notices import Recipient
from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role
from kit.db import Database
from kit.ids import uuid7
from kit.mail.files import FilePort
from kit.mail.smtp import SmtpPort
from services.auth.models import Notice, NoticeDelivery
from services.auth.notice import rules, service
from services.auth.notice.errors import IncompleteDataError, UnknownTemplateError
from services.auth.notice.port import Message
from services.auth.notice.templates import TEMPLATES
from tests.auth.parties import PASSWORD, Parties
from tests.support.bus import Deliver

SENDER = "Talat <no-reply@talat.invalid>"


def paid(recipient: Recipient, *, key: str = "", **values: Any) -> OrdersNoticeRequested:
    """A request to tell somebody that an order is paid."""
    return OrdersNoticeRequested(
        **{
            "version": 1,
            "notice_id": uuid7(),
            "recipient": recipient,
            "template": "order_paid_seller",
            "data": {"number": "T-1"},
            "dedupe_key": key or f"order-paid-{uuid7()}",
            **values,
        }
    )


async def deliveries(database: Database, dedupe_key: str) -> list[NoticeDelivery]:
    """What was queued for the request."""
    async with database.reading() as session:
        statement = (
            select(NoticeDelivery)
            .join(Notice, Notice.id == NoticeDelivery.notice_id)
            .where(Notice.dedupe_key == f"orders:{dedupe_key}")
            .order_by(NoticeDelivery.person_id)
        )
        return list((await session.execute(statement)).scalars())


async def send_all(database: Database, port: Any) -> None:
    """Work off what is due, in two workers at once."""

    async def work() -> None:
        while await service.send_next(database, port=port):
            continue

    await asyncio.gather(work(), work())


async def test_members_with_the_role_are_told_once_by_mail(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver, tmp_path: Path
) -> None:
    owner = await parties.owner()
    orders = await parties.member(owner, "orders")
    await parties.member(owner, "finance")
    recipient = Recipient(organisation_id=owner.organisation_id, roles=(Role.ORDERS, Role.MANAGER))
    event = paid(recipient, data={"number": "T-๒๕๖๙ {x}\r\nBcc: a@b"})
    await deliver_to_auth(event)
    await deliver_to_auth(event)
    await deliver_to_auth(paid(recipient, key=event.dedupe_key))
    [delivery] = await deliveries(auth_database, event.dedupe_key)
    assert delivery.person_id == orders.person_id

    await send_all(auth_database, FilePort(tmp_path, sender=SENDER))

    [delivery] = await deliveries(auth_database, event.dedupe_key)
    assert (delivery.status, delivery.attempts) == ("sent", 1)
    raw = (tmp_path / f"{delivery.id}.eml").read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"] == orders.email
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == f"<{delivery.id}@talat.invalid>"
    assert mail["Subject"] == (
        "ชำระเงินแล้ว: คำสั่งซื้อ T-๒๕๖๙ {x} Bcc: a@b / Paid: order T-๒๕๖๙ {x} Bcc: a@b"
    )
    content = mail.get_content()
    assert "กรุณารับคำสั่งซื้อ" in content
    assert "Please accept it" in content


async def test_the_owners_are_told_when_nobody_has_the_role(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver
) -> None:
    owner = await parties.owner()
    event = paid(Recipient(organisation_id=owner.organisation_id, roles=(Role.FINANCE,)))
    await deliver_to_auth(event)
    assert [row.person_id for row in await deliveries(auth_database, event.dedupe_key)] == [
        owner.person_id
    ]


async def test_a_person_with_a_phone_gets_a_text_message(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver, tmp_path: Path
) -> None:
    phone = f"+6681{uuid7().int % 10**7:07d}"
    signed = await parties.client.post(
        "/auth/v1/accounts",
        json={"phone": phone, "password": PASSWORD, "display_name": "กลุ่มจักสาน"},
    )
    assert signed.status_code == 201
    token = await parties.client.post(
        "/auth/v1/token",
        data={"grant_type": "password", "username": phone, "password": PASSWORD},
    )
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    me = (await parties.client.get("/auth/v1/me", headers=headers)).json()
    event = paid(Recipient(person_id=UUID(me["person_id"])))
    await deliver_to_auth(event)
    await send_all(auth_database, FilePort(tmp_path, sender=SENDER))
    [delivery] = await deliveries(auth_database, event.dedupe_key)
    text = (tmp_path / f"{delivery.id}.sms.txt").read_text()
    assert text == f"To: {phone}\n\nชำระเงินแล้ว: คำสั่งซื้อ T-1\n"


async def test_a_request_that_cannot_be_rendered_says_why_and_queues_nothing(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver
) -> None:
    person = await parties.person()
    recipient = Recipient(person_id=person.person_id)
    unknown = paid(recipient, template="no_such_text")
    with pytest.raises(UnknownTemplateError, match=r"no notice template is named 'no_such_text'"):
        await deliver_to_auth(unknown)
    incomplete = paid(recipient, data={"order": "T-1"})
    with pytest.raises(IncompleteDataError, match="'order_paid_seller' needs number; got order"):
        await deliver_to_auth(incomplete)
    for event in (unknown, incomplete):
        assert await deliveries(auth_database, event.dedupe_key) == []


class FailingPort:
    """Fails until told otherwise, and remembers what it sent."""

    def __init__(self) -> None:
        self.failing = True
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        """Send, or not."""
        if self.failing:
            raise OSError("disk full")
        self.sent.append(message)


async def test_a_failed_delivery_is_tried_again_later_and_blocks_nobody(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver
) -> None:
    person = await parties.person()
    event = paid(Recipient(person_id=person.person_id))
    await deliver_to_auth(event)
    port = FailingPort()
    await send_all(auth_database, port)
    [delivery] = await deliveries(auth_database, event.dedupe_key)
    assert (delivery.status, delivery.attempts) == ("pending", 1)
    assert delivery.last_error == "OSError('disk full')"
    assert delivery.due_at > datetime.now(UTC)
    port.failing = False
    await send_all(auth_database, port)
    assert port.sent == []
    await make_due(auth_database, delivery.id)
    await send_all(auth_database, port)
    assert [message.id for message in port.sent] == [delivery.id]


async def make_due(database: Database, delivery_id: UUID) -> None:
    """Let the waiting time or the lease of a delivery be over."""
    async with database.transaction() as session:
        await session.execute(
            update(NoticeDelivery)
            .where(NoticeDelivery.id == delivery_id)
            .values(due_at=datetime.now(UTC))
        )


async def test_a_sender_that_died_between_its_steps_is_followed_by_another(
    parties: Parties, auth_database: Database, deliver_to_auth: Deliver, tmp_path: Path
) -> None:
    person = await parties.person()
    event = paid(Recipient(person_id=person.person_id))
    await deliver_to_auth(event)
    port = FilePort(tmp_path, sender=SENDER)

    class DyingPort:
        """Sends, and dies before the outcome is stored."""

        async def send(self, message: Message) -> None:
            await port.send(message)
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await send_all(auth_database, DyingPort())
    [delivery] = await deliveries(auth_database, event.dedupe_key)
    assert delivery.status == "sending"
    await make_due(auth_database, delivery.id)
    await send_all(auth_database, port)
    [delivery] = await deliveries(auth_database, event.dedupe_key)
    assert (delivery.status, delivery.attempts) == ("sent", 2)
    assert os.listdir(tmp_path) == [f"{delivery.id}.eml"]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_is_complete_in_both_languages(name: str) -> None:
    template = TEMPLATES[name]
    data = {place: f"<{place}>" for place in rules.places(template)}
    text = rules.render(name, data)
    assert "{" not in text.subject + text.body
    assert any("\u0e00" <= character <= "\u0e7f" for character in template.subject_th)
    assert all(ord(character) < 0x0E00 for character in template.subject_en + template.body_en)
    assert len(text.short) <= 200


def test_waiting_between_attempts_grows_and_is_bounded() -> None:
    waits = [rules.backoff_seconds(attempt) for attempt in range(1, 13)]
    assert waits[:3] == [60, 120, 240]
    assert waits == sorted(waits)
    assert waits[-1] == 4 * 3600


def test_an_smtp_address_must_be_one() -> None:
    files = FilePort(Path("unused"), sender=SENDER)
    for url in ("http://mail.example", "smtp://", "mail.example"):
        with pytest.raises(ValueError, match="SMTP_URL"):
            SmtpPort(url, sender=SENDER, others=files)
