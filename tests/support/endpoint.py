"""A real endpoint in a process of its own, and graphs whose store holds any triples."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pyoxigraph

from kgraph.core import BuiltGraph, Resolution, build_settings
from kgraph.store import write_graph


class RunningEndpoint:
    """An endpoint under ``address``; ``log`` holds what it has logged so far."""

    def __init__(self, folder: Path, *options: str):
        command = [
            str(Path(sys.executable).with_name("kgraph")),
            "serve",
            "--graph",
            str(folder),
            "--port",
            "0",
            *options,
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.log: list[dict[str, object]] = []
        assert self.process.stderr is not None
        while not self.log or self.log[-1]["event"] != "listening":
            self.log.append(json.loads(self.process.stderr.readline()))
        self.address = f"http://127.0.0.1:{self.log[-1]['port']}"
        self.sparql = f"{self.address}/sparql"
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.client = httpx.Client(base_url=self.address, timeout=240)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(json.loads(line))

    def query(self, text: str, accept: str = "application/sparql-results+json", **parameters: object) -> httpx.Response:
        """Ask by POST of a form."""
        return self.client.post("/sparql", data={"query": text, **parameters}, headers={"Accept": accept})

    def stop(self) -> int:
        """Tell it to stop, and return the code it ends with."""
        self.client.close()
        self.process.terminate()
        code = self.process.wait(30)
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[RunningEndpoint]:
    """Run an endpoint while the block runs."""
    endpoint = RunningEndpoint(folder, *options)
    try:
        yield endpoint
    finally:
        endpoint.stop()


def workers(endpoint: RunningEndpoint) -> set[int]:
    """The processes that the endpoint has started."""
    found: set[int] = set()
    for task in Path(f"/proc/{endpoint.process.pid}/task").iterdir():
        with contextlib.suppress(OSError):
            found |= {int(number) for number in (task / "children").read_text().split()}
    return found


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for a condition, and return whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def graph_of(folder: Path, quads: Iterable[pyoxigraph.Quad]) -> None:
    """Write a graph without entities whose store holds these quads and nothing else."""
    write_graph(BuiltGraph(Resolution((), ()), ()), folder, build_settings())
    store = pyoxigraph.Store(str(folder / "current" / "oxigraph"))
    store.clear()
    store.bulk_extend(quads)
    store.flush()
    del store
    path = folder / "current" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["files"] = {name: size for name, size in manifest["files"].items() if not name.startswith("oxigraph/")}
    path.write_text(json.dumps(manifest), "utf-8")
