"""Guests' mail: written with the change, sent once, tried again."""

import asyncio
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from kit.mail.files import FilePort
from kit.mail.message import MailPort, Message
from services.orders.guest_notice import service
from services.orders.guest_notice.rules import TEMPLATES, GuestTemplate
from tests.factories.shop import Shop


class Refusing:
    """A server that takes nothing."""

    async def send(self, message: Message) -> None:
        """Refuse."""
        raise OSError(f"no route for {message.id}")


async def _send(shop: Shop, port: MailPort) -> None:
    async def loop() -> None:
        while await service.send_next(shop.database, port):
            pass

    await asyncio.gather(*(loop() for _ in range(3)))


async def _placed(shop: Shop) -> str:
    seller = await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    return str(answer["order_group_id"])


async def _notice(shop: Shop, group_id: str, what: str) -> Any:
    return await shop.scalar(f"SELECT {what} FROM guest_notice WHERE group_id = :id", id=group_id)


async def test_one_mail_in_thai_and_english(shop: Shop, tmp_path: Path) -> None:
    """Several loops at once write one file: to the guest, with the amount and the time to pay."""
    group_id = await _placed(shop)
    await _send(shop, FilePort(tmp_path, sender="Talat <no-reply@talat.invalid>"))
    notice_id = await _notice(shop, group_id, "id")
    mail = message_from_bytes((tmp_path / f"{notice_id}.eml").read_bytes(), policy=policy.default)
    assert mail["To"] == "somying@guest.test"
    assert "กรุณาชำระ 1,070.00 บาท" in mail["Subject"]
    text = mail.get_content()
    assert "Please pay by" in text
    assert "กรุณาชำระเงินภายใน" in text
    assert await _notice(shop, group_id, "status || ' ' || attempts") == "sent 1"
    await _send(shop, FilePort(tmp_path / "again", sender="Talat <no-reply@talat.invalid>"))
    assert not (tmp_path / "again").exists()


async def test_a_refusing_server_is_tried_again(shop: Shop, tmp_path: Path) -> None:
    """The notice waits with its reason, and goes out when the server takes it."""
    group_id = await _placed(shop)
    await _send(shop, Refusing())
    assert await _notice(shop, group_id, "status") == "waiting"
    assert "no route" in await _notice(shop, group_id, "last_error")
    await shop.execute(
        "UPDATE guest_notice SET next_attempt_at = now() WHERE group_id = :id", id=group_id
    )
    await _send(shop, FilePort(tmp_path, sender="Talat <no-reply@talat.invalid>"))
    assert await _notice(shop, group_id, "status || ' ' || attempts") == "sent 2"


async def test_a_phone_gets_the_short_form(shop: Shop, tmp_path: Path) -> None:
    """A guest without an e-mail address: the Thai line, to the phone."""
    group_id = await _placed(shop)
    await shop.execute(
        'UPDATE order_group SET contact = \'{"phone": "0812345678"}\' WHERE id = :id',
        id=group_id,
    )
    await _send(shop, FilePort(tmp_path, sender="Talat <no-reply@talat.invalid>"))
    text = (tmp_path / f"{await _notice(shop, group_id, 'id')}.sms.txt").read_text()
    assert text == "To: 0812345678\n\nได้รับคำสั่งซื้อแล้ว กรุณาชำระ 1,070.00 บาท\n"


@pytest.mark.parametrize("template", GuestTemplate)
def test_every_template_is_in_both_languages(template: GuestTemplate) -> None:
    """Thai has Thai, English has none, and both ask for the same data."""
    text = TEMPLATES[template]
    assert any("ก" <= letter <= "๛" for letter in text.subject_th + text.body_th)
    assert not any("ก" <= letter <= "๛" for letter in text.subject_en + text.body_en)
    forged = dict.fromkeys(_places(text.body_th + text.body_en), "a\nBcc: thief@x")
    text.check(forged)
    assert "\n" not in text.fill(forged).subject


def _places(body: str) -> list[str]:
    return [part.split("}")[0] for part in body.split("{")[1:]] + [
        "total_baht",
        "amount_baht",
        "number",
    ]
