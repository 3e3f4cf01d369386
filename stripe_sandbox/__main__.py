"""``python -m stripe_sandbox``: run the server until it is told to stop."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import uvicorn

from stripe_sandbox.app import create_app
from stripe_sandbox.server import Config


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line and serve; returns after SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="stripe_sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", required=True, help="SQLite file, or :memory:")
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--webhook-url")
    parser.add_argument("--webhook-secret")
    parser.add_argument("--public-url", help="origin of the pages, when it is not the API's own")
    given = parser.parse_args(arguments)
    config = Config(
        data=given.data,
        api_key=given.api_key,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        public_url=given.public_url,
    )
    uvicorn.run(
        create_app(config),
        host=given.host,
        port=given.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
