"""One quick look at a local HTTP address, for ready checks."""

import http.client

from talat.stack.ports import LOCALHOST


def status(port: int, path: str, timeout_seconds: float = 1.0) -> int:
    """The status of `GET path` on 127.0.0.1, or 0 when nothing answers in time."""
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=timeout_seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
