"""What the benchmarks of the endpoint share: an endpoint in a process of its own, and what memory it takes."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Give the address of an endpoint on a graph, and the number of its process."""
    command = [str(Path(sys.executable).with_name("kgraph")), "serve", "--graph", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = json.loads(process.stderr.readline())["address"]
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        try:
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(30)
            drain.wait(5)


class Client:
    """One connection to an endpoint, kept open."""

    def __init__(self, address: str, timeout: float = 120):
        self._parts, self._timeout, self.sent = urlsplit(address), timeout, 0.0
        self._connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._parts.netloc, timeout=self._timeout)

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> tuple[int, int]:
        """Return the status and the size of the answer; ``sent`` is when the request had left, by the monotonic clock."""
        headers = {"Content-Type": FORM, "Accept": accept}
        try:
            self._connection.request("POST", self._parts.path, urlencode({"query": query}), headers)
            self.sent = time.monotonic()
            response = self._connection.getresponse()
            size = 0
            while part := response.read(1 << 16):
                size += len(part)
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = self._connect()
            raise
        return response.status, size


def resident(process: int) -> int:
    """Return the bytes of memory of a process; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(OSError):
            found += [int(number) for number in (task / "children").read_text().split()]
    return found
