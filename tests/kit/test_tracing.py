"""Spans reach a collector when one is set."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from talat.stack.home import PROJECT

PROGRAM = """
import sys
from opentelemetry import trace
from kit.tracing import configure_tracing, tracer
configure_tracing(service="probe", otlp_endpoint=sys.argv[1] or None)
with tracer.start_as_current_span("HTTP GET") as span:
    print(f"{span.get_span_context().trace_id:032x}")
trace.get_tracer_provider().shutdown()
"""


@contextmanager
def _collector(received: list[tuple[str, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing: a test's output is the test's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _run(endpoint: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, endpoint],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_a_span_is_exported_to_the_collector() -> None:
    received: list[tuple[str, bytes]] = []
    with _collector(received) as endpoint:
        trace_id = _run(endpoint)
    assert [path for path, _ in received] == ["/v1/traces"]
    assert bytes.fromhex(trace_id) in received[0][1]
    assert b"talat-probe" in received[0][1]


def test_without_a_collector_there_is_still_a_trace_id() -> None:
    assert int(_run(""), 16) != 0
