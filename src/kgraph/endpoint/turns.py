"""Whose turn it is: short queries go through while long ones work, and nobody waits for ever.

A query begins in one of the quick places. When it has had its slice of the processor's time it needs a long place, where it
works at a low priority; where none is free its process is paused until one is. So the quick places are never full of
long queries, no work is done twice, and a short query on a busy machine is not taken for a long one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from pathlib import Path

from kgraph.endpoint.problems import busy
from kgraph.endpoint.settings import Limits

_LOW = 10
"""Added to the nice value of a long query: it gets a tenth of what a short one gets, where both want the same core."""
_LOOK = 0.1


class Turns:
    """The places of one endpoint."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.quick, self.long = limits.quick, limits.long
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.paused: deque[Turn] = deque()

    async def enter(self) -> Turn:
        """Return a turn in a quick place, as soon as there is one. Raises Problem when too many wait already, or too long."""
        if self.quick and not self.waiting:
            self.quick -= 1
            return Turn(self)
        if len(self.waiting) >= self.limits.waiting:
            raise busy(f"{len(self.waiting)} queries are waiting already")
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(place)
        try:
            async with asyncio.timeout(min(self.limits.patience, self.limits.timeout)):
                await place
        except TimeoutError:
            self._not_taken(place)
            raise busy("Other queries took all places") from None
        except asyncio.CancelledError:
            self._not_taken(place)
            raise
        return Turn(self)

    def _not_taken(self, place: asyncio.Future[None]) -> None:
        if place.done() and not place.cancelled():  # it was given while its owner was giving up
            self.free_quick()
        else:
            self.waiting.remove(place) if place in self.waiting else None

    @property
    def heavy(self) -> int:
        """How many queries are long, or paused."""
        return self.limits.long - self.long + len(self.paused)

    def free_quick(self) -> None:
        """Give a quick place to whoever waits longest."""
        while self.waiting:
            place = self.waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self.quick += 1

    def free_long(self) -> None:
        """Give a long place to the query that is paused longest."""
        if self.paused:
            self.paused.popleft().resume()
        else:
            self.long += 1


class Turn:
    """The turn of one query: ``quick``, ``long``, ``paused``, or ``refused`` when there was no room to pause it.

    ``rested`` is how long it has been paused, in seconds.
    """

    def __init__(self, turns: Turns):
        self.state, self.rested = "quick", 0.0
        self._turns, self._paused_at = turns, 0.0
        self._process: int | None = None
        self._used = 0.0
        self._slice: asyncio.TimerHandle | None = None

    def start(self, process: int) -> None:
        """Begin the slice of time; ``process`` is the number of the worker."""
        self._process, self._used = process, seconds_used(process)
        self._slice = asyncio.get_running_loop().call_later(self._turns.limits.slice, self._end_slice)

    def _end_slice(self) -> None:
        assert self._process is not None
        rest = self._turns.limits.slice - (seconds_used(self._process) - self._used)
        if rest > 0:
            self._slice = asyncio.get_running_loop().call_later(max(_LOOK, rest), self._end_slice)
        else:
            self._become_long(self._process)

    def _become_long(self, process: int) -> None:
        turns = self._turns
        lower_priority(process)
        if turns.long:
            turns.long -= 1
            self.state = "long"
        elif len(turns.paused) < turns.limits.paused:
            self.state, self._paused_at = "paused", time.monotonic()
            self._send(signal.SIGSTOP)
            turns.paused.append(self)
        else:
            self.state = "refused"
            self._send(signal.SIGKILL)
        turns.free_quick()

    def resume(self) -> None:
        """Go on in a long place."""
        self.state, self.rested = "long", time.monotonic() - self._paused_at
        self._send(signal.SIGCONT)

    def leave(self) -> None:
        """Give the place back. The worker has answered, or is ended."""
        if self._slice is not None:
            self._slice.cancel()
        if self.state == "quick":
            self._turns.free_quick()
        elif self.state == "long":
            self._turns.free_long()
        elif self.state == "paused":
            self._turns.paused.remove(self)
        self.state = "left"

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, number)


def seconds_used(process: int) -> float:
    """Return the processor's seconds that a process has used; those of the clock where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def lower_priority(process: int) -> None:
    """Let short queries go before a process."""
    with contextlib.suppress(OSError):
        tasks = Path(f"/proc/{process}/task")  # the system knows the priority of threads only
        for task in [int(path.name) for path in tasks.iterdir()] if tasks.exists() else [process]:
            os.setpriority(os.PRIO_PROCESS, task, _LOW)
