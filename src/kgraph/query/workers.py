"""Worker processes that answer SPARQL and can be ended, asked from threads."""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.core.errors import ArgumentError, QueryCancelledError, QueryError, QueryTimeoutError, SettingsError
from kgraph.query.sparql_text import explained, why_it_ended
from kgraph.store import sparql_worker
from kgraph.store.sparql_worker import MEMORY, packed, read_block
from kgraph.store.terms import PREFIXES

_IDLE = 2
"""Workers that are kept warm; more are started while more queries run at once."""
_ROOMY = 512 << 20
"""Bytes; a worker that holds more after its query is ended, so that its memory is free again."""
_FORMATS = {"solutions": "tsv", "boolean": "json", "triples": "ntriples"}
"""The formats that other values are made from: quick to read, and every value as it was."""


def worker_command(store: Path, memory: int = MEMORY) -> list[str]:
    """Return the command of a worker on the store in a folder; ``memory`` is in bytes."""
    # -P: the folder of the program must not take the place of other modules.
    return [sys.executable, "-P", sparql_worker.__file__, str(store), str(memory)]


@dataclass(frozen=True)
class Answer:
    """An answer as the worker gave it: TSV for solutions, N-Triples for triples, a truth value for ASK."""

    kind: str
    data: bytes | bool
    truncated: bool
    seconds: float


class Cancellation:
    """Ends queries from another thread: give it to ``Graph.query``, then call ``cancel``.

    >>> stop = Cancellation()
    >>> stop.cancel()
    >>> stop.cancelled
    True
    """

    def __init__(self) -> None:
        self._lock, self._processes = threading.Lock(), set[subprocess.Popen[bytes]]()
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """End the queries that run with it, at once and for good: they, and all later ones, raise QueryCancelledError."""
        with self._lock:
            self._cancelled = True
            for process in self._processes:
                process.kill()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            if self._cancelled:
                process.kill()
            self._processes.add(process)

    def _leave(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._processes.discard(process)


class SparqlWorkers:
    """Some warm worker processes on one store; safe to use from several threads."""

    def __init__(self, store: Path, base: str | None = None):
        self._store, self._base = store, base
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._closed = False

    def query(
        self,
        text: str,
        timeout: float,
        limit: int | None = None,
        cancellation: Cancellation | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Answer ``text`` within ``timeout`` seconds; see ``Graph.query``."""
        if not 0 < timeout <= 86_400:
            raise SettingsError(f"A time limit is between 0 and 86400 seconds, not {timeout}.")
        if limit is not None and limit < 1:
            raise ArgumentError("limit", limit, "a whole number from 1, or None")
        request = {
            "query": text,
            "prefixes": PREFIXES,
            "base": self._base,
            "timeout": timeout,
            "rows": limit,
            "formats": _FORMATS,
            "default_graphs": default_graphs,
            "named_graphs": named_graphs,
        }
        start = time.monotonic()
        head, data, tail = self._ask(request, start + timeout, cancellation or Cancellation())
        if "error" in head or "error" in tail:
            raise explained({**head, **tail})
        content = head["boolean"] if head["kind"] == "boolean" else data
        return Answer(head["kind"], content, tail["truncated"], time.monotonic() - start)

    def _ask(
        self, request: dict[str, Any], deadline: float, cancellation: Cancellation
    ) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
        worker = self._take()
        cancellation._watch(worker.process)
        try:
            answer = worker.ask(request, deadline)
        except TimeoutError:
            worker.kill()
            raise QueryTimeoutError(request["timeout"]) from None
        except (EOFError, OSError):
            code = worker.kill()
            if cancellation.cancelled:
                raise QueryCancelledError from None
            raise QueryError(why_it_ended(code)) from None
        except BaseException:  # an interrupted wait leaves an answer in the pipe that belongs to no question
            worker.kill()
            raise
        finally:
            cancellation._leave(worker.process)
        self._give_back(worker, answer[2].get("memory", 0))
        if cancellation.cancelled:
            raise QueryCancelledError
        return answer

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            for worker in self._idle:
                worker.kill()
            self._idle.clear()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.kill()
        return _Worker(self._store)

    def _give_back(self, worker: _Worker, memory: int) -> None:
        with self._lock:
            if memory < _ROOMY and len(self._idle) < _IDLE and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()

    def __del__(self) -> None:
        if hasattr(self, "_closed"):
            self.close()


class _Worker:
    def __init__(self, store: Path):
        # What a dying engine says is for its own builders; the code it ends with tells enough.
        self.process = subprocess.Popen(
            worker_command(store), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    def ask(self, request: dict[str, Any], deadline: float) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
        """Return head, data and tail of the answer. Raises TimeoutError, and EOFError when the worker ends."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        content = memoryview(packed(request))
        while content:
            content = content[self.process.stdin.write(content) :]
        stream = _Until(self.process.stdout.fileno(), deadline)
        head: dict[str, Any] = self._value(stream)
        if "error" in head:
            return head, b"", {}
        blocks = []
        while block := self._block(stream):
            blocks.append(block)
        return head, b"".join(blocks), self._value(stream)

    def _value(self, stream: _Until) -> dict[str, Any]:
        value: dict[str, Any] = pickle.loads(self._block(stream))
        return value

    def _block(self, stream: _Until) -> bytes:
        block = read_block(stream)  # type: ignore[arg-type]
        if block is None:
            raise EOFError
        return block

    def kill(self) -> int:
        """End the process, and return the code it ended with: minus the signal when one ended it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait()


class _Until:
    """A stream that stops waiting at a deadline: ``read`` raises TimeoutError."""

    def __init__(self, descriptor: int, deadline: float):
        self._descriptor, self._deadline = descriptor, deadline
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def read(self, size: int) -> bytes:
        parts, missing = [], size
        while missing:
            if not self._poll.poll(max(0.0, self._deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = os.read(self._descriptor, min(missing, 1 << 20))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)
