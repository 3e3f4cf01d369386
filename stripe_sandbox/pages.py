"""The two pages that a person sees: the bank app's PromptPay screen and the card's 3-D Secure."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from html import escape
from urllib.parse import urlencode

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from stripe_sandbox import attempts
from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.params import Form, decode
from stripe_sandbox.scope import Scope
from stripe_sandbox.server import Server

_STATUS = {
    "succeeded": ("ชำระเงินสำเร็จ", "Paid"),
    "processing": ("ธนาคารกำลังดำเนินการ", "Processing"),
    "canceled": ("รายการถูกยกเลิกแล้ว", "Cancelled"),
    "requires_capture": ("อนุมัติวงเงินแล้ว", "Authorised"),
    "requires_payment_method": (
        "การชำระเงินไม่สำเร็จหรือหมดเวลา กรุณาเริ่มใหม่ที่ร้าน",
        "The payment failed or expired; start again at the shop",
    ),
}
_WAITING = ("รายการยังไม่พร้อมชำระ", "Not ready to be paid")

_LAYOUT = """<!doctype html>
<html lang="th"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body{{margin:0;background:#eef2f6;color:#12263a;
font:16px/1.5 "Sarabun","Noto Sans Thai",system-ui,sans-serif}}
main{{max-width:22rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:1rem;
box-shadow:0 .5rem 2rem rgba(18,38,58,.12);text-align:center}}
h1{{margin:0;font-size:1.25rem}}small{{color:#5b6b7b}}
.demo{{background:#fff3cd;border-radius:.5rem;padding:.25rem .5rem;font-size:.85rem}}
.amount{{font-size:2rem;font-weight:700;margin:.5rem 0}}img{{width:14rem;height:14rem}}
button{{width:100%;padding:.75rem;margin-top:.5rem;border:0;border-radius:.5rem;font:inherit;
cursor:pointer;background:#e4e9ee;color:inherit}}button.main{{background:#0b6b4f;color:#fff}}
</style></head><body><main>
<p class="demo">ข้อมูลสาธิต ไม่มีเงินจริง · sandbox, no real money</p>
<h1>{title}</h1><p class="amount">{amount}</p><p>{description}</p>
{content}<p><small>{identifier}</small></p></main></body></html>"""

_PROMPTPAY = """<img src="qr.svg" alt="PromptPay QR">
<form method="post">
<button class="main" name="action" value="pay">จ่ายเงิน · Pay</button>
<button name="action" value="fail">ปฏิเสธ · Fail</button></form>"""

_THREE_D_SECURE = """<p>ธนาคารผู้ออกบัตรขอยืนยันตัวตน<br>Your bank asks you to confirm</p>
<form method="post">
<button class="main" name="action" value="complete">ยืนยัน · Complete</button>
<button name="action" value="fail">ไม่ยืนยัน · Refuse</button></form>"""


def routes(server: Server) -> list[BaseRoute]:
    """The pages; whoever has the address may use them, as with the codes that they stand for."""
    paths: tuple[tuple[str, Callable[[Server, Request], Awaitable[Response]], list[str]], ...] = (
        ("/promptpay/{id}/scan", _scan, ["GET", "POST"]),
        ("/promptpay/{id}/qr.{kind}", _picture, ["GET"]),
        ("/three_d_secure/{id}", _three_d_secure, ["GET", "POST"]),
    )
    return [Route(path, _page(server, page), methods=methods) for path, page, methods in paths]


def _page(
    server: Server, page: Callable[[Server, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def route(request: Request) -> Response:
        server.expire()
        response = await page(server, request)
        server.courier.wake()
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return response

    return route


async def _scan(server: Server, request: Request) -> Response:
    found = _intent(server, request)
    if found is None:
        return _missing()
    scope, intent = found
    status = 200
    if request.method == "POST":
        action = await _action(request)
        try:
            with server.store.transaction():
                intent = (attempts.pay if action == "pay" else attempts.fail)(scope, intent)
        except StripeError:
            status = 409
    waiting = "promptpay_display_qr_code" in (intent["next_action"] or {})
    return _show("PromptPay พร้อมเพย์", intent, _PROMPTPAY if waiting else None, status)


async def _three_d_secure(server: Server, request: Request) -> Response:
    found = _intent(server, request)
    if found is None:
        return _missing()
    scope, intent = found
    action = intent["next_action"] or {}
    waiting = intent["status"] == "requires_action" and "promptpay_display_qr_code" not in action
    if request.method == "GET":
        return _show("3-D Secure", intent, _THREE_D_SECURE if waiting else None)
    if not waiting:
        return _show("3-D Secure", intent, None, 409)
    success = await _action(request) == "complete"
    with server.store.transaction():
        intent = attempts.authenticate(scope, intent, success=success)
    back = (action.get("redirect_to_url") or {}).get("return_url")
    if back is None:
        return _show("3-D Secure", intent, None)
    query = {
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "failed" if intent["last_payment_error"] else "succeeded",
    }
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(query)}", 303)


async def _picture(server: Server, request: Request) -> Response:
    found = _intent(server, request)
    kind = str(request.path_params["kind"])
    action = (found[1]["next_action"] or {}) if found is not None else {}
    code = action.get("promptpay_display_qr_code")
    if code is None or kind not in ("png", "svg"):
        return _missing()
    picture = io.BytesIO()
    segno.make(code["data"], error="m", micro=False).save(picture, kind=kind, scale=8, border=4)
    media_type = "image/png" if kind == "png" else "image/svg+xml"
    return Response(picture.getvalue(), media_type=media_type)


def _intent(server: Server, request: Request) -> tuple[Scope, Json] | None:
    found = server.store.find_any("payment_intent", str(request.path_params["id"]))
    return None if found is None else (server.scope(request, found[0]), found[1])


async def _action(request: Request) -> str | None:
    try:
        return Form(decode((await request.body()).decode(errors="replace"))).text("action")
    except StripeError:
        return None


def _show(title: str, intent: Json, content: str | None, status: int = 200) -> Response:
    if content is None:
        thai, english = _STATUS.get(intent["status"], _WAITING)
        content = f"<p><strong>{thai}</strong><br>{english}</p>"
    page = _LAYOUT.format(
        title=title,
        amount=f"{intent['amount'] / 100:,.2f} {escape(intent['currency'].upper())}",
        description=escape(intent["description"] or ""),
        content=content,
        identifier=escape(intent["id"]),
    )
    return HTMLResponse(page, status)


def _missing() -> Response:
    return HTMLResponse("<p>ไม่พบรายการ · not found</p>", 404)
