"""A worker process that is killed (-9) at its first acknowledgement, just after the commit.

Run as ``python -m tests.faults.dying_worker SERVICE`` with the service's environment.
"""

from __future__ import annotations

import os
import signal
import sys

import uvloop
from nats.aio.msg import Msg

from kit.worker import Worker
from talat.commands import runtime


async def _die(_message: Msg, _answer: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _work(worker: Worker) -> None:
    await worker.run(runtime.stop_on_signals())


if __name__ == "__main__":
    service = runtime.Service(sys.argv[1])
    Msg.respond = _die  # type: ignore[method-assign,assignment]
    uvloop.run(_work(runtime.create_worker(service, runtime.load_settings(service))))
