"""The workers of one build, asked from coroutines."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from kgraph.endpoint.problems import Problem, busy
from kgraph.endpoint.spool import Spool
from kgraph.endpoint.turns import Turn, Turns
from kgraph.query.sparql_text import NESTED, why_it_ended
from kgraph.query.workers import worker_command
from kgraph.store.sparql_worker import packed

log = logging.getLogger("kgraph.endpoint")

_ROOMY = 64 << 20
"""Bytes; a worker that has grown by more with its query is ended, so that its memory is free again."""
_PIPE = 256 << 10
_ENDING = 0.3
"""Seconds in which a process that ends by itself usually has ended."""


class Pool:
    """Worker processes on one store, and the turns that they share with those of other builds."""

    def __init__(self, store: Path, turns: Turns):
        self._store, self._turns, self._limits = store, turns, turns.limits
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._closed = False
        self._warming: asyncio.Task[None] | None = None

    def beside(self, store: Path) -> Pool:
        """Return a pool on another store, with the same turns."""
        return Pool(store, self._turns)

    async def warm(self) -> None:
        """Start workers until there are some for the next queries, but no more than there are places for."""
        while self._wants_more():
            worker = await self._start()
            if self._closed:
                self._all.discard(worker)
                worker.kill()
            else:
                self._idle.append(worker)

    def _wants_more(self) -> bool:
        at_hand = len(self._all) - self._turns.heavy
        return len(self._idle) < self._limits.spare and at_hand < self._limits.quick and not self._closed

    async def ask(self, request: dict[str, Any], spool: Spool) -> None:
        """Answer a request of the worker's protocol into ``spool``, which is complete afterwards.

        Raises Problem for an answer that did not come, also after parts of it have. A cancelled call ends the work.
        """
        limits, start, what = self._limits, time.monotonic(), "update" if "updates" in request else "query"
        deadline = asyncio.get_running_loop().time() + limits.timeout
        turn = await self._turns.enter()
        worker = None
        try:
            spool.waited = time.monotonic() - start
            async with asyncio.timeout_at(deadline):
                worker = self._take() or await self._start()
                if what == "query":  # after an update it is another pool that is asked
                    self._replenish()
                turn.start(worker.process.pid)
                tail = await worker.answer({**request, "timeout": limits.timeout}, spool)
        except TimeoutError:
            raise self._timed_out(turn, time.monotonic() - start, what) from None
        except (EOFError, OSError) as error:
            raise await self._broken(worker, turn, error, what) from None
        else:
            # A slow one keeps its low priority, and a large one its memory: both make room for a new one.
            small = tail.get("memory", 0) < worker.size + _ROOMY
            if turn.state == "quick" and small and len(self._idle) < self._limits.quick and not self._closed:
                self._idle.append(worker)
                worker = None
            spool.finish(tail)
        finally:
            if worker is not None:
                self._all.discard(worker)
                worker.kill()
            turn.leave()

    def _timed_out(self, turn: Turn, seconds: float, what: str) -> Problem:
        if turn.state == "paused" or turn.rested > seconds / 2:
            return busy(f"Longer queries took all places, and this one was ended after {seconds:.0f} s")
        limit = f"{self._limits.timeout:g} s"
        return Problem(503, "timeout", f"The {what} took longer than {limit} and was ended. Narrow it down.")

    async def _broken(self, worker: Worker | None, turn: Turn, error: Exception, what: str) -> Problem:
        if turn.state == "refused":
            return busy("Longer queries took all places, and this one is no short one")
        if worker is None or not isinstance(error, EOFError):
            return Problem(503, "broken", f"The {what} was ended: {error}.")
        reason = why_it_ended(await worker.ended())
        if reason == NESTED:
            return Problem(
                400, "nesting", f"The {what} cannot be {'answered' if what == 'query' else 'applied'}: {reason}."
            )
        return Problem(503, "memory", f"The {what} was ended: {reason}.")

    def _replenish(self) -> None:
        """Start new workers beside everything else, so that the next query need not wait for one."""
        if self._warming is None and self._wants_more():
            self._warming = asyncio.create_task(self.warm())
            self._warming.add_done_callback(self._warmed)

    def _warmed(self, task: asyncio.Task[None]) -> None:
        self._warming = None
        if not task.cancelled() and (error := task.exception()):
            log.error("no worker could be started", extra={"reason": str(error)})

    def _take(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.process.poll() is None:
                return worker
            self._all.discard(worker)
            worker.kill()
        return None

    async def _start(self) -> Worker:
        worker = Worker(self._store, self._limits.memory)
        self._all.add(worker)
        await worker.connect()
        return worker

    def close(self) -> None:
        """End the workers that have nothing to do, and the others after their answer."""
        self._closed = True
        for worker in self._idle:
            self._all.discard(worker)
            worker.kill()
        self._idle.clear()

    def stop(self) -> None:
        """End all workers at once."""
        self.close()
        if self._warming is not None:
            self._warming.cancel()
        for worker in list(self._all):
            worker.kill()


class Worker:
    """One worker process; see ``kgraph.store.sparql_worker`` for what goes through its pipes."""

    def __init__(self, store: Path, memory: int):
        self.size = 0
        self.process = subprocess.Popen(
            [*worker_command(store, memory), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._end: asyncio.Future[int] | None = None

    async def connect(self) -> None:
        """Put its pipes under the event loop."""
        loop = asyncio.get_running_loop()
        self._reader = asyncio.StreamReader(limit=_PIPE)
        protocol = asyncio.StreamReaderProtocol(self._reader)
        self._source, _ = await loop.connect_read_pipe(lambda: protocol, self.process.stdout)
        flow: Any = asyncio.streams.FlowControlMixin(loop)
        sink, _ = await loop.connect_write_pipe(lambda: flow, self.process.stdin)
        self._writer = asyncio.StreamWriter(sink, flow, None, loop)

    async def answer(self, request: dict[str, Any], spool: Spool) -> dict[str, Any]:
        """Ask, and return the tail of the answer; raises EOFError when the process ends before."""
        self._writer.write(packed(request))
        await self._writer.drain()
        spool.head = pickle.loads(await self._block())
        if "error" in spool.head:
            return {}
        while block := await self._block():
            spool.write(block)
        tail: dict[str, Any] = pickle.loads(await self._block())
        self.size = self.size or tail["memory"]
        return tail

    async def _block(self) -> bytes:
        size = int.from_bytes(await self._reader.readexactly(8), "big")
        return await self._reader.readexactly(size)

    def kill(self) -> None:
        """End the process; it is waited for beside everything else, as giving much memory back takes its time."""
        if self._end is None:
            self.process.kill()
            self._end = asyncio.get_running_loop().run_in_executor(None, self.process.wait)
            with contextlib.suppress(AttributeError):
                self._source.close()
                self._writer.close()

    async def ended(self) -> int:
        """Return the code of a process that is ending by itself; that of an abort when it takes long to end.

        It is much memory that takes long to be given back.
        """
        ending = asyncio.get_running_loop().run_in_executor(None, self.process.wait)
        try:
            return await asyncio.wait_for(asyncio.shield(ending), _ENDING)
        except TimeoutError:
            return -signal.SIGABRT
